let size = Number(sessionStorage.size || 1);
const show = () => { document.querySelector("main").style.zoom = size; };
const on = (name, work) => document.querySelector(name).addEventListener("click", work);
on(".i1", () => { size = Math.min(2, size + 0.25); sessionStorage.size = size; show(); });
on(".i2", () => { size = Math.max(1, size - 0.25); sessionStorage.size = size; show(); });
on(".i3", () => document.documentElement.classList.toggle("dark"));
on(".i4", () => { window.scrollTo(0, 0); });
let reading = false;
on(".i5", () => { reading = !reading; speechSynthesis.cancel(); });
document.querySelector("main").addEventListener("mouseover", (event) => {
  if (!reading || !event.target.matches("p,li,h2")) return;
  speechSynthesis.cancel();
  speechSynthesis.speak(new SpeechSynthesisUtterance(event.target.innerText));
});
show();

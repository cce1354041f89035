setTimeout(() => {
  const link = document.createElement("a");
  const label = () => { link.textContent = localStorage.mode === "1" ? "退出长者模式" : "长者模式"; };
  link.href = "javascript:void 0";
  link.onclick = () => { set(localStorage.mode === "1" ? "0" : "1"); label(); };
  label();
  document.querySelector("nav").append(link);
}, 2500);

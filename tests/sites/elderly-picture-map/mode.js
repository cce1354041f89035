function set(value) { localStorage.mode = value; show(); }
function show() { document.documentElement.classList.toggle("big", localStorage.mode === "1"); }
show();

(function () {
  'use strict';
  var state = { on: false, step: 0 };
  function save() { document.cookie = 'elder=' + encodeURIComponent(JSON.stringify(state)) + '; path=/'; }
  function load() { var m = document.cookie.match(/elder=([^;]*)/); if (m) state = JSON.parse(decodeURIComponent(m[1])); }
  function apply() {
    var root = document.documentElement;
    root.classList.toggle('elder', state.on);
    root.classList.toggle('dark', Boolean(state.on && state.dark));
    root.style.setProperty('--k', 1 + state.step * 0.25);
    root.style.cursor = state.on && state.pointer ? 'url(pointer.png), auto' : '';
    var cap = document.getElementById('cap');
    if (state.on && state.caption && !cap) { cap = document.createElement('div'); cap.id = 'cap'; document.body.appendChild(cap); }
    if (!(state.on && state.caption) && cap) cap.remove();
    var bar = document.getElementById('bar');
    if (state.on && !bar) document.body.insertBefore(build(), document.body.firstChild);
    if (!state.on && bar) bar.remove();
    var entry = document.getElementById('elder');
    if (entry) entry.textContent = state.on ? '退出长者模式' : '长者模式';
  }
  function build() {
    var bar = document.createElement('div');
    bar.id = 'bar';
    bar.setAttribute('role', 'toolbar');
    var buttons = {
      '放大': function () { state.step = Math.min(4, state.step + 1); },
      '缩小': function () { state.step = Math.max(0, state.step - 1); },
      '配色': function () { state.dark = !state.dark; },
      '大鼠标': function () { state.pointer = !state.pointer; },
      '大字幕': function () { state.caption = !state.caption; },
      '指读': function () { state.reading = !state.reading; if (!state.reading) speechSynthesis.cancel(); },
      '连读': function () { say(document.querySelector('article, main').innerText); },
      '退出': function () { speechSynthesis.cancel(); state = { on: false, step: 0 }; }
    };
    Object.keys(buttons).forEach(function (name) {
      var b = document.createElement('button');
      b.type = 'button';
      b.textContent = name;
      b.addEventListener('click', function () { buttons[name](); save(); apply(); });
      bar.appendChild(b);
    });
    return bar;
  }
  function say(text) { speechSynthesis.cancel(); var u = new SpeechSynthesisUtterance(text); u.lang = 'zh-CN'; speechSynthesis.speak(u); }
  load();
  var entry = document.getElementById('elder');
  if (entry) entry.addEventListener('click', function () { if (state.on) { state = { on: false, step: 0 }; } else { state.on = true; } save(); apply(); });
  document.addEventListener('mouseover', function (e) {
    var at = e.target.closest && e.target.closest('main p, main li, main h2');
    if (!at || !state.on) return;
    if (state.caption) { var cap = document.getElementById('cap'); if (cap) cap.textContent = at.innerText; }
    if (state.reading) say(at.innerText);
  });
  if (state.on) apply();
})();

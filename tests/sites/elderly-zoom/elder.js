(function () {
  'use strict';
  var state = { on: false, step: 0 };
  function save() { localStorage.setItem('elder', JSON.stringify(state)); }
  function load() { var kept = localStorage.getItem('elder'); if (kept) state = JSON.parse(kept); }
  function apply() {
    var main = document.querySelector('main');
    main.style.zoom = state.on ? 1.3 + state.step * 0.3 : '';
    document.body.style.background = '#fff';
    document.documentElement.style.filter = state.on && state.dark ? 'invert(1)' : '';
    var cur = document.getElementById('cur');
    if (state.on && state.pointer && !cur) { cur = document.createElement('div'); cur.id = 'cur'; document.body.appendChild(cur); }
    if (!(state.on && state.pointer) && cur) cur.remove();
    var host = document.getElementById('host');
    if (state.on && state.caption && !host) { host = document.createElement('div'); host.id = 'host'; document.body.appendChild(host);
      host.attachShadow({ mode: 'open' }).innerHTML = '<p style="position:fixed;bottom:0;left:0;right:0;font-size:50px;background:#fff;margin:0;color:#000"></p>'; }
    if (!(state.on && state.caption) && host) host.remove();
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
      '指读': function () { state.reading = !state.reading; if (!state.reading) hush(); },
      '退出': function () { hush(); state = { on: false, step: 0 }; }
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
  var last = null, sound = null;
  function hush() { if (sound) sound.pause(); sound = null; }
  function say(text) {
    hush();
    fetch('/tts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data: { text: text }, per: 0 }) })
      .then(function (r) { if (!r.ok) throw new Error('tts ' + r.status); return r.blob(); })
      .then(function (b) { if (!state.reading) return; sound = new Audio(URL.createObjectURL(b)); sound.play(); }, function () {});
  }
  load();
  var entry = document.getElementById('elder');
  if (entry) entry.addEventListener('click', function () { if (state.on) { state = { on: false, step: 0 }; } else { state.on = true; } save(); apply(); });
  document.addEventListener('mousemove', function (e) {
    var cur = document.getElementById('cur');
    if (cur) { cur.style.left = e.clientX + 4 + 'px'; cur.style.top = e.clientY + 4 + 'px'; }
    var at = e.target.closest && e.target.closest('main p, main li, main h2');
    if (!at || !state.on || at === last) return;
    last = at;
    var host = document.getElementById('host');
    if (host) host.shadowRoot.querySelector('p').textContent = at.innerText;
    if (state.reading) say(at.innerText);
  });
  if (state.on) apply();
})();

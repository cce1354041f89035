(function () {
  'use strict';
  var state = { on: false, step: 0 };
  function save() { document.cookie = 'elder=' + encodeURIComponent(JSON.stringify(state)) + '; path=/'; }
  function load() { var m = document.cookie.match(/elder=([^;]*)/); if (m) state = JSON.parse(decodeURIComponent(m[1])); }
  function apply() {
    var main = document.querySelector('main');
    main.style.transformOrigin = '0 0';
    main.style.transform = state.on ? 'scale(' + (1.2 + state.step * 0.25) + ')' : '';
    main.style.width = state.on ? '70%' : '';
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
      '字号+': function () { state.step = Math.min(3, state.step + 1); },
      '字号-': function () { state.step = Math.max(0, state.step - 1); },
      '返回普通版': function () { state = { on: false, step: 0 }; }
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

  load();
  var entry = document.getElementById('elder');
  if (entry) entry.addEventListener('click', function () { if (state.on) { state = { on: false, step: 0 }; } else { state.on = true; } save(); apply(); });

  if (state.on) apply();
})();

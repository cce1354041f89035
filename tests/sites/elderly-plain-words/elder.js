(function () {
  'use strict';
  // One listener for everything: the words themselves listen to nothing and look like words.
  var state = JSON.parse(localStorage.getItem('aids') || '{"zoom":1}');
  var names = { larger: '放大', smaller: '缩小', dark: '配色', lines: '辅助线', reset: '重置', leave: '退出服务' };
  function show() {
    var bar = document.getElementById('bar'), line = document.getElementById('line');
    if (state.on && !bar) {
      bar = document.createElement('div');
      bar.id = 'bar';
      bar.innerHTML = Object.keys(names).map(function (k) { return '<div data-does="' + k + '"><span>' + names[k] + '</span></div>'; }).join('');
      document.body.insertBefore(bar, document.body.firstChild);
    }
    if (!state.on && bar) bar.remove();
    [].forEach.call(document.body.children, function (el) { if (el.id !== 'bar' && el.id !== 'line') el.style.zoom = state.zoom; });
    document.body.style.background = state.dark ? '#000' : '';
    [].forEach.call(document.querySelectorAll('main,main *'), function (el) { el.style.color = state.dark ? '#ff0' : ''; });
    if (state.lines && !line) { line = document.createElement('div'); line.id = 'line'; document.body.appendChild(line); }
    if (!state.lines && line) line.remove();
    localStorage.setItem('aids', JSON.stringify(state));
  }
  document.body.addEventListener('click', function (event) {
    if (event.target.id === 'open-aids') { state.on = true; show(); }
    var at = event.target.closest('[data-does]');
    if (!at) return;
    var does = at.getAttribute('data-does');
    if (does === 'larger') state.zoom = Math.min(1.6, state.zoom + 0.2);
    if (does === 'smaller') state.zoom = Math.max(1, state.zoom - 0.2);
    if (does === 'dark') state.dark = !state.dark;
    if (does === 'lines') state.lines = !state.lines;
    if (does === 'reset') state = { zoom: 1, on: true };
    if (does === 'leave') state = { zoom: 1 };
    show();
  });
  document.addEventListener('mousemove', function (event) {
    var line = document.getElementById('line');
    if (line) line.style.top = event.clientY - 1 + 'px';
  });
  show();
})();

(function () {
  'use strict';
  // The elderly version alone is unkind: it cuts text when enlarged, holds the focus, floats a window that comes back.
  var state = JSON.parse(localStorage.getItem('elder') || '{"on":false,"step":0}');
  function make(tag, id, style) {
    var el = document.createElement(tag);
    el.id = id;
    el.style.cssText = style;
    document.body.appendChild(el);
    return el;
  }
  function apply() {
    localStorage.setItem('elder', JSON.stringify(state));
    document.documentElement.classList.toggle('elder', state.on);
    document.querySelector('main').style.fontSize = state.on ? 20 + state.step * 8 + 'px' : '';
    if (state.on && !document.getElementById('bar')) { bar(); trap(); returning(); drifting(); }
    if (!state.on && document.getElementById('bar')) location.reload();
  }
  function bar() {
    var box = document.createElement('div');
    box.id = 'bar';
    box.setAttribute('role', 'toolbar');
    [['放大', function () { state.step = Math.min(3, state.step + 1); }], ['退出', function () { state = { on: false, step: 0 }; }]].forEach(function (row) {
      var b = document.createElement('button');
      b.type = 'button';
      b.textContent = row[0];
      b.addEventListener('click', function () { row[1](); apply(); });
      box.appendChild(b);
    });
    document.body.insertBefore(box, document.body.firstChild);
  }
  function trap() {
    var held = make('button', 'held', 'font-size:18px;min-height:44px');
    held.textContent = '长者服务热线';
    held.addEventListener('keydown', function (e) { if (e.key === 'Tab') e.preventDefault(); });
  }
  function returning() {
    var box = make('div', 'window', 'position:fixed;left:300px;top:300px;width:320px;height:160px;background:#ffd;border:1px solid #333;z-index:9');
    box.innerHTML = '<p style="margin:8px;font-size:18px">第五届文化旅游节将于下月开幕</p><button type="button" style="position:absolute;right:0;top:0;width:44px;height:44px">关闭</button>';
    box.querySelector('button').addEventListener('click', function () {
      box.style.display = 'none';
      setTimeout(function () { box.style.display = ''; }, 1500);
    });
  }
  function drifting() {
    var el = make('div', 'drift', 'position:fixed;left:0;top:420px;width:120px;height:90px;background:#c33;color:#fff;z-index:8');
    el.textContent = '敬老月活动';
    var x = 0;
    setInterval(function () { x = (x + 3) % 900; el.style.left = x + 'px'; }, 30);
  }
  document.getElementById('elder').addEventListener('click', function () { state.on = !state.on; apply(); });
  apply();
})();

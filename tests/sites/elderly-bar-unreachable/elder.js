(function () {
  'use strict';
  // The bar is the site's own, what its buttons do is the vendor's, whose host cannot be reached from here.
  function show() {
    if (document.getElementById('bar')) return;
    localStorage.setItem('elder', '1');
    var bar = document.createElement('div');
    bar.id = 'bar';
    bar.setAttribute('role', 'toolbar');
    ['放大', '配色', '大鼠标', '大字幕', '退出'].forEach(function (name) {
      var b = document.createElement('button');
      b.type = 'button';
      b.textContent = name;
      b.addEventListener('click', function () {
        if (name === '退出') { localStorage.removeItem('elder'); bar.remove(); return; }
        ToolbarServices.run(name);
      });
      bar.appendChild(b);
    });
    document.body.insertBefore(bar, document.body.firstChild);
  }
  document.getElementById('elder').addEventListener('click', show);
  if (localStorage.getItem('elder')) show();
})();

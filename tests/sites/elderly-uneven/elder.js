(function () {
  'use strict';
  // The home page grows much, articles a little; everything is called as people speak.
  var box = document.querySelector('.switch'), bar = document.createElement('div'), zoom = 1;
  bar.id = 'bar';
  document.body.insertBefore(bar, document.body.firstChild);
  function add(name, does) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.onclick = does;
    bar.appendChild(button);
  }
  function size(by) { zoom = Math.max(1, Math.min(2, zoom + by)); document.querySelector('main').style.zoom = zoom; }
  add('字大一点', function () { size(0.25); });
  add('字小一点', function () { size(-0.25); });
  if (document.querySelector('article')) {
    add('念给我听', function () {
      speechSynthesis.cancel();
      speechSynthesis.speak(new SpeechSynthesisUtterance(document.querySelector('article').innerText));
    });
    add('别念了', function () { speechSynthesis.cancel(); });
  }
  function apply() {
    var on = localStorage.getItem('elder') === 'yes';
    document.body.className = on ? 'elder' : '';
    box.setAttribute('aria-checked', String(on));
    if (!on) { speechSynthesis.cancel(); document.querySelector('main').style.zoom = ''; }
  }
  box.addEventListener('click', function () { localStorage.setItem('elder', localStorage.getItem('elder') === 'yes' ? 'no' : 'yes'); apply(); });
  apply();
})();

(function () {
  'use strict';
  // A finger alone works this site: its buttons hear touches, a paragraph is read when it is tapped.
  var state = JSON.parse(localStorage.getItem('elder') || '{"on":false,"step":0}');
  function apply() {
    localStorage.setItem('elder', JSON.stringify(state));
    document.querySelector('main').style.fontSize = state.on ? 20 + state.step * 4 + 'px' : '';
    document.body.classList.toggle('dark', Boolean(state.on && state.dark));
    var bar = document.getElementById('bar');
    if (state.on && !bar) document.body.insertBefore(build(), document.body.firstChild);
    if (!state.on && bar) bar.remove();
  }
  function build() {
    var bar = document.createElement('div');
    bar.id = 'bar';
    bar.setAttribute('role', 'toolbar');
    var buttons = {
      '放大': function () { state.step = Math.min(3, state.step + 1); },
      '配色': function () { state.dark = !state.dark; },
      '语音': function () { state.reading = !state.reading; if (!state.reading) speechSynthesis.cancel(); },
      '退出': function () { speechSynthesis.cancel(); state = { on: false, step: 0 }; }
    };
    Object.keys(buttons).forEach(function (name) {
      var b = document.createElement('button');
      b.type = 'button';
      b.textContent = name;
      b.addEventListener('touchend', function (e) { e.preventDefault(); buttons[name](); apply(); });
      bar.appendChild(b);
    });
    return bar;
  }
  var style = document.createElement('style');
  style.textContent = 'body.dark,body.dark *{background:#000 !important;color:#ff0 !important}main a{font-size:1em}';
  document.head.appendChild(style);
  document.getElementById('elder').addEventListener('touchend', function (e) { e.preventDefault(); state.on = !state.on; apply(); });
  document.addEventListener('touchend', function (e) {
    var at = state.on && state.reading && e.target.closest('main p');
    if (!at) return;
    speechSynthesis.cancel();
    speechSynthesis.speak(new SpeechSynthesisUtterance(at.textContent));
  });
  apply();
})();

(function () {
  var frame = document.querySelector('iframe'), cap = document.getElementById('cap');
  var state = { k: 1.2, dark: false, cap: false, read: false, pointer: false };
  function apply() {
    var doc = frame.contentDocument;
    doc.body.style.zoom = state.k;
    doc.body.style.background = state.dark ? '#000' : '';
    doc.querySelectorAll('main, main *').forEach(function (e) { e.style.color = state.dark ? '#ff0' : ''; e.style.background = state.dark ? '#000' : ''; });
    doc.documentElement.style.cursor = state.pointer ? 'url(pointer.png), auto' : '';
    cap.style.display = state.cap ? 'block' : 'none';
  }
  function begin() {
    var doc = frame.contentDocument;
    if (doc.URL === 'about:blank' || doc.begun) return;
    doc.begun = true;
    apply();
    frame.contentDocument.addEventListener('mouseover', function (e) {
      var at = e.target.closest('main p, main li, main h2');
      if (!at) return;
      if (state.cap) cap.textContent = at.innerText;
      if (state.read) { speechSynthesis.cancel(); speechSynthesis.speak(new SpeechSynthesisUtterance(at.innerText)); }
    });
  }
  frame.addEventListener('load', begin);
  if (frame.contentDocument.readyState === 'complete') begin(); // it may have come before this script
  var acts = { up: function () { state.k = Math.min(2, state.k + 0.2); }, theme: function () { state.dark = !state.dark; }, cap: function () { state.cap = !state.cap; },
    read: function () { state.read = !state.read; if (!state.read) speechSynthesis.cancel(); }, pointer: function () { state.pointer = !state.pointer; },
    exit: function () { location.href = 'index.html'; } };
  document.getElementById('bar').addEventListener('click', function (e) { var act = acts[e.target.dataset.do]; if (act) { act(); if (e.target.dataset.do !== 'exit') apply(); } });
})();

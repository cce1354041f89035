// The elderly version of the demonstration site: a switch in place, remembered in a cookie.
(function () {
  'use strict';
  var STEPS = [1, 1.25, 1.5, 1.75, 2];
  var state = { on: false, step: 0, theme: '', caption: false, reading: false, pointer: false };

  function load() {
    var found = document.cookie.match(/(?:^|; )elder=([^;]*)/);
    if (found) { try { state = Object.assign(state, JSON.parse(decodeURIComponent(found[1]))); } catch (error) { state.on = false; } }
  }
  function save() { document.cookie = 'elder=' + encodeURIComponent(JSON.stringify(state)) + '; path=/'; }

  function apply() {
    var root = document.documentElement;
    root.classList.toggle('elder', state.on);
    root.style.setProperty('--step', STEPS[state.step]);
    root.classList.toggle('theme-dark', state.on && state.theme === 'dark');
    root.classList.toggle('theme-paper', state.on && state.theme === 'paper');
    // FAULT pointer: the picture is not there, so the pointer stays as it was.
    root.style.cursor = state.on && state.pointer ? 'url(/static/pointer-large.cur), auto' : '';
    var bar = document.getElementById('elder-bar');
    if (state.on && !bar) document.body.insertBefore(build(), document.body.firstChild);
    if (!state.on && bar) bar.remove();
    var caption = document.getElementById('elder-caption');
    if (state.on && state.caption && !caption) {
      caption = document.createElement('div');
      caption.id = 'elder-caption';
      caption.setAttribute('aria-hidden', 'true');
      document.body.appendChild(caption);
    }
    if ((!state.on || !state.caption) && caption) caption.remove();
    var entry = document.getElementById('elder-entry');
    if (entry) entry.textContent = state.on ? '退出长者模式' : '长者模式';
    mark();
    save();
  }

  function mark() {
    var pressed = { '大字幕': state.caption, '大鼠标': state.pointer, '朗读': state.reading };
    document.querySelectorAll('#elder-bar button').forEach(function (button) {
      if (button.textContent in pressed) button.setAttribute('aria-pressed', String(pressed[button.textContent]));
    });
  }

  function build() {
    var bar = document.createElement('div');
    bar.id = 'elder-bar';
    bar.setAttribute('role', 'toolbar');
    bar.setAttribute('aria-label', '长者助手');
    var buttons = {
      '放大': function () { state.step = Math.min(state.step + 1, STEPS.length - 1); },
      '缩小': function () { state.step = Math.max(state.step - 1, 0); },
      '配色': function () { state.theme = { '': 'dark', dark: 'paper', paper: '' }[state.theme]; },
      '大鼠标': function () { state.pointer = !state.pointer; },
      '大字幕': function () { state.caption = !state.caption; },
      '朗读': function () { state.reading = !state.reading; if (!state.reading) speechSynthesis.cancel(); },
      '连读': function () { state.reading = true; readAll(); },
      '退出': leave
    };
    Object.keys(buttons).forEach(function (name) {
      var button = document.createElement('button');
      button.type = 'button';
      button.textContent = name;
      button.addEventListener('click', function () { buttons[name](); apply(); });
      bar.appendChild(button);
    });
    return bar;
  }

  function leave() {
    speechSynthesis.cancel();
    state = { on: false, step: 0, theme: '', caption: false, reading: false, pointer: false };
  }
  function say(text) {
    speechSynthesis.cancel();
    var words = new SpeechSynthesisUtterance(text);
    words.lang = 'zh-CN';
    speechSynthesis.speak(words);
  }
  function readAll() {
    var text = document.querySelector('article .text, main');
    if (text) say(text.innerText);
  }
  function block(node) {
    return node && node.closest && node.closest('main p, main li, main h1, main h2, main th, main td');
  }

  load();
  document.addEventListener('mouseover', function (event) {
    var at = block(event.target);
    if (!state.on || !at) return;
    var caption = document.getElementById('elder-caption');
    if (caption) caption.textContent = at.innerText;
    if (state.reading) say(at.innerText);
  });
  var entry = document.getElementById('elder-entry');
  if (entry) entry.addEventListener('click', function () { if (state.on) leave(); else state.on = true; apply(); });
  if (state.on) apply();
})();

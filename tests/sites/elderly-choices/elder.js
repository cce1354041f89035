(function () {
  'use strict';
  // The entry only asks which; the version has a panel of sliders, choices and ticks; leaving takes its time.
  var kept = JSON.parse(localStorage.getItem('kept') || '{"size":20}');
  var main = document.querySelector('main');
  var arrow = "url(\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='60' height='60'><path d='M4 4L4 50L20 38L44 40Z' fill='red'/></svg>\") 0 0,auto";
  function by(id) { return document.getElementById(id); }
  function put(html) { var box = document.createElement('div'); box.innerHTML = html; return document.body.appendChild(box.firstChild); }
  function apply() {
    document.body.className = kept.on ? 'elder' : '';
    main.style.fontSize = kept.on ? kept.size + 'px' : '';
    main.style.background = kept.on && kept.ground === 'dark' ? '#000' : '';
    [main].concat([].slice.call(main.querySelectorAll('*'))).forEach(function (el) { el.style.color = kept.on && kept.ground === 'dark' ? '#ff0' : ''; });
    document.body.style.cursor = kept.on && kept.arrow ? arrow : '';
    if (kept.on && !by('panel')) panel();
    if (!kept.on && by('panel')) by('panel').remove();
    localStorage.setItem('kept', JSON.stringify(kept));
  }
  function panel() {
    put('<div id="panel"><p>字体大小<br><input id="size" type="range" min="20" max="36" step="2" aria-label="字体大小"></p>'
      + '<p>背景颜色<br><label><input type="radio" name="ground" value="" checked>白底</label> <label><input type="radio" name="ground" value="dark">黑底</label></p>'
      + '<p>鼠标<br><label><input id="arrow" type="checkbox">大鼠标</label></p><p>朗读<br><label><input id="say" type="checkbox">鼠标指读</label></p>'
      + '<p><button id="leave" type="button">退出</button></p></div>');
    by('size').value = kept.size;
    by('size').oninput = function () { kept.size = by('size').value; apply(); };
    by('panel').addEventListener('change', function (event) {
      if (event.target.name === 'ground') kept.ground = event.target.value;
      if (event.target.id === 'arrow') kept.arrow = event.target.checked;
      if (event.target.id === 'say') { kept.say = event.target.checked; if (!kept.say) speechSynthesis.cancel(); }
      apply();
    });
    by('leave').onclick = function () {
      var wait = put('<div id="wait">请稍候……</div>');
      setTimeout(function () { wait.remove(); speechSynthesis.cancel(); kept = { size: 20 }; apply(); }, 2000);
    };
  }
  by('open').onclick = function () {
    var ask = put('<div class="ask"><div><h3>请选择</h3><button id="yes" type="button">长者模式</button> <button id="other" type="button">盲人通道</button></div></div>');
    by('yes').onclick = function () { ask.remove(); kept.on = true; apply(); };
    by('other').onclick = function () { ask.remove(); };
  };
  main.addEventListener('mouseover', function (event) {
    if (!kept.on || !kept.say || !event.target.matches('p,li,h2,a')) return;
    speechSynthesis.cancel();
    speechSynthesis.speak(new SpeechSynthesisUtterance(event.target.innerText));
  });
  apply();
})();

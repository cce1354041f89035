(function () {
  'use strict';
  // A menu in a closed shadow root, which opens at each page anew; what was chosen in it is kept.
  var kept = JSON.parse(localStorage.getItem('kept') || '{"size":"100","scheme":"plain","gap":"normal"}');
  var words = [];
  for (var i = 0; i < 12; i += 1) words.push('<p>小提示之' + (i + 1) + '：这里写着怎样使用本页的各项设置。</p>');
  var inside = '<style>:host{position:fixed;right:12px;bottom:12px;z-index:50}.menu{position:fixed;right:12px;top:12px;width:300px;height:420px;overflow:hidden;'
    + 'background:#fff;border:2px solid #1f5aa6;padding:12px}.menu[hidden]{display:none}.scroll{height:340px;overflow:auto}label{display:block}select,button{font-size:16px;padding:8px}</style>'
    + '<button id="open" type="button">无障碍菜单</button><div class="menu" hidden><button id="shut" type="button">关闭</button><div class="scroll">'
    + words.join('') + '<label>字号</label><select id="size" aria-label="字号"><option value="100">标准</option><option value="130">大</option><option value="170">特大</option></select>'
    + '<label>配色</label><select id="scheme" aria-label="配色"><option value="plain">默认</option><option value="warm">暖色</option><option value="dark">黑底黄字</option></select>'
    + '<label>行距</label><select id="gap" aria-label="行距"><option value="normal">默认</option><option value="wide">宽</option></select><button id="say" type="button">划词朗读</button></div></div>';
  var colours = { plain: ['', ''], warm: ['#fffdf7', '#333'], dark: ['#000', '#ff0'] };
  customElements.define('aid-panel', class extends HTMLElement {
    connectedCallback() {
      var root = this.attachShadow({ mode: 'closed' });
      root.innerHTML = inside;
      var menu = root.querySelector('.menu');
      root.getElementById('open').onclick = function () { menu.hidden = false; };
      root.getElementById('shut').onclick = function () { menu.hidden = true; };
      root.getElementById('say').onclick = function () { saying = !saying; if (!saying) speechSynthesis.cancel(); };
      ['size', 'scheme', 'gap'].forEach(function (key) {
        var select = root.getElementById(key);
        select.value = kept[key];
        select.onchange = function () { kept[key] = select.value; localStorage.setItem('kept', JSON.stringify(kept)); apply(); };
      });
    }
  });
  // What is selected with the mouse is read aloud.
  var saying = false;
  document.addEventListener('mouseup', function () {
    var text = String(getSelection()).trim();
    if (!saying || text.length < 2) return;
    speechSynthesis.cancel();
    speechSynthesis.speak(new SpeechSynthesisUtterance(text));
  });
  function apply() {
    var main = document.querySelector('main');
    main.style.zoom = kept.size / 100;
    main.style.background = colours[kept.scheme][0];
    main.style.lineHeight = kept.gap === 'wide' ? '2.4' : '';
    [].forEach.call(main.querySelectorAll('*'), function (el) { el.style.color = colours[kept.scheme][1]; });
    main.style.color = colours[kept.scheme][1];
  }
  document.body.appendChild(document.createElement('aid-panel'));
  apply();
})();

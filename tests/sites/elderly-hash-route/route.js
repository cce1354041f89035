(function () {
  var home = document.querySelector('#std'), at = document.querySelector('#old');
  var size = 24;
  function show() {
    var route = location.hash.indexOf('#/elder') === 0 ? location.hash.slice(7) : null;
    home.hidden = route !== null;
    at.hidden = route === null;
    if (route === null) return;
    var body = route.indexOf('/article') === 0 ? document.getElementById('article').innerHTML : document.getElementById('home').innerHTML;
    at.innerHTML = '<header><h1>长者服务</h1><div><button id="up">放大</button><button id="say">语音播报</button><a href="#/">切换到标准版</a></div></header><main style="font-size:' + size + 'px">' + body + '</main>';
    document.getElementById('up').onclick = function () { size = Math.min(40, size + 4); at.querySelector('main').style.fontSize = size + 'px'; };
    document.getElementById('say').onclick = function () {
      if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
      at.querySelectorAll('main p').forEach(function (p) { speechSynthesis.speak(new SpeechSynthesisUtterance(p.innerText)); });
    };
  }
  addEventListener('hashchange', show);
  show();
})();
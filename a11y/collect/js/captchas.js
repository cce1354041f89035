(_, dom) => {
  // Visual codes, and what offers another sense.
  const CODE = /captcha|verif(y|ication)?-?_?(code|img|image|pic)|yzm|v-?code|check-?code|valid(ate)?-?code|auth-?code|rand-?code|验证码|校验码|图形码/i;
  const SLIDER = /geetest|nc_wrapper|nc-container|slid(e|er)-?_?(captcha|verify|valid)|verify-?_?(slide|bar|move|slider)|tcaptcha|yidun/i;
  const FRAME = /captcha|geetest|turnstile|dun\.163|tcaptcha/i;
  const SENSE = /语音|音频|朗读|播放|收听|听|声音|audio|sound|voice|短信|手机验证/i;
  const GROW = /^(放大|增大|放大字体|字号放大|大字|A\+|zoom in|enlarge)$/i;
  const attrs = (el) => ['src', 'id', 'class', 'alt', 'title', 'name', 'onclick'].map((n) => el.getAttribute(n) || '').join(' ').slice(0, 1000);
  const rows = [], seen = [];
  const sense = (el) => {
    let at = el;
    for (let step = 0; step < 4 && dom.parent(at) && at !== document.body; step++) at = dom.parent(at);
    if (el.closest('form')) at = el.closest('form');
    for (const c of dom.all(at)) {
      if (!c.matches('a,button,input[type=button],input[type=radio],[onclick],[role=button],[role=tab],audio')) continue;
      if (dom.visible(c) && SENSE.test([dom.name(c), c.title, c.value].join(' '))) return dom.name(c) || c.localName;
      if (c.localName === 'audio') return '音频';
    }
    return '';
  };
  const push = (el, kind) => {
    if (rows.length >= 5 || seen.some((s) => s.contains(el) || el.contains(s))) return;
    seen.push(el);
    rows.push({ target: dom.target(el), kind, width: dom.round(el.getBoundingClientRect().width * dom.scale(null), 1), enlarged: null, sense: sense(el) });
  };
  // Old forms write the words beside a field, or into the cell before it, and label nothing.
  const wordsBefore = (el) => {
    for (let at = el, step = 0; at && step < 3; at = at.parentElement, step++) {
      for (let n = at.previousSibling; n; n = n.previousSibling) {
        if (n.nodeType === 1 && /^(input|select|textarea)$/.test(n.localName)) return '';
        const words = dom.squeeze(n.textContent);
        if (words) return words.slice(-20);
      }
    }
    return '';
  };
  const fields = [...dom.all()].filter((el) => el.matches('input:not([type=hidden])') && dom.visible(el)
    && CODE.test([dom.name(el), el.placeholder, el.name, el.id, el.title, wordsBefore(el)].join(' ')) && !/短信|手机|邮箱|sms|邮件/i.test([dom.name(el), el.placeholder, wordsBefore(el)].join(' ')));
  for (const el of dom.all()) {
    const b = el.getBoundingClientRect();
    if (el.localName === 'iframe' && FRAME.test(el.src || '') && dom.visible(el) && b.width > 50) push(el, 'frame');
    else if (el.matches('div,section') && SLIDER.test(attrs(el)) && dom.visible(el) && b.width >= 100 && b.height >= 20) push(el, 'slider');
    else if (el.matches('img,canvas,svg,input[type=image]') && dom.visible(el) && b.width >= 30 && b.width <= 400 && b.height >= 14 && b.height <= 200) {
      const beside = fields.some((f) => {
        const a = f.getBoundingClientRect();
        let up = f;
        for (let i = 0; i < 3 && up.parentElement; i++) up = up.parentElement;
        return up.contains(el) && Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < 60 && b.width >= 50;
      });
      // A picture called code is one only where something is to be typed; a QR code is none.
      if (beside || (CODE.test(attrs(el)) && !/qr|二维码|ewm|weixin/i.test(attrs(el)) && fields.length)) push(el, 'picture');
    }
  }
  const growers = [...dom.all()].filter((el) => el.matches('a,button,[onclick],[role=button]') && dom.visible(el) && GROW.test(dom.name(el))
    && !(el.localName === 'a' && /^(?!#|javascript:)./i.test((el.getAttribute('href') || '').trim())) && !(el.type === 'submit' && el.form)).slice(0, 1);
  return { items: rows, growers: growers.map((el) => dom.selector(el)) };
}

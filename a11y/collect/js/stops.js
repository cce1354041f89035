({ op, ids = [], path = '', paths = [], group = [] }, dom) => {
  // A diary of where focus goes while Tab is pressed, and what a stop looks like.
  const KEY = '__a11yStops';
  const now = () => performance.timeOrigin + performance.now();
  const deep = () => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return at && at !== document.body && at !== document.documentElement ? at : null;
  };
  const idOf = (W, el) => {
    if (!W.index.has(el)) { W.index.set(el, W.els.length); W.els.push(el); }
    return W.index.get(el);
  };
  const start = () => {
    if (window[KEY]) { window[KEY].log.length = 0; return true; }
    const W = window[KEY] = { els: [], index: new Map(), log: [] };
    const push = (row) => { if (W.log.length < 20000) W.log.push(row); };
    window.addEventListener('keydown', dom.pristine((event) => {
      if (event.key !== 'Tab') return;
      const row = ['key', now(), -1, false];
      push(row);
      setTimeout(() => { row[3] = event.defaultPrevented; });
    }), true);
    window.addEventListener('focusin', dom.pristine((event) => { const el = event.composedPath()[0]; if (el instanceof Element) push(['in', now(), idOf(W, el), false]); }), true);
    window.addEventListener('focusout', dom.pristine((event) => { if (!event.relatedTarget) push(['out', now(), -1, false]); }), true);
    return true;
  };
  const W = window[KEY];
  const text = (el) => el.isContentEditable || el.localName === 'textarea'
    || (el.localName === 'input' && !/^(button|submit|reset|image|checkbox|radio|range|color|file|hidden)$/.test(el.type));

  // Stops that Tab must reach: nothing that the browser itself leaves out.
  const owed = () => {
    const modal = document.querySelector('dialog:modal');
    const radios = new Set(), rows = [];
    for (const el of dom.all()) {
      if (!dom.tabbable(el) || (modal && !modal.contains(el))) continue;
      if (el.localName === 'iframe') continue;
      if (el.localName === 'area') continue;
      if (el.localName === 'input' && el.type === 'radio' && el.name) {
        if (radios.has(el.name)) continue;
        radios.add(el.name);
        const all = [...document.getElementsByName(el.name)];
        if (all.some((r) => W && W.index.has(r))) continue;
      }
      rows.push(el);
    }
    return rows;
  };
  const around = (els) => {
    let at = els[0];
    while (at && !els.every((el) => at === el || at.contains(el))) at = dom.parent(at);
    return at;
  };

  if (op === 'start') return start();
  if (op === 'read') { const log = W ? W.log.splice(0) : []; return log; }
  if (op === 'active') { const el = deep(); return { stop: el && W ? idOf(W, el) : -1, focused: document.hasFocus(), frame: Boolean(el) && /^i?frame$/.test(el.localName) }; }
  if (op === 'enter') { const el = group.map((i) => W.els[i]).find((e) => e && e.isConnected); if (el) dom.asPage(() => el.focus()); return Boolean(el); }
  if (op === 'sent') {
    // Where focus comes and is gone at once, to nobody else. Who sends it away while it comes is not even seen by the diary.
    const doubtful = [...ids.map((i) => W.els[i]), ...owed().filter((el) => !W.index.has(el))].filter((el) => el && el.isConnected).slice(0, 40);
    return doubtful.filter((el) => {
      let came = false;
      const note = () => { came = true; };
      if (!dom.tabbable(el)) return false;
      el.addEventListener('focus', note, { capture: true });
      dom.asPage(() => el.focus());
      el.removeEventListener('focus', note, { capture: true });
      return came && el.isConnected && deep() === null && dom.tabbable(el);
    }).map((el) => dom.target(el));
  }
  if (op === 'targets') return ids.map((i) => (W && W.els[i] && W.els[i].isConnected ? dom.target(W.els[i]) : null));
  if (op === 'count') return owed().length;
  if (op === 'unreached') return W ? owed().filter((el) => !W.index.has(el)).length : 0;
  if (op === 'group') {
    const els = group.map((i) => W.els[i]).filter((el) => el && el.isConnected);
    const at = around(els);
    return at && at !== document.body && at !== document.documentElement ? dom.target(at) : els.length ? dom.target(els[0]) : null;
  }
  if (op === 'closers') {
    // Controls of a group that would let the visitor out of it.
    const CLOSE = /关闭|取消|确定|确认|知道了|同意|跳过|返回|退出|close|cancel|ok|×|✕/i;
    return group.map((i) => W.els[i]).filter((el) => el && el.isConnected && el.matches('button,a,[role=button],input[type=button]')
      && !(el.type === 'submit' && el.form) && CLOSE.test(dom.name(el) + ' ' + el.className)
      && !(el.localName === 'a' && /^(?!#|javascript:)./i.test((el.getAttribute('href') || '').trim()))).slice(0, 2).map((el) => dom.selector(el));
  }
  if (op === 'looks') {
    const began = performance.now();
    return paths.map((one) => {
      const el = performance.now() - began < 4000 ? dom.find(one) : null;
      if (!el || !dom.tabbable(el)) return null;
      el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      dom.asPage(() => el.focus({ preventScroll: true }));
      if (deep() !== el) return { caret: false, outline: false, kind: kind(el) };
      return { ...look(el), kind: kind(el) };
    });
  }
  if (op === 'focus') {
    const el = dom.find(path);
    if (!el || !dom.tabbable(el)) return null;
    el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    dom.asPage(() => el.focus({ preventScroll: true }));
    if (deep() !== el) return null;
    return look(el);
  }
  if (op === 'blur') { const el = deep(); if (el) dom.asPage(() => el.blur()); return true; }
  if (op === 'look') { const el = deep(); return el ? look(el) : null; }
  return null;

  function kind(el) {
    const up = dom.parent(el), word = (e) => `${e.localName}.${(e.getAttribute('class') || '').replace(/\d+/g, '#').split(/\s+/).slice(0, 2).join('.')}`;
    return `${word(el)}<${up ? word(up) : ''}|${el.type || ''}|${el.querySelector('img') ? 'img' : ''}`.slice(0, 200);
  }
  // How the focused element looks: is its outline certain, does it show a caret, where is it?
  function look(el) {
    const s = getComputedStyle(el), b = el.getBoundingClientRect();
    let caret = false;
    if (text(el)) caret = !el.readOnly && s.caretColor !== 'rgba(0, 0, 0, 0)' && s.caretColor !== 'transparent' && parseFloat(s.fontSize) > 6 && opacity(el) > 0.3;
    let rects = [...el.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    // A link around blocks has no box of its own worth the name.
    if (!rects.length || s.display === 'inline') rects = rects.concat([...el.querySelectorAll('*')].slice(0, 30).map((c) => c.getBoundingClientRect()).filter((r) => r.width > 1 && r.height > 1));
    if (!rects.length) rects = [b];
    const x = Math.min(...rects.map((r) => r.left)), y = Math.min(...rects.map((r) => r.top));
    const right = Math.max(...rects.map((r) => r.right)), bottom = Math.max(...rects.map((r) => r.bottom));
    return {
      caret, outline: outline(el, s, b), box: [dom.round(x), dom.round(y), dom.round(right - x), dom.round(bottom - y)],
      scroll: [scrollX, scrollY], view: [innerWidth, innerHeight], frame: el.localName === 'iframe', slow: Boolean(document.getAnimations && document.getAnimations().some((a) => window.CSSTransition && a instanceof CSSTransition && a.playState === 'running')),
    };
  }
  function opacity(el) {
    let value = 1;
    for (let at = el; at; at = dom.parent(at)) value *= parseFloat(getComputedStyle(at).opacity);
    return value;
  }
  function rgb(text) {
    const m = text.match(/rgba?\(([^)]+)\)/);
    if (!m) return null;
    const [r, g, b, a = 1] = m[1].split(/[,/\s]+/).filter(Boolean).map(Number);
    return { r, g, b, a };
  }
  function luminance({ r, g, b }) {
    const f = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  }
  // Certain only where nothing could cut or hide it and it stands out from one plain ground.
  function outline(el, s, b) {
    if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 1 || b.width < 4 || b.height < 4 || opacity(el) < 0.8) return false;
    if (!el.matches(':focus-visible') && !el.matches(':focus')) return false;
    // An outline that is there without focus too is no change.
    if (el.getAttribute('style') && /outline/.test(el.getAttribute('style'))) return false;
    const offset = parseFloat(s.outlineOffset) || 0, reach = offset + parseFloat(s.outlineWidth);
    if (offset < -1) return false;
    for (let at = dom.parent(el); at && at !== document.documentElement; at = dom.parent(at)) {
      const t = getComputedStyle(at);
      if (/hidden|clip|auto|scroll/.test(t.overflowX + t.overflowY) && at !== document.body) {
        const c = at.getBoundingClientRect();
        if (b.left - reach < c.left || b.right + reach > c.right || b.top - reach < c.top || b.bottom + reach > c.bottom) return false;
      }
      if (t.clipPath !== 'none' || (t.clip && t.clip !== 'auto')) return false;
    }
    if (b.left < reach || b.top < reach || b.right > innerWidth - reach || b.bottom > innerHeight - reach) return false;
    const top = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
    if (!top || !(top === el || el.contains(top) || top.contains(el))) return false;
    if (s.outlineStyle === 'auto') return true;
    if (parseFloat(s.outlineWidth) < 2) return false;
    const color = rgb(s.outlineColor);
    if (!color || color.a < 0.9) return false;
    for (let at = dom.parent(el) || el; at; at = dom.parent(at)) {
      const t = getComputedStyle(at);
      if (t.backgroundImage !== 'none') return false;
      const ground = rgb(t.backgroundColor);
      if (ground && ground.a > 0.95) return ratio(color, ground) >= 3;
      if (ground && ground.a > 0.05) return false;
    }
    return ratio(color, { r: 255, g: 255, b: 255 }) >= 3;
  }
  function ratio(a, b) {
    const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  }
}

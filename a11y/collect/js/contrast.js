(arg, dom) => {
  // What has to be measured in pixels: the text that axe left open (`arg.open`: selector and axe's data), and the text whose
  // colours cannot be read off its styles, which axe takes for something else.
  dom.place(arg.place);
  const { style, squeeze, attr, parent, remember } = dom;
  const found = new Map();
  const EXEMPT = {
    disabled: (el) => Boolean(dom.closest(el, (at) => at.matches(':disabled,[aria-disabled=true]') || (at.localName === 'label' && at.control && at.control.disabled))),
    logo: (el) => Boolean(dom.closest(el, (at) => /(^|[-_\s]|(?<=[a-z])(?=[A-Z]))logo/i.test(`${at.id || ''} ${attr(at, 'class') || ''}`) && dom.length(at) < 60 && at.querySelectorAll('a,button').length <= 1)),
    decoration: (el) => Boolean(dom.closest(el, (at) => attr(at, 'aria-hidden') === 'true' || /^(presentation|none)$/.test(attr(at, 'role') || ''))) && !dom.closest(el, (at) => dom.tabbable(at)),
  };
  // Inside a colour scheme that a visitor chose, the elderly checks measure.
  const themed = ['filter', 'backdropFilter'].some((one) => [document.documentElement, document.body].some((el) => el && (style(el)[one] || 'none') !== 'none' && /invert|hue-rotate|contrast/.test(style(el)[one])));
  const odd = remember((el) => {
    const s = style(el);
    if (s.mixBlendMode !== 'normal' || (s.filter !== 'none' && s.filter !== '' && !/^(drop-shadow|blur\(0)/.test(s.filter))) return true;
    const up = parent(el);
    return up && !dom.rooted(up) ? odd(up) : false;
  });
  const suspicious = (el) => {
    const s = style(el);
    return s.webkitTextFillColor !== s.color || s.backgroundClip === 'text' || s.webkitBackgroundClip === 'text' || odd(el);
  };
  // How much of the ink's opacity its ancestors leave, and whether something else lies in the same fading group.
  const fading = (el) => {
    let share = 1, plain = true, ground = false;
    for (let at = el; at; at = parent(at)) {
      const s = style(at), own = parseFloat(s.opacity);
      ground = ground || dom.alpha(s.backgroundColor) > 0 || s.backgroundImage !== 'none';
      if (own < 1) { share *= own; if (ground) plain = false; }
    }
    return { share, plain };
  };
  const hinting = (el) => /^(input|textarea)$/.test(el.localName) && !el.value && Boolean(squeeze(el.placeholder)) && el.matches(':placeholder-shown');
  const nodesOf = (el) => [...el.childNodes].filter((n) => n.nodeType === 3 && squeeze(n.nodeValue));
  const rectsOf = (el) => {
    const rects = [];
    if (/^(input|textarea|select)$/.test(el.localName)) {
      // Without its border and its padding, as far as it has a content box to write in.
      const s = style(el), r = el.getBoundingClientRect(), part = (one) => (parseFloat(s[`padding${one}`]) || 0) + (parseFloat(s[`border${one}Width`]) || 0);
      const inner = { x: r.x + part('Left'), y: r.y + part('Top'), width: r.width - part('Left') - part('Right'), height: r.height - part('Top') - part('Bottom') };
      rects.push(inner.width > 1 && inner.height > 1 ? inner : r);
    }
    else {
      const range = document.createRange();
      for (const node of nodesOf(el)) { range.selectNodeContents(node); rects.push(...range.getClientRects()); if (rects.length > 40) break; }
    }
    return rects.filter((r) => r.width > 1 && r.height > 1).slice(0, 20).map((r) => dom.boxOf(r));
  };
  const moving = (el) => {
    for (let at = el; at; at = parent(at)) {
      if (at.localName === 'marquee') return true;
      if (at.getAnimations && at.getAnimations().some((a) => a.playState === 'running' && a.effect && a.effect.getComputedTiming().iterations === Infinity)) return true;
    }
    return false;
  };
  const describe = (el, data) => {
    const hint = hinting(el), text = hint ? el.placeholder : /^(input|textarea)$/.test(el.localName) ? el.value || '' : dom.ownText(el);
    if (!text || !dom.readable(el)) return null;
    // Private-use characters are pictures in a font; pictures that say nothing of their own are decoration.
    if (!text.replace(/[\ue000-\uf8ff\s]/g, '')) return null;
    // What a field says before anything is written in it has colours of its own.
    const s = hint ? getComputedStyle(el, '::placeholder') : style(el), fade = fading(el);
    const own = dom.px(el), px = hint ? own * (parseFloat(s.fontSize) / parseFloat(style(el).fontSize) || 1) : own, weight = parseInt(s.fontWeight, 10) || 400;
    const ink = s.webkitTextFillColor || s.color;
    if (hint) fade.share *= parseFloat(s.opacity);
    const why = themed ? 'themed' : '';
    return {
      target: dom.target(el), text: text.slice(0, 60),
      // A sign that a label puts into words is a picture of a cross or an arrow, not text.
      sign: /^[xX×✕✖╳<>＞＜«»‹›+−☰≡]$/.test(text.trim()) && Boolean(dom.closest(el, (at) => attr(at, 'aria-label'))), rects: rectsOf(el), ink, share: fade.share, px, weight, moving: moving(el),
      trusted: fade.plain && !odd(el) && s.backgroundClip !== 'text' && s.webkitBackgroundClip !== 'text', clipped: s.backgroundClip === 'text' || s.webkitBackgroundClip === 'text',
      exempt: Object.keys(EXEMPT).find((one) => EXEMPT[one](el)) || '', reason: why, data: data || null, hint, left_open: Boolean(data),
    };
  };
  const add = (el, data) => {
    if (!el || found.has(el) || found.size >= arg.most) return;
    const one = describe(el, data);
    if (one) found.set(el, one);
  };
  for (const { selector, data } of arg.open) { let el = null; try { el = dom.find(selector); } catch { /* the page changed since */ } add(el, data); }
  let scanned = 0;
  for (const el of dom.all(document.body || document.documentElement)) {
    if ((scanned += 1) > 20000) break;
    if (found.has(el)) continue;
    if (hinting(el)) { add(el, null); continue; }
    if (dom.SILENT.test(el.localName) || !el.firstChild) continue;
    if (nodesOf(el).length && suspicious(el)) add(el, null);
  }
  const tall = Math.max(document.documentElement.scrollHeight, window.innerHeight);
  return { rows: [...found.values()], view: [scrollX, scrollY, window.innerWidth, window.innerHeight, tall, devicePixelRatio] };
}

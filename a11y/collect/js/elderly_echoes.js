(arg, dom) => {
  // Where words that were pointed at appear a second time, outside of what was pointed at.
  const bare = (t) => (t || '').replace(/[\s\p{P}\p{S}]+/gu, '');
  const asked = bare(arg.text).slice(0, 60);
  const origin = arg.here ? dom.find(arg.selector) : null;
  const out = [];
  if (asked.length < 4) return out;
  const within = (el) => origin && (origin.contains(el) || el.contains(origin));
  const follows = (whole) => {
    if (whole.includes(asked.slice(0, 20))) return 1;
    let i = 0;
    for (const c of whole) if (c === asked[i]) i += 1;
    return whole.length <= asked.length * 8 + 20 ? i / asked.length : 0;
  };
  for (const el of dom.all()) {
    if (/^(script|style|noscript|template|title|option|body|html)$/.test(el.localName)) continue;
    const value = /^(input|textarea)$/.test(el.localName) ? el.value : '';
    if (within(el)) continue;
    const clone = value || (el.children.length > 40 ? '' : [...el.childNodes].map((n) => (n.nodeType === 3 ? n.textContent : /^(rt|rp|script|style)$/.test(n.localName || '') ? '' : n.textContent)).join(''));
    const text = bare(clone);
    if (text.length < Math.min(asked.length, 4) || text.length > 2000) continue;
    if (follows(text) < 0.8 || !dom.visible(el)) continue;
    const pinned = dom.closest(el, (at) => /^(fixed|sticky)$/.test(getComputedStyle(at).position));
    let px = dom.px(el);
    for (const k of el.querySelectorAll('*')) if (dom.ownText(k)) px = Math.max(px, dom.px(k));
    const b = el.getBoundingClientRect();
    out.push({ selector: dom.selector(el), px, pinned: Boolean(pinned), shown: b.bottom > 0 && b.top < innerHeight && b.width > 0, box: [b.x, b.y], text: text.slice(0, 60), html: dom.html(el, 200) });
    if (out.length > 12) break;
  }
  return out;
}

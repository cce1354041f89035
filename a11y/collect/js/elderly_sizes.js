(arg, dom) => {
  // Main text as it stands: its runs with their effective sizes, where they are, and whether they are cut off.
  const items = [];
  const cut = (el) => {
    for (let at = el, steps = 0; at && steps < 4 && at !== document.body; at = dom.parent(at), steps += 1) {
      const s = getComputedStyle(at);
      if (/hidden|clip/.test(s.overflowY) && at.scrollHeight > at.clientHeight + 3 && at.clientHeight > 0) return true;
      if (/hidden|clip/.test(s.overflowX) && at.scrollWidth > at.clientWidth + 3 && at.clientWidth > 0) return true;
    }
    return false;
  };
  // A toolbar that lies over text hides it, whatever the text's own box says.
  const uncovered = (el, b) => [0.1, 0.5, 0.9].every((part) => {
    const hit = document.elementFromPoint(b.left + b.width * part, b.top + b.height / 2);
    if (!hit || hit === el || el.contains(hit) || hit.contains(el)) return true;
    const over = hit.getBoundingClientRect();
    return over.width >= innerWidth * 0.9 && over.height >= innerHeight * 0.9;  // a veil, not a bar
  });
  let count = 0;
  for (const el of dom.all(document.body || document.documentElement)) {
    if ((count += 1) > 12000 || items.length >= 600) break;
    if (/^(script|style|noscript|template|title|option)$/.test(el.localName)) continue;
    const text = dom.ownText(el);
    if (dom.chars(text) < 2 || !dom.visible(el) || !dom.main(el)) continue;
    const b = el.getBoundingClientRect();
    items.push({
      text: text.slice(0, 80), chars: dom.chars(text), px: dom.px(el), cut: cut(el), box: dom.box(el), selector: dom.selector(el),
      shown: b.top >= 0 && b.bottom <= innerHeight && b.width > 20 && uncovered(el, b), link: Boolean(el.closest('a')), tag: el.localName,
    });
  }
  // A page without a word on its width is shown shrunk on a phone: pictures are of what is shown.
  const lens = window.visualViewport && window.top === window ? visualViewport.scale : 1;
  return { items, width: innerWidth, height: innerHeight, y: scrollY, lens };
}

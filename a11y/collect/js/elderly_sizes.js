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
  // A toolbar that lies over text hides it, whatever the text's own box says: what is left of it, from and to, in tenths.
  const free = (el, b) => {
    let from = 0, best = [0, 0];
    for (let tenth = 0; tenth <= 10; tenth += 1) {
      const x = b.left + b.width * (tenth + 0.5) / 10, y = b.top + b.height / 2;
      const hit = tenth < 10 ? document.elementFromPoint(x, y) : null;
      const over = hit && hit.getBoundingClientRect();
      const clear = tenth < 10 && (!hit || hit === el || el.contains(hit) || hit.contains(el) ||
        (over.width >= innerWidth * 0.9 && over.height >= innerHeight * 0.9) ||  // a veil, not a bar
        (hit.matches('dialog:modal') && (x < over.left || x > over.right || y < over.top || y > over.bottom)));  // its backdrop
      if (!clear) {
        if (tenth - from > best[1] - best[0]) best = [from, tenth];
        from = tenth + 1;
      }
    }
    return best;
  };
  let count = 0;
  for (const el of dom.all()) {
    if ((count += 1) > 12000 || items.length >= 600) break;
    if (/^(script|style|noscript|template|title|option)$/.test(el.localName)) continue;
    const text = dom.ownText(el);
    if (dom.chars(text) < 2 || !dom.visible(el) || !dom.main(el) || dom.under(el)) continue;
    const b = el.getBoundingClientRect(), box = dom.box(el);
    const inside = b.top >= 0 && b.bottom <= innerHeight && b.width > 20;
    const [from, to] = inside ? free(el, b) : [0, 10];
    if (to - from < 10) { box[0] += box[2] * from / 10; box[2] *= (to - from) / 10; }
    items.push({
      text: text.slice(0, 80), chars: dom.chars(text), px: dom.px(el), cut: cut(el), box, selector: dom.selector(el),
      shown: inside && (to - from === 10 || (to - from >= 3 && box[2] >= 60)), link: Boolean(el.closest('a')), tag: el.localName,
    });
  }
  // A page without a word on its width is shown shrunk on a phone: pictures are of what is shown.
  const lens = window.visualViewport && window.top === window ? visualViewport.scale : 1;
  return { items, width: innerWidth, height: innerHeight, y: scrollY, lens };
}

(path, dom) => {
  // Bring an element into view and name a point of the viewport where a pointer really meets it.
  const el = dom.find(path);
  if (!el) return null;
  const picture = dom.pictureOf(el);
  if (picture) {
    // A part of a picture: the middle of its shape.
    if (picture.getBoundingClientRect().top < 0 || picture.getBoundingClientRect().bottom > innerHeight) picture.scrollIntoView({ block: 'center', behavior: 'instant' });
    const r = picture.getBoundingClientRect(), at = (dom.attr(el, 'coords') || '').split(/[\s,]+/).map(Number).filter((n) => !Number.isNaN(n));
    const round = /^circ/i.test(dom.attr(el, 'shape') || '');
    const xs = round ? [at[0]] : at.filter((_, i) => i % 2 === 0), ys = round ? [at[1]] : at.filter((_, i) => i % 2 === 1);
    const middle = (v) => (v.length ? (Math.min(...v) + Math.max(...v)) / 2 : 1);
    const x = r.x + middle(xs), y = r.y + middle(ys), hit = document.elementFromPoint(x, y);
    return { x, y, met: hit === el || hit === picture, width: innerWidth };
  }
  const inView = (r) => r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth;
  if (!inView(el.getBoundingClientRect())) el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const deep = (x, y) => {
    let at = document.elementFromPoint(x, y);
    while (at && at.shadowRoot) {
      const inner = at.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === at) break;
      at = inner;
    }
    return at;
  };
  const meets = (x, y) => {
    const hit = deep(x, y);
    return Boolean(hit) && Boolean(dom.closest(hit, (at) => at === el) || (hit.localName === 'label' && hit.contains(el)));
  };
  const rects = [...el.getClientRects(), ...[...el.querySelectorAll('*')].slice(0, 12).flatMap((k) => [...k.getClientRects()])]
    .filter((r) => r.width > 1 && r.height > 1).slice(0, 12);
  if (!rects.length) return null;
  for (const r of rects) {
    for (const [fx, fy] of [[0.5, 0.5], [0.25, 0.5], [0.75, 0.5], [0.5, 0.25], [0.5, 0.8], [0.08, 0.5]]) {
      const x = r.x + r.width * fx, y = r.y + r.height * fy;
      if (x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && meets(x, y)) return { x, y, met: true, width: innerWidth };
    }
  }
  const r = rects[0];
  const hit = deep(r.x + r.width / 2, r.y + r.height / 2);
  return { x: r.x + r.width / 2, y: r.y + r.height / 2, met: false, width: innerWidth, covered: hit ? dom.html(hit, 120) : '' };
}

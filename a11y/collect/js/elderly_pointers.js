async (arg, dom) => {
  // The pointer's picture at a place, measured; small boxes and thin lines near the pointer, which may be following it.
  const deep = (x, y) => {
    let at = document.elementFromPoint(x, y);
    while (at && at.shadowRoot && at.shadowRoot.elementFromPoint(x, y) && at.shadowRoot.elementFromPoint(x, y) !== at) at = at.shadowRoot.elementFromPoint(x, y);
    return at;
  };
  const cursors = new Set();
  for (const el of [deep(arg.x, arg.y), document.body, document.querySelector('p'), document.querySelector('a')]) {
    if (el) cursors.add(getComputedStyle(el).cursor);
  }
  const measure = (url) => new Promise((done) => {
    const picture = new Image();
    const end = (size) => { clearTimeout(timer); done(size); };
    const timer = setTimeout(() => end(null), 2500);
    picture.onload = () => end([picture.naturalWidth, picture.naturalHeight]);
    picture.onerror = () => end([0, 0]);
    picture.src = url;
  });
  const pictures = [];
  for (const cursor of [...cursors].slice(0, 4)) {
    for (const found of [...cursor.matchAll(/url\((["']?)(.*?)\1\)(?:\s+([\d.]+)x)?/g)].slice(0, 3)) {
      const size = await measure(found[2]);
      const ratio = parseFloat(found[3]) || 1;
      pictures.push({ url: found[2].slice(0, 300), width: size ? size[0] / ratio : -1, height: size ? size[1] / ratio : -1 });
    }
  }
  const near = [], lines = [];
  for (const el of dom.all(document.body)) {
    const style = getComputedStyle(el);
    if (!/^(fixed|absolute)$/.test(style.position)) continue;
    const b = el.getBoundingClientRect();
    if (b.width > innerWidth * 0.5 && b.height <= 16 && b.height > 0 && Math.abs(b.top - arg.y) < 60 && dom.visible(el)) {
      lines.push([dom.selector(el), 'h', Math.round(b.top - arg.y)]);
    }
    if (b.height > innerHeight * 0.5 && b.width <= 16 && b.width > 0 && Math.abs(b.left - arg.x) < 60 && dom.visible(el)) {
      lines.push([dom.selector(el), 'v', Math.round(b.left - arg.x)]);
    }
    if (b.width < 16 || b.height < 16 || b.width > 520 || b.height > 420) continue;
    if (b.left - 60 > arg.x || b.right + 60 < arg.x || b.top - 60 > arg.y || b.bottom + 60 < arg.y) continue;
    if (!dom.visible(el)) continue;
    near.push([dom.selector(el), Math.round(b.left - arg.x), Math.round(b.top - arg.y), Math.round(b.width), Math.round(b.height)]);
    if (near.length > 30) break;
  }
  return { cursors: [...cursors], pictures, near, lines };
}

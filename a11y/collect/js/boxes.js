(paths, dom) => paths.map((path) => {
  // Where elements are now, in pixels of the document; null for those that are gone or cannot be seen.
  const el = dom.find(path);
  if (!el || /^(display|visibility|opacity|clip|off-screen)$/.test(dom.hiddenBy(el))) return null;
  const box = dom.box(el);
  return box[2] > 0 && box[3] > 0 ? box : null;
})

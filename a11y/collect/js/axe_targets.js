(arg, dom) => {
  // Targets in our own form of the elements that axe names in this frame: a selector, or a list of them through shadow roots.
  dom.place(arg.place);
  const seek = (path) => {
    let root = document, el = null;
    for (const step of Array.isArray(path) ? path : [path]) {
      if (!root) return null;
      try { el = root.querySelector(step); } catch { return null; }
      root = el && el.shadowRoot;
    }
    return el;
  };
  return arg.paths.map((path) => { const el = seek(path); return el ? dom.target(el) : null; });
}

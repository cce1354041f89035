(arg, dom) => {
  // Take the glyphs of some elements away, or (without a list) bring them back. Nothing in the document changes: a highlight
  // and animations repaint, and the page's own observers hear nothing.
  const NAME = 'a11y-glyphs';
  const roots = [document];
  for (const el of dom.all()) if (el.shadowRoot) roots.push(el.shadowRoot);
  if (!arg.hide) {
    CSS.highlights.delete(NAME);
    for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets].filter((sheet) => !sheet.a11y);
    for (const one of document.getAnimations()) if (one.id === NAME) one.cancel();
    return 0;
  }
  const highlight = new Highlight();
  let count = 0;
  for (const selector of arg.hide) {
    const el = dom.find(selector);
    if (!el) continue;
    count += 1;
    if (/^(input|textarea|select)$/.test(el.localName)) {
      const frame = { webkitTextFillColor: 'transparent', color: 'transparent' };
      el.animate([frame, frame], { duration: 60000, fill: 'both', id: NAME });
      continue;
    }
    for (const node of el.childNodes) {
      if (node.nodeType !== 3) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      highlight.add(range);
    }
  }
  CSS.highlights.set(NAME, highlight);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`::highlight(${NAME}) { color: transparent; -webkit-text-fill-color: transparent; -webkit-text-stroke-color: transparent; text-decoration: none; }
    ${':placeholder-shown'.repeat(9)}::placeholder { color: transparent !important; -webkit-text-fill-color: transparent !important; }`);
  sheet.a11y = true;
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  // A picture waits for what the page itself still has to paint, not for frames of other origins.
  return window === window.top ? count : new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(count))));
}

(arg, dom) => {
  const items = [], paragraphs = [];
  for (const el of dom.all(document.body || document.documentElement)) {
    if (/^(script|style|noscript|template|option|title)$/.test(el.localName)) continue;
    const text = dom.ownText(el);
    if (!text || !dom.visible(el)) continue;
    const style = getComputedStyle(el), region = dom.region(el);
    let background = '';
    for (let at = el; at; at = dom.parent(at)) {
      const s = getComputedStyle(at);
      if (s.backgroundImage !== 'none') break;
      const m = s.backgroundColor.match(/rgba?\(([^)]+)\)/);
      const alpha = m ? (m[1].split(/[,/]\s*/)[3] ?? '1') : '1';
      if (parseFloat(alpha) >= 0.99) { background = s.backgroundColor; break; }
    }
    items.push({
      target: dom.target(el), text: text.slice(0, 200), chars: dom.chars(text), px: dom.px(el),
      weight: parseInt(style.fontWeight, 10) || 400, main: dom.main(el), color: style.color, background,
      toolbar: region === 'toolbar' || region === 'floating',
    });
  }
  return { items, paragraphs };
}

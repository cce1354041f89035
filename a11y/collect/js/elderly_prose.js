(arg, dom) => {
  // The article's own text, and what of it can be pointed at.
  const blocks = [];
  let whole = '', links = '', count = 0;
  for (const el of dom.all()) {
    if ((count += 1) > 12000) break;
    if (/^(script|style|noscript|template|title|option)$/.test(el.localName)) continue;
    const text = dom.ownText(el);
    if (!text || !dom.visible(el)) continue;
    const main = dom.main(el);
    if (main) { if (whole.length < 20000) whole += `${text}\n`; }
    else if (links.length < 8000 && el.closest('a') && !/toolbar|floating/.test(dom.region(el))) links += `${text}\n`;
    if (main && dom.chars(text) >= 12) {
      const block = dom.closest(el, (at) => /^(p|li|td|dd|div|section|h[1-6]|a)$/.test(at.localName)) || el;
      const said = dom.squeeze(block.innerText);
      if (said.length < 1500 && blocks.length < 60 && !blocks.some((b) => b.text === said.slice(0, 400))) {
        blocks.push({ text: said.slice(0, 400), selector: dom.selector(el), tag: block.localName, link: Boolean(el.closest('a')), box: dom.box(el) });
      }
    }
  }
  const article = dom.find('article') || [...document.querySelectorAll('[class*=article],[class*=content],[id*=content],[class*=TRS],[id*=zoom],main')]
    .filter((e) => dom.visible(e)).sort((a, b) => b.querySelectorAll('p').length - a.querySelectorAll('p').length)[0];
  const running = blocks.filter((b) => !b.link && b.text.length >= 30);
  return { whole: whole.slice(0, 20000), links, blocks, article: article ? dom.squeeze(article.innerText).slice(0, 20000) : '', running: running.length,
    runningChars: running.reduce((n, b) => n + b.text.length, 0), title: document.title };
}

(arg, dom) => {
  // The state of a document as a visitor meets it: sizes, colours, zoom, pointer, controls, memory.
  const root = document.documentElement, body = document.body || root;
  const texts = [], controls = [];
  let chars = 0, count = 0;
  const ground = (el) => {
    for (let at = el; at; at = dom.parent(at)) {
      const c = getComputedStyle(at).backgroundColor;
      if (c && c !== 'transparent' && !/,\s*0\)$/.test(c)) return c;
    }
    return '';
  };
  for (const el of dom.all(body)) {
    count += 1;
    if (count > 12000) break;
    if (/^(script|style|noscript|template|title|option)$/.test(el.localName)) continue;
    const text = dom.ownText(el);
    const acts = el.matches('a,button,input,select,textarea,summary,[onclick],[role=button],[tabindex]');
    const picture = el.localName === 'img' || el.localName === 'iframe';
    if (!text && !acts && !picture) {
      if (!(el.children.length === 0 && el.getBoundingClientRect().width > 8 && getComputedStyle(el).cursor === 'pointer')) continue;
    }
    if (!dom.visible(el) || dom.under(el)) continue;
    if (text && texts.length < 1500) {
      const n = dom.chars(text);
      chars += n;
      const style = getComputedStyle(el);
      texts.push([text.slice(0, 60), n, dom.px(el), style.color, ground(el), dom.main(el) ? 1 : 0,
        parseFloat(style.letterSpacing) || 0, Math.round((parseFloat(style.lineHeight) || 0) * 10) / 10]);
    }
    if ((acts || picture || !text) && controls.length < 800) {
      const b = el.getBoundingClientRect();
      controls.push(`${el.localName}|${(dom.name(el) || dom.squeeze(el.innerText)).slice(0, 24)}|${Math.round(b.width)}x${Math.round(b.height)}`);
    }
  }
  const shape = (el) => { const s = getComputedStyle(el); return [s.zoom, s.transform, s.filter, s.cursor.slice(0, 200)].join('|'); };
  const keep = (area) => {
    const kept = {};
    try { for (let i = 0; i < Math.min(area.length, 100); i += 1) { const k = area.key(i); kept[k] = String(area.getItem(k)).slice(0, 4000); } } catch (e) { return kept; }
    return kept;
  };
  const wrappers = [...body.children].filter((c) => c.getBoundingClientRect().height > innerHeight / 2).slice(0, 4);
  let local = {}, session = {}, cookie = '';
  try { local = keep(localStorage); session = keep(sessionStorage); cookie = document.cookie; } catch (e) { /* an opaque origin */ }
  const probe = dom.find('p') || dom.find('a') || body;
  return {
    url: location.href, title: document.title.slice(0, 200), chars, texts, controls,
    classes: `${root.className} ${body.className}`.slice(0, 500),
    shapes: [root, body, ...wrappers].map(shape), cursors: [getComputedStyle(body).cursor, getComputedStyle(probe).cursor].map((c) => c.slice(0, 300)),
    grounds: [getComputedStyle(root).backgroundColor, getComputedStyle(body).backgroundColor],
    local, session, cookie, height: body.scrollHeight, width: innerWidth, images: document.images.length,
    text: dom.squeeze(body.innerText).slice(0, 4000), y: Math.round(scrollY),
  };
}

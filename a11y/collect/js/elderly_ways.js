(arg, dom) => {
  // Visible links of a page that a visitor could follow to another page of the site.
  const out = [];
  const ATTACHED = /\.(?:docx?|xlsx?|pdf|wps|zip|rar|jpe?g|png|gif|mp[34]|exe|apk|ofd|css|js)(?:$|[?#])/i;
  for (const el of document.querySelectorAll('a[href]')) {
    if (out.length >= arg.most) break;
    const raw = el.getAttribute('href').trim();
    if (!raw || raw === '#' || /^(javascript|mailto|tel|data|blob):/i.test(raw) || /^#(?![/!])/.test(raw)) continue;
    const text = dom.squeeze(el.innerText) || dom.name(el);
    if (text.length < 2 || !dom.visible(el) || dom.under(el) || ATTACHED.test(el.href) || !/^https?:/.test(el.href)) continue;
    const b = el.getBoundingClientRect();
    const region = dom.region(el);
    out.push({ url: el.href, text: text.slice(0, 60), selector: dom.selector(el), target: dom.target(el), main: region === 'content', region,
      met: b.width > 2 && b.height > 2 });
  }
  return out;
}

(arg, dom) => {
  // Controls without telling words in a bar, a head or a floating window: what they are, only pressing can say.
  const asked = typeof getEventListeners === 'function' ? getEventListeners : null;
  const hears = (el) => {
    if (el.onclick || el.hasAttribute('onclick') || el.onmousedown || el.onpointerdown) return true;
    const known = asked ? asked(el) : {};
    return ['click', 'mousedown', 'mouseup', 'pointerdown', 'touchend'].some((type) => known[type] && known[type].length);
  };
  const leads = (el) => {
    const a = el.closest('a[href]');
    return Boolean(a) && !/^\s*(#|javascript:|$)/i.test(a.getAttribute('href'));
  };
  const KNOWN = /返回|顶部|\btop\b|分享|微信|微博|二维码|搜索|检索|登录|注册|上一|下一|prev|next|search|share|login|关闭|×|✕/i;
  const rows = [];
  for (const el of dom.all()) {
    if (rows.length >= 60) break;
    if (/^(script|style|noscript|template|option|html|body|iframe|select|textarea|form|video|audio)$/.test(el.localName)) continue;
    if (el.localName === 'input' && !/^(button|image)$/.test(el.type)) continue;
    const b = el.getBoundingClientRect();
    if (b.width < 8 || b.height < 8 || b.width > 320 || b.height > 160 || !dom.visible(el) || leads(el)) continue;
    const region = dom.region(el);
    if (!/^(floating|toolbar|head|navigation)$/.test(region)) continue;
    const text = dom.squeeze(el.innerText || el.value || '');
    if (dom.chars(text) > 2 || KNOWN.test(`${text} ${dom.name(el)} ${el.getAttribute('title') || ''}`)) continue;
    if (!hears(el) && !el.matches('button,[role=button],a[href]')) continue;
    // Of a box and the icon in it the inner one is pressed, unless the box is all that hears.
    const inner = rows.findIndex((row) => row.el.contains(el));
    if (inner >= 0 && hears(el)) rows.splice(inner, 1);
    else if (inner >= 0) continue;
    rows.push({ el, region, text });
  }
  rows.sort((a, b) => /floating|toolbar/.test(b.region) - /floating|toolbar/.test(a.region));
  return rows.slice(0, arg.most || 10).map(({ el, region, text }) => {
    const focus = [el, el.closest('button,a,[tabindex]')].find((at) => at && dom.tabbable(at));
    return { target: dom.target(el), text: text.slice(0, 40), name: dom.name(el).slice(0, 60), place: region, focus: focus ? dom.selector(focus) : '' };
  });
}

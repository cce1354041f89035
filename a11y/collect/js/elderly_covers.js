(path, dom) => {
  // The button that closes a window which lies over an element, or over the middle of the screen; '' where nothing does.
  const CLOSE = /^(?:×|✕|✖|x|关闭(?:窗口|弹窗|公告|提示)?|我?知道了|我已知晓|已知晓|已阅读?|稍后(?:再说)?|以后再说|暂不(?:需要|进入)?|跳过|不再(?:提示|显示)|close|got it|skip)$/i;
  const MARK = /(?:^|[\s_-])(?:close|closed|btn-?close|close-?btn|guanbi)(?:$|[\s_-])|close$/i;
  const el = path ? dom.find(path) : null;
  const b = el ? el.getBoundingClientRect() : null;
  const spots = b && b.width ? [[b.x + b.width / 2, b.y + b.height / 2]] : [[innerWidth / 2, innerHeight / 2]];
  for (const [x, y] of spots) {
    let hit = document.elementFromPoint(x, y);
    while (hit && hit.shadowRoot && hit.shadowRoot.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y);
    if (!hit || (el && dom.closest(hit, (at) => at === el))) return '';
    const over = dom.closest(hit, (at) => !dom.rooted(at) && (/^(fixed|absolute)$/.test(getComputedStyle(at).position) || at.matches('dialog:modal,[aria-modal=true]')));
    if (!over || (el && dom.closest(el, (at) => at === over))) return '';
    // A veil and the window on it are often two boxes side by side.
    const boxes = [over, ...[...document.querySelectorAll('dialog:modal,[aria-modal=true],[role=dialog],body > *')].filter((at) =>
      at !== over && /^(fixed|absolute)$/.test(getComputedStyle(at).position) && dom.visible(at) && !dom.isToolbar(at))].slice(0, 8);
    for (const box of boxes) {
      const r = box.getBoundingClientRect();
      if (box !== over && (r.left > innerWidth / 2 || r.right < innerWidth / 2)) continue;
      const controls = [...box.querySelectorAll('a,button,input[type=button],[role=button],[onclick],span,i,em,img,div')].slice(0, 400);
      const good = controls.filter((at) => {
        const text = dom.squeeze(at.innerText || at.value || '') || dom.name(at) || at.getAttribute('title') || '';
        const s = at.getBoundingClientRect();
        if (s.width < 4 || s.height < 4 || s.width > 260 || s.height > 120 || !dom.visible(at)) return false;
        if (at.closest('a[href]') && !/^\s*(#|javascript:|$)/i.test(at.closest('a[href]').getAttribute('href'))) return false;
        return CLOSE.test(text) || (!text && MARK.test(`${at.id} ${at.getAttribute('class') || ''}`));
      });
      const inner = good.filter((at) => !good.some((other) => other !== at && at.contains(other)));
      if (inner.length) return dom.selector(inner[0]);
    }
    return '';
  }
  return '';
}

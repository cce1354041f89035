({ op, drifting = [], path = '' }, dom) => {
  // Windows that float over the page without having been asked for, and the controls that close them.
  const CLOSE = /关闭|關閉|关\s*闭|关掉|close|guanbi|知道了|不再(提示|显示|弹出)|跳过|dismiss|收起|^\s*[×✕✖╳xX]\s*$|^(取消|同意|接受|确定|确认|好的)$/i;
  const TOOL = /返回顶部|回到顶部|置顶|顶部|无障碍|适老|长者|关怀|老年|长辈|客服|咨询|问答|机器人|分享|微信|微博|二维码|意见|反馈|收藏|打印|字号|back\s*to\s*top|gotop|totop/i;
  const style = (el) => getComputedStyle(el);
  const box = (el) => el.getBoundingClientRect();
  const clickable = (el) => el.matches('a,button,[onclick],[role=button],input[type=button],summary,area') || el.onclick
    || (style(el).cursor === 'pointer' && (!dom.parent(el) || style(dom.parent(el)).cursor !== 'pointer'));
  const words = (el) => [dom.name(el), el.title, el.getAttribute('alt'), el.getAttribute('aria-label'), el.value, el.getAttribute('class'), el.id,
    (el.getAttribute('onclick') || '').slice(0, 80), el.getAttribute('src'), ...[...el.querySelectorAll('img')].slice(0, 2).map((i) => `${i.alt} ${(i.currentSrc || '').split('/').pop()}`)];
  const closing = (el) => words(el).some((w) => w && String(w).length < 120 && CLOSE.test(String(w).trim()));

  // The hit area: the element, and whatever of it (pseudo-elements, children) answers to a pointer around its middle.
  const hit = (el) => {
    const b = box(el), scale = dom.scale(null);
    const cx = b.x + b.width / 2, cy = b.y + b.height / 2;
    const inside = (x, y) => {
      let at = document.elementFromPoint(x, y);
      while (at && at.shadowRoot) { const deep = at.shadowRoot.elementFromPoint(x, y); if (!deep || deep === at) break; at = deep; }
      return Boolean(at && (at === el || el.contains(at) || (at.localName === 'label' && at.control === el)));
    };
    const reach = (dx, dy) => { let n = 0; while (n < 80 && inside(cx + dx * (n + 1), cy + dy * (n + 1))) n++; return n; };
    let w = b.width, h = b.height;
    if (inside(cx, cy)) {
      w = Math.max(w, reach(1, 0) + reach(-1, 0));
      h = Math.max(h, reach(0, 1) + reach(0, -1));
    }
    return [dom.round(w * scale, 1), dom.round(h * scale, 1)];
  };

  // The site's own toolbar, however wordy: it names four aids or more. Whoever is reading about them reads in no window.
  const AIDS = new RegExp(dom.AIDS, 'g');
  const aids = (text) => (text.length < 1500 ? new Set(text.match(AIDS) || []).size : 0);

  const off = (el) => {
    const href = el.localName === 'a' ? (el.getAttribute('href') || '').trim() : '';
    return Boolean(href) && !/^(#|javascript:)/i.test(href);
  };
  const closer = (win) => {
    const inside = [...dom.all(win)].filter((el) => el !== win && dom.visible(el) && clickable(el) && !off(el));
    // The cross often stands beside the window, not in it.
    const beside = win.parentElement && win.parentElement !== document.body
      ? [...win.parentElement.children].filter((el) => el !== win && dom.visible(el) && clickable(el) && !off(el) && near(el, win)) : [];
    const named = [...inside, ...beside].filter(closing);
    named.sort((a, b) => rank(a) - rank(b));
    if (named.length) return named[0];
    const small = inside.filter((el) => { const b = box(el); return b.width <= 70 && b.height <= 70 && dom.chars(el.innerText) <= 2; });
    return small.length === 1 ? small[0] : null;
  };
  const rank = (el) => (/关闭|close|×|✕|✖|╳/i.test(words(el).join(' ')) ? 0 : 1) * 1000 + Math.min(999, dom.chars(el.innerText));
  const near = (el, win) => {
    const a = box(el), b = box(win);
    return a.right > b.left - 80 && a.left < b.right + 80 && a.bottom > b.top - 80 && a.top < b.bottom + 80 && a.width < 200;
  };

  const onScreen = (b) => b.right > 0 && b.bottom > 0 && b.left < innerWidth && b.top < innerHeight;
  const all = dom.chars(document.body ? document.body.innerText : '');
  const judge = (el, drifts) => {
    if (!dom.visible(el)) return null;
    const s = style(el);
    let b = box(el);
    if (b.width * b.height < 4) {
      // A wrapper without size whose children float.
      return null;
    }
    if (!onScreen(b) || s.pointerEvents === 'none' || parseInt(s.zIndex, 10) < 0) return null;
    const text = dom.squeeze(el.innerText), chars = dom.chars(text);
    if (all > 60 && chars > 0.5 * all) return null;
    if (el.matches('header,nav,[role=banner],[role=navigation],[role=toolbar],[role=search]') || dom.isToolbar(el) || aids(text) >= 4) return null;
    const media = [...el.querySelectorAll('img,video,iframe,canvas,svg')].filter((m) => dom.visible(m) && box(m).width >= 40 && box(m).height >= 40);
    if (el.matches('img,video,iframe')) media.push(el);
    const painted = s.backgroundImage !== 'none';
    if (!chars && !media.length && !painted) return null;
    const controls = [...dom.all(el)].filter((c) => dom.visible(c) && clickable(c));
    if (clickable(el)) controls.push(el);
    const close = closer(el);
    const dialog = el.matches('dialog,[role=dialog],[role=alertdialog]') || Boolean(el.querySelector('dialog[open],[role=dialog],[role=alertdialog]'));
    const wide = b.width >= 0.9 * innerWidth, tall = b.height >= 0.9 * innerHeight;
    const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    const central = Boolean(middle && (middle === el || el.contains(middle))) && b.width * b.height > 0.06 * innerWidth * innerHeight;
    if (drifts) return { kind: 'drifting', certain: true, close };
    if (dialog) return { kind: 'dialog', certain: true, close };
    if (wide && !tall && (b.top <= 4 || innerHeight - b.bottom <= 4) && !close) return null;
    if (tall && !wide && controls.length > 2 && !close) return null;
    if (close && !TOOL.test(text)) return { kind: central ? 'dialog' : 'fixed', certain: true, close };
    if (central && !(wide && tall && painted && !chars)) return { kind: 'dialog', certain: chars >= 4 || media.length > 0, close };
    const tool = TOOL.test([text, ...words(el), ...media.map((m) => m.alt || '')].join(' '));
    if (tool) return null;
    const others = controls.filter((c) => c !== close);
    if (others.length > 1 && chars <= others.length * 12 && !(others.length === 2 && media.length === 2)) return null;
    const big = b.width >= 100 && b.height >= 60;
    const leads = [...el.querySelectorAll('a[href]'), ...(el.matches('a[href]') ? [el] : [])].some(off) || Boolean(el.closest('a[href]') && off(el.closest('a[href]')));
    if (big && (media.length || painted) && leads) return { kind: 'fixed', certain: true, close };
    if (big && chars >= 10) return { kind: 'fixed', certain: others.length <= 2, close };
    if (b.width >= 100 && b.height >= 100 && media.length) return { kind: 'fixed', certain: false, close };
    return null;
  };

  // The site's own search stands in its head, whatever role it gives itself.
  const isSearch = (el) => dom.attr(el, 'role') === 'dialog' && style(el).position !== 'fixed'
    && dom.closest(el, (at) => at.matches('header,nav,[role=banner],[role=navigation]')) !== null
    && el.querySelector('[role=search],[type=search],form input:not([type=hidden])') !== null;

  const find = () => {
    const rows = [], taken = [];
    const loose = new Set(drifting.map((p) => dom.find(p)).filter(Boolean));
    for (const el of dom.all(document.body)) {
      if (rows.length >= 8) break;
      if (taken.some((t) => t.contains(el))) continue;
      if (isSearch(el)) continue;
      const position = style(el).position;
      const drifts = loose.has(el);
      const modal = el.matches('dialog[open]') || (el.matches('[role=dialog],[role=alertdialog]') && position !== 'static');
      if (position !== 'fixed' && !drifts && !modal) continue;
      const said = judge(el, drifts);
      if (!said) {
        // A shell of the whole page, or a wrapper of no size: what is in it is looked at by itself.
        const b = box(el);
        if (b.width * b.height >= 4 && !(all > 60 && dom.chars(el.innerText) > 0.5 * all)) taken.push(el);
        continue;
      }
      taken.push(el);
      const { close } = said;
      rows.push({
        target: dom.target(el), kind: said.kind, certain: said.certain, close: close ? dom.target(close) : null,
        close_size: close ? hit(close) : null,
        mark: [el.localName, dom.squeeze(el.innerText).slice(0, 60), ...[...el.querySelectorAll('img')].slice(0, 2).map((i) => i.currentSrc)].join('|'),
      });
    }
    return { rows, age: performance.now() / 1000, height: innerHeight };
  };
  const there = () => {
    const el = dom.find(path);
    if (!el || !dom.visible(el)) return false;
    const b = box(el);
    return b.width * b.height >= 4 && onScreen(b);
  };
  // How large and how solid it is: what fades or shrinks is on its way out. Where it is says nothing of what drifts.
  const looks = () => {
    if (!there()) return '';
    const el = dom.find(path), b = box(el);
    return [Math.round(b.width), Math.round(b.height), style(el).opacity].join(' ');
  };
  if (op === 'find') return find();
  if (op === 'looks') return looks();
  if (op === 'there') return there();
  return null;
}

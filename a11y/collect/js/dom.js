() => {
  // What every in-page script needs to know of a document. Nothing here changes the page, and everything is remembered
  // for as long as one evaluation lasts, so that long pages cost their length and not its square.
  const HEADING = 'h1,h2,h3,h4,h5,h6,[role=heading]';
  const LANDMARKS = {
    HEADER: 'banner', NAV: 'navigation', MAIN: 'main', ASIDE: 'complementary', FOOTER: 'contentinfo',
    FORM: 'form', SECTION: 'region', ARTICLE: 'article', DIALOG: 'dialog',
  };
  const AIDS = /放大|缩小|字号|大字|配色|色调|对比|高对比|指读|连读|点读|朗读|语速|音量|声音|大鼠标|鼠标|光标|指针|大字幕|字幕|显示屏|放大镜|十字线|辅助线|拼音|纯文本|读屏|重置|语音|护眼/;
  const SILENT = /^(script|style|noscript|template|head|title|meta|link|base|option|optgroup|datalist|param|source|track)$/;

  // What runs later is to find the browser's own functions too; what calls the page's handlers at once, the page's.
  const kept = typeof window.__a11yPristine === 'function' ? window.__a11yPristine : null;
  const pristine = (work) => (kept ? (...args) => kept(() => work(...args)) : work);
  // What comes of a promise: one of the browser's own, which whoever waits for it need not ask the page about.
  const later = (promise, work) => new Promise((done, fail) => {
    promise.then(pristine((value) => { try { done(work(value)); } catch (error) { fail(error); } }), fail);
  });
  const asPage = (work) => (kept ? kept.without(work) : work());

  // Most text has nothing to be squeezed: finding that out costs less than replacing does.
  const SPACES = /[\s\u200b]+/g, ODD = /[^\S ]|  |\u200b/;
  const squeeze = (text) => {
    const plain = String(text || '').trim();
    return ODD.test(plain) ? plain.replace(SPACES, ' ').trim() : plain;
  };
  const round = (value, places = 2) => Math.round(value * 10 ** places) / 10 ** places;
  const chars = (text) => {
    let count = 0;
    for (const _ of String(text || '').replace(/[\s\u00a0\u3000\u200b\ufeff]/g, '')) count += 1;
    return count;
  };
  const remember = (work) => {
    const known = new Map();
    return (el) => {
      if (known.has(el)) return known.get(el);
      const value = work(el);
      known.set(el, value);
      return value;
    };
  };
  // Fields of a form named `attributes` or `parentElement` hide the form's own: these ask past them.
  const own_ = (proto, name) => { const get = Object.getOwnPropertyDescriptor(proto, name).get; return (el) => get.call(el); };
  const parentElementOf = own_(Node.prototype, 'parentElement'), parentNodeOf = own_(Node.prototype, 'parentNode');
  const attributesOf = own_(Element.prototype, 'attributes'), childrenOf = own_(Element.prototype, 'children');
  const getAttribute = Element.prototype.getAttribute;
  const attr = (el, name) => (el && el.nodeType !== 9 && el instanceof Element ? getAttribute.call(el, name) : null);
  // What an element has from its ancestors: worked out from the top down, so that no tree is too deep.
  const inherit = (work) => {
    const known = new Map();
    return (el) => {
      const chain = [];
      for (let at = el; at && !known.has(at); at = parent(at)) chain.push(at);
      for (let i = chain.length - 1; i >= 0; i -= 1) known.set(chain[i], work(chain[i]));
      return known.get(el);
    };
  };

  // Where this document lies in the top page: set by `place` in child frames.
  let origin = { x: 0, y: 0, scale: 1, lens: 1, frame: [] };
  let framed = false;
  // given: {x, y, width, lens, frame}; x and y are the document's pixels of the top page, width that of the frame there.
  const place = (given) => {
    if (!given) return;
    framed = true;
    origin = { ...given, scale: window.innerWidth ? given.width / window.innerWidth : 1 };
  };
  // Something else is open that keeps the keyboard from this element for as long as it is: a modal window; or it is inert.
  const barred = (el) => closest(el, (at) => at.hasAttribute('inert')) !== null ||
    [...document.querySelectorAll('dialog:modal,[aria-modal=true]')].some((one) => visible(one) && closest(el, (at) => at === one) === null);
  // The same for a frame that stands in this document, to be handed to the script that runs inside it.
  const placeOf = (el) => {
    const b = el.getBoundingClientRect(), s = style(el), k = el.offsetWidth ? b.width / el.offsetWidth : 1;
    const inset = (side) => (parseFloat(s[`border${side}Width`]) + parseFloat(s[`padding${side}`])) * k || 0;
    const left = b.x + inset('Left'), top = b.y + inset('Top'), width = b.width - inset('Left') - inset('Right');
    const [x, y] = boxOf({ x: left, y: top, width: 0, height: 0 });
    return { x, y, width: width * (framed ? origin.scale : 1), lens: framed ? origin.lens : lens(), barred: Boolean(origin.barred) || barred(el), seen: visible(el) && b.width > 4 && b.height > 4 };
  };

  // Parent element through open shadow roots and slots.
  const parent = (el) => {
    if (el.assignedSlot instanceof Element && el.localName !== 'form') return el.assignedSlot;
    const up = parentElementOf(el);
    if (up) return up;
    const root = el.getRootNode();
    return root instanceof ShadowRoot ? root.host : null;
  };
  const closest = (el, test) => {
    for (let at = el; at; at = parent(at)) if (test(at)) return at;
    return null;
  };
  const matches = (el, selector) => Boolean(closest(el, (at) => at.matches(selector)));

  // Every element in document order, open shadow roots included.
  function* all(root = document) {
    const walker = document.createTreeWalker(root, 1);
    for (let el = walker.nextNode(); el; el = walker.nextNode()) {
      yield el;
      if (el.shadowRoot) yield* all(el.shadowRoot);
    }
  }

  const style = remember((el) => getComputedStyle(el));

  // Effective size = computed size × zoom × transforms × the visual viewport's scale.
  const lens = () => (framed ? origin.scale * origin.lens : window.visualViewport && window.top === window ? window.visualViewport.scale : 1);
  const own = (el) => {
    const s = style(el);
    let value = 1;
    if (s.transform && s.transform !== 'none') {
      const m = new DOMMatrix(s.transform);
      value *= Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)) || 0;
    }
    if (s.scale && s.scale !== 'none') {
      const [x, y = x] = s.scale.split(' ').map(parseFloat);
      value *= Math.sqrt(Math.abs(x * y)) || 0;
    }
    return value;
  };
  const turned = inherit((el) => (parent(el) ? turned(parent(el)) : 1) * own(el));
  const scale = (el) => (el ? turned(el) * (el.currentCSSZoom || 1) * lens() : lens());
  const px = (el) => round(parseFloat(style(el).fontSize) * scale(el));

  // --- seen or not ---------------------------------------------------------------------------------------------------
  const veil = inherit((el) => {
    const s = style(el);
    if (parseFloat(s.opacity) < 0.05) return 'opacity';
    if ((s.position === 'absolute' || s.position === 'fixed') && /^rect\((\d|1)px,? ?(\d|1)px,? ?(\d|1)px,? ?(\d|1)px\)$/.test(s.clip)) {
      return 'clip';
    }
    if (/^(inset\((50|100)%|circle\(0)/.test(s.clipPath || '')) return 'clip';
    const up = parent(el);
    return up ? veil(up) : '';
  });
  const rooted = (el) => el === document.documentElement || el === document.body;
  const holds = (el) => {
    const s = style(el);
    return s.position !== 'static' || s.transform !== 'none' || s.filter !== 'none' || s.contain.includes('paint');
  };
  // The rectangle of the viewport to which the boxes around `el` cut it; null where nothing cuts. What scrolls cuts nothing.
  const cut = inherit((el) => {
    const position = style(el).position;
    let at = parent(el);
    if (position === 'fixed') return null;
    if (position === 'absolute') while (at && !rooted(at) && !holds(at)) at = parent(at);
    if (!at || rooted(at)) return null;
    const outer = cut(at), s = style(at);
    const x = /hidden|clip/.test(s.overflowX), y = /hidden|clip/.test(s.overflowY);
    if ((!x && !y) || s.display === 'inline' || s.display === 'contents') return outer;
    const b = at.getBoundingClientRect();
    const mine = [x ? b.left : -Infinity, y ? b.top : -Infinity, x ? b.right : Infinity, y ? b.bottom : Infinity];
    if (!outer) return mine;
    return [Math.max(outer[0], mine[0]), Math.max(outer[1], mine[1]), Math.min(outer[2], mine[2]), Math.min(outer[3], mine[3])];
  });
  // The picture whose part an `area` is; it has no box of its own.
  const pictureOf = (el) => {
    const map = el.localName === 'area' && el.closest('map');
    const name = map && (getAttribute.call(map, 'name') || getAttribute.call(map, 'id'));
    return name ? [...document.images].find((img) => (getAttribute.call(img, 'usemap') || '').replace(/^#/, '') === name) || null : null;
  };
  // One opaque window that lies over the whole viewport: what is under it nobody sees.
  let lids = null;
  const lid = () => {
    if (lids) return lids.el;
    lids = { el: null };
    let found = null;
    for (const [fx, fy] of [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]]) {
      const hit = document.elementFromPoint(window.innerWidth * fx, window.innerHeight * fy);
      const fixed = hit && closest(hit, (at) => style(at).position === 'fixed' && !rooted(at));
      if (!fixed || (found && found !== fixed)) return null;
      found = fixed;
    }
    const b = found.getBoundingClientRect(), s = style(found);
    const whole = b.left <= 2 && b.top <= 2 && b.right >= window.innerWidth - 2 && b.bottom >= window.innerHeight - 2;
    const opaque = alpha(s.backgroundColor) >= 0.99 || found.localName === 'iframe' || found.querySelector(':scope > iframe') !== null;
    if (whole && opaque && parseFloat(s.opacity) > 0.95 && parseInt(s.zIndex, 10) >= 1) lids.el = found;
    return lids.el;
  };
  const under = (el) => {
    const over = lid();
    return Boolean(over) && !el.contains(over) && closest(el, (at) => at === over) === null;
  };
  // Why nobody can see an element, or '' where it can be seen.
  const hiddenBy = remember((el) => {
    if (!el.isConnected) return 'display';
    if (el.localName === 'area') { const img = pictureOf(el); return img ? hiddenBy(img) : 'display'; }
    const s = style(el);
    if (!el.checkVisibility() && s.display !== 'contents') return 'display';
    if (s.visibility !== 'visible') return 'visibility';
    const above = veil(el);
    if (above) return above;
    const rects = el.getClientRects();
    if (!rects.length) return s.display === 'contents' ? '' : 'size';
    const b = el.getBoundingClientRect();
    if (b.width <= 1 && b.height <= 1) {
      let shown = false;
      for (const child of el.children) {
        const c = child.getBoundingClientRect();
        if (c.width > 1 && c.height > 1) { shown = true; break; }
      }
      if (!shown || /hidden|clip/.test(s.overflow)) return 'size';
    }
    const window_ = cut(el);
    if (window_) {
      if (window_[2] - window_[0] <= 1 || window_[3] - window_[1] <= 1) return 'size';
      if (b.right <= window_[0] + 1 || b.left >= window_[2] - 1 || b.bottom <= window_[1] + 1 || b.top >= window_[3] - 1) return 'clip';
    }
    if (b.right + window.scrollX <= 0 || b.bottom + window.scrollY <= 0) return 'off-screen';
    if (parseFloat(s.textIndent) < -500 && !el.querySelector('img,svg') && s.backgroundImage === 'none') return 'indent';
    return '';
  });
  const visible = (el) => hiddenBy(el) === '';
  // The text of an element can be read: it is visible, large enough and not pushed out of its box.
  const readable = (el) => visible(el) && parseFloat(style(el).textIndent) > -500 && parseFloat(style(el).fontSize) >= 1;

  const boxOf = (b) => {
    if (framed) return [round(origin.x + b.x * origin.scale), round(origin.y + b.y * origin.scale), round(b.width * origin.scale), round(b.height * origin.scale)];
    return [round(b.x + window.scrollX), round(b.y + window.scrollY), round(b.width), round(b.height)];
  };
  // What is seen of an element: its own box, and where that is a mere line around pictures, or nothing at all, theirs.
  const extent = (el) => {
    const b = el.getBoundingClientRect(), empty = b.width * b.height === 0;
    if (!el.firstElementChild || !(empty || style(el).display === 'inline')) return b;
    let { left, top, right, bottom } = empty ? { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity } : b;
    let few = 30;
    for (const part of el.querySelectorAll(empty ? '*' : 'img,svg,canvas,video,object')) {
      if ((few -= 1) < 0) break;
      const c = part.getBoundingClientRect();
      if (c.width * c.height === 0 || !visible(part)) continue;
      left = Math.min(left, c.left); top = Math.min(top, c.top); right = Math.max(right, c.right); bottom = Math.max(bottom, c.bottom);
    }
    return right > left ? { x: left, y: top, width: right - left, height: bottom - top } : b;
  };
  const box = (el) => boxOf(extent(el));

  // --- selectors -----------------------------------------------------------------------------------------------------
  const generated = (word) => /\d{3,}|[0-9a-f]{8,}|^(ext|yui|mz|layui|uid|ember|react|vue|el|radix)[-_:]?\d|[-_:]\d+$/i.test(word);
  const ids = remember((root) => {
    const count = new Map();
    for (const el of root.querySelectorAll('[id]')) { const id = attr(el, 'id'); count.set(id, (count.get(id) || 0) + 1); }
    return count;
  });
  const places = remember((above) => {
    const count = new Map(), index = new Map();
    for (const child of above instanceof Element ? childrenOf(above) : above.children) {
      const nth = (count.get(child.localName) || 0) + 1;
      count.set(child.localName, nth);
      index.set(child, nth);
    }
    return { count, index };
  });
  const local = inherit((el) => {
    const tag = CSS.escape(el.localName), id = attr(el, 'id'), root = el.getRootNode();
    if (el === document.documentElement || el === document.body) return tag;
    if (id && !/\s/.test(id) && !generated(id) && ids(root).get(id) === 1) return `#${CSS.escape(id)}`;
    const above = parentNodeOf(el);
    if (!above || above.nodeType === 3) return tag;
    const { count, index } = places(above);
    const step = count.get(el.localName) > 1 ? `${tag}:nth-of-type(${index.get(el)})` : tag;
    if (above.nodeType === 1) return `${local(above)} > ${step}`;
    return above === document ? step : `:host > ${step}`;
  });
  const selector = (el) => {
    const parts = [];
    for (let at = el; at;) {
      parts.unshift(local(at));
      const root = at.getRootNode();
      at = root instanceof ShadowRoot ? root.host : null;
    }
    return parts.join(' >>> ');
  };
  // The element that a selector of ours names, or null.
  const find = (path) => {
    let root = document, el = null;
    for (const step of path.split(' >>> ')) {
      if (!root) return null;
      el = root.querySelector(step);
      root = el && el.shadowRoot;
    }
    return el;
  };

  // --- words ---------------------------------------------------------------------------------------------------------
  // The start tag is written here and not cloned: clones of pictures load, and clones of custom elements run code.
  const startTag = (el) => {
    let tag = `<${el.localName}`;
    for (const { name, value } of attributesOf(el)) {
      const short = value.length > 1000 ? `${value.slice(0, 1000)}…` : value;
      tag += value === '' ? ` ${name}` : ` ${name}="${short.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}"`;
    }
    return `${tag}>`;
  };
  const html = (el, most = 300) => {
    const start = startTag(el);
    if (!el.firstChild) return start;
    let rest = el.getElementsByTagName('*').length <= 40 ? el.innerHTML : el.textContent.slice(0, 4000);
    if (rest.length > 4000) rest = rest.slice(0, 4000);
    rest = squeeze(rest);
    const end = `</${el.localName}>`, room = most - start.length - end.length;
    return rest.length <= room ? start + rest + end : `${start}${rest.slice(0, Math.max(0, room))}…`;
  };

  const textOf = (list, root) => squeeze(list.split(/\s+/).map((id) => root.getElementById?.(id)?.textContent || '').join(' '));
  // Accessible name: a short form of accname-1.2, enough to tell elements apart.
  const name = (el, depth = 0, purse = { left: 200 }) => {
    if (!el || depth > 6 || purse.left <= 0) return '';
    const root = el.getRootNode();
    const by = attr(el, 'aria-labelledby');
    if (by && depth === 0) { const t = textOf(by, root); if (t) return t; }
    const label = squeeze(attr(el, 'aria-label'));
    if (label) return label;
    if (el.labels && el.labels.length) { const t = squeeze([...el.labels].map((l) => l.textContent).join(' ')); if (t) return t; }
    const tag = el.localName;
    if (tag === 'img' || tag === 'area' || (tag === 'input' && el.type === 'image')) {
      const alt = squeeze(attr(el, 'alt')); if (alt) return alt;
    }
    if (tag === 'input' && /^(button|submit|reset)$/.test(el.type)) {
      const v = squeeze(el.value); if (v) return v;
      if (el.type === 'submit') return '提交'; if (el.type === 'reset') return '重置';
    }
    if (tag === 'svg') { const t = el.querySelector(':scope > title'); if (t) return squeeze(t.textContent); }
    if (tag === 'iframe' || tag === 'frame') return squeeze(attr(el, 'title'));
    if (!/^(input|select|textarea)$/.test(tag)) {
      let text = '';
      for (const node of el.childNodes) {
        if (purse.left <= 0) break;
        if (node.nodeType === 3) {
          const piece = node.nodeValue.slice(0, 400);
          text += piece;
          purse.left -= squeeze(piece).length;
        } else if (node.nodeType === 1 && !SILENT.test(node.localName) && attr(node, 'aria-hidden') !== 'true') {
          purse.left -= 1;
          text += ` ${node.checkVisibility && !node.checkVisibility() ? '' : name(node, depth + 1, purse)} `;
        }
      }
      text = squeeze(text); if (text) return text;
    }
    return squeeze(attr(el, 'title')) || squeeze(attr(el, 'placeholder'));
  };

  const role = (el) => {
    const given = (attr(el, 'role') || '').trim().split(/\s+/)[0];
    if (given) return given;
    const tag = el.localName;
    if (tag === 'a' || tag === 'area') return el.hasAttribute('href') ? 'link' : '';
    if (tag === 'button' || tag === 'summary') return 'button';
    if (tag === 'input') {
      return { button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox', radio: 'radio',
               range: 'slider', hidden: '' }[el.type] ?? 'textbox';
    }
    return { select: 'combobox', textarea: 'textbox', img: 'img', option: 'option', nav: 'navigation', main: 'main' }[tag] || '';
  };

  // Landmarks and headings on the way up: stable over deployments, no ids and no class names.
  const marks = inherit((el) => {
    const up = parent(el), above = up ? marks(up) : [];
    const mark = attr(el, 'role') || LANDMARKS[el.tagName];
    if (!mark || /^(presentation|none)$/.test(mark)) return above;
    const label = squeeze(attr(el, 'aria-label')).slice(0, 20);
    return [...above, label ? `${mark}[${label}]` : mark];
  });
  const headed = inherit((el) => {
    if (rooted(el)) return '';
    const heading = el.querySelector(HEADING);
    if (heading) return squeeze(heading.textContent.slice(0, 200)).slice(0, 20);
    const up = parent(el);
    return up ? headed(up) : '';
  });
  const landmark = (el) => {
    const up = parent(el);
    if (!up) return '';
    const heading = headed(up);
    return [...marks(up), ...(heading ? [heading] : [])].join('/');
  };

  const target = (el) => ({
    selector: selector(el), html: html(el), frame: origin.frame, box: box(el), landmark: landmark(el),
    name: name(el).slice(0, 80), crop: null,
  });

  // --- regions -------------------------------------------------------------------------------------------------------
  // How much text every element holds, counted once from the leaves upwards.
  let lengths = null;
  const length = (el) => {
    if (!lengths) {
      lengths = new Map();
      const order = [...all()];
      for (let i = order.length - 1; i >= 0; i -= 1) {
        const at = order[i];
        if (SILENT.test(at.localName)) continue;
        let sum = lengths.get(at) || 0;
        for (const node of at.childNodes) if (node.nodeType === 3) sum += node.nodeValue.trim().length;
        lengths.set(at, sum);
        const up = parentElementOf(at) || (at.getRootNode() instanceof ShadowRoot ? at.getRootNode().host : null);
        if (up) lengths.set(up, (lengths.get(up) || 0) + sum);
      }
    }
    return lengths.get(el) || 0;
  };
  const words = remember((el) => (length(el) > 2000 ? '' : squeeze(el.textContent)));
  const marked = (el) => `${attr(el, 'id') || ''} ${attr(el, 'class') || ''}`;
  // Names are run together as they come (leftnav, sitefoot), so words that merely hold one of these are named here.
  const NAMED = {
    foot: /foot(?!ball|note|print|age)|copyright|banquan|dibu/i,
    navigation: /(?<!u)nav(?!y|ail)|menu|daohang|caidan/i,
    head: /header|(?<!over|a|t|fore|pin|bulk)head(?![a-z])|banner|(?<!desk|lap|table|s)top(bar|nav|box|menu|link|area|wrap)?(?![a-z])/i,
    breadcrumb: /bread|crumb|(?<!al|re)location|(?<!com|dis|pro|op|pre|sup|ex)position|dqwz|weizhi/i,
    pager: /(?<!title|home|web|sub|front|cover|main|full|in|inner|single|error|landing)pag(e|er|es|ing|ination|inator)(?![a-z])|fenye|pagelist|pagebar/i,
  };
  const named = (el, kind) => NAMED[kind].test(marked(el));
  const small = (el) => length(el) <= Math.max(1, length(document.body || document.documentElement)) * 0.6;
  const isFoot = (el) => (el.matches('footer,[role=contentinfo]') && !el.closest('article')) || (named(el, 'foot') && small(el));
  const isNav = (el) => el.matches('nav,[role=navigation],[role=menubar],[role=menu],[role=tablist]') || (named(el, 'navigation') && small(el));
  const isHead = (el) => (el.matches('header,[role=banner]') && !el.closest('article,main')) || (named(el, 'head') && small(el) && !el.matches(HEADING));
  const isBreadcrumb = (el) => length(el) < 160 && !el.matches(HEADING) &&
    ((named(el, 'breadcrumb') && el.querySelector('a') !== null) || /^(您|你)?(现在)?的?(当前|所在)?的?(当前|所在|现在)的?位置/.test(words(el)));
  const isPager = (el) => length(el) < 160 && !el.matches('main,article,form') && el.querySelector('a,button,[onclick],li') !== null &&
    (named(el, 'pager') || (length(el) < 90 && /上一页|下一页|尾页|末页/.test(words(el))));
  // An assistive toolbar: a block with three or more short controls named after aids, in words or by their pictures.
  const isToolbar = remember((el) => {
    if (rooted(el) || length(el) >= 600) return false;
    const named_ = el.querySelectorAll('a,button,li,span,div,img,input');
    if (named_.length < 3 || named_.length > 400) return false;
    let text = words(el);
    for (const part of el.querySelectorAll('[title],[alt],[aria-label]')) {
      text += ` ${attr(part, 'title') || attr(part, 'alt') || attr(part, 'aria-label') || ''}`;
      if (text.length > 1200) return false;
    }
    const found = new Set(text.match(new RegExp(AIDS, 'g')) || []);
    return found.size >= 3 && text.length < found.size * 30;
  });
  const isFloating = (el) => style(el).position === 'fixed' && small(el);
  // head, navigation, breadcrumb, pager, form, foot, toolbar, floating or content: the innermost that fits.
  const region = inherit((el) => {
    if (!el || rooted(el)) return 'content';
    if (isFoot(el)) return 'foot';
    if (isToolbar(el)) return 'toolbar';
    if (isBreadcrumb(el)) return 'breadcrumb';
    if (isNav(el)) return 'navigation';
    if (isPager(el)) return 'pager';
    if (el.matches('form,[role=search]') && small(el)) return 'form';
    if (isFloating(el)) return 'floating';
    if (isHead(el)) return 'head';
    const up = parent(el);
    return up ? region(up) : 'content';
  });
  // Main text: running text of the content, without navigation, foot, toolbars and forms.
  const main = remember((el) => region(el) === 'content' &&
    !matches(el, 'button,label,select,option,input,textarea,[role=button],[role=tab]'));

  const TABBABLE = 'a[href],area[href],button,input:not([type=hidden]),select,textarea,iframe,summary,[tabindex],[contenteditable=""],[contenteditable=true],audio[controls],video[controls]';
  const tabbable = (el) => el.matches(TABBABLE) && !el.disabled && el.tabIndex >= 0 && visible(el) && !el.closest('[inert]');
  const ownText = (el) => {
    let text = '';
    for (const node of el.childNodes) if (node.nodeType === 3) text += ` ${node.nodeValue}`;
    return squeeze(text);
  };
  // Text that can be seen inside an element, at most `most` characters.
  const visibleText = (el, most = 200) => {
    let text = '', looked = 0;
    const walk = (at) => {
      if (looked > 300 || text.length > most * 2) return;
      looked += 1;
      if (SILENT.test(at.localName)) return;
      const seen = readable(at) || style(at).display === 'contents';
      for (const node of (at.shadowRoot || at).childNodes) {
        if (node.nodeType === 3 && seen) text += node.nodeValue;
        else if (node.nodeType === 1) { text += style(node).display.startsWith('inline') ? '' : ' '; walk(node); }
      }
    };
    walk(el);
    return squeeze(text).slice(0, most);
  };
  // First opaque colour below an element; '' where a picture or gradient lies there.
  const ground = inherit((el) => {
    const s = style(el);
    if (s.backgroundImage !== 'none') return '';
    if (alpha(s.backgroundColor) >= 0.99) return s.backgroundColor;
    const up = parent(el);
    return up ? ground(up) : 'rgb(255, 255, 255)';
  });
  const alpha = (color) => {
    const m = String(color).match(/^rgba?\(([^)]+)\)/);
    if (!m) return color === 'transparent' || !color ? 0 : 1;
    const parts = m[1].split(/[,/\s]+/);
    return parts.length > 3 ? parseFloat(parts[3]) : 1;
  };

  return {
    AIDS, HEADING, SILENT, all, alpha, asPage, attr, attributesOf, box, boxOf, chars, closest, find, ground, hiddenBy, html, inherit, isToolbar, landmark, later, length,
    lens, main, matches, name, ownText, parent, place, placeOf, pictureOf, pristine, px, readable, region, remember, role, rooted, round, scale, selector,
    squeeze, startTag, style, tabbable, target, under, visible, visibleText, words,
  };
}

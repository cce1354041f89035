() => {
  // What every in-page script needs to know of a document. Nothing here changes the page.
  const HEADING = 'h1,h2,h3,h4,h5,h6,[role=heading]';
  const LANDMARKS = {
    HEADER: 'banner', NAV: 'navigation', MAIN: 'main', ASIDE: 'complementary', FOOTER: 'contentinfo',
    FORM: 'form', SECTION: 'region', ARTICLE: 'article', DIALOG: 'dialog',
  };
  const AIDS = /放大|缩小|字号|大字|配色|色调|对比|高对比|指读|连读|点读|朗读|语速|音量|声音|大鼠标|鼠标|光标|指针|大字幕|字幕|显示屏|放大镜|十字线|辅助线|拼音|纯文本|读屏|重置|语音|护眼/;
  const FLOATING = new Set(['fixed', 'sticky']);

  const squeeze = (text) => (text || '').replace(/[\s\u00a0\u3000\u200b\ufeff]+/g, ' ').trim();
  const round = (value, places = 2) => Math.round(value * 10 ** places) / 10 ** places;

  // Parent element through open shadow roots and slots.
  const parent = (el) => {
    if (el.assignedSlot) return el.assignedSlot;
    if (el.parentElement) return el.parentElement;
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
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let el = walker.nextNode(); el; el = walker.nextNode()) {
      yield el;
      if (el.shadowRoot) yield* all(el.shadowRoot);
    }
  }

  // Effective size = computed size × zoom × transforms × the visual viewport's scale.
  const scales = new Map();
  const scale = (el) => {
    if (!el) return window.visualViewport && window.top === window ? window.visualViewport.scale : 1;
    if (scales.has(el)) return scales.get(el);
    const style = getComputedStyle(el);
    let own = 1;
    if (style.transform && style.transform !== 'none') {
      const m = new DOMMatrix(style.transform);
      own *= Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)) || 0;
    }
    if (style.scale && style.scale !== 'none') own *= parseFloat(style.scale) || 1;
    const up = parent(el);
    const outer = up ? scale(up) : scale(null);
    const zoom = up ? (el.currentCSSZoom || 1) / (up.currentCSSZoom || 1) : el.currentCSSZoom || 1;
    const value = outer * own * zoom;
    scales.set(el, value);
    return value;
  };
  const px = (el) => round(parseFloat(getComputedStyle(el).fontSize) * scale(el));

  // Why nobody can see an element, or '' where it can be seen.
  const hiddenBy = (el) => {
    if (!el.isConnected) return 'display';
    if (!el.checkVisibility()) return 'display';
    const style = getComputedStyle(el);
    if (style.visibility !== 'visible') return 'visibility';
    for (let at = el; at; at = parent(at)) {
      const s = at === el ? style : getComputedStyle(at);
      if (parseFloat(s.opacity) < 0.05) return 'opacity';
      if (s.clip && /rect\((0|1)px,? ?(0|1)px,? ?(0|1)px,? ?(0|1)px\)/.test(s.clip) && FLOATING.has(s.position) + (s.position === 'absolute')) return 'clip';
      if (/inset\((50|100)%/.test(s.clipPath || '')) return 'clip';
      if (at !== el && (s.overflowX === 'hidden' || s.overflowY === 'hidden')) {
        const b = at.getBoundingClientRect();
        if (b.width <= 1 || b.height <= 1) return 'size';
      }
    }
    const rects = el.getClientRects();
    if (!rects.length) return style.display === 'contents' ? '' : 'size';
    const b = el.getBoundingClientRect();
    if (b.width <= 1 && b.height <= 1) {
      if (!el.firstElementChild || getComputedStyle(el).overflow === 'hidden') return 'size';
    }
    const right = b.right + window.scrollX, bottom = b.bottom + window.scrollY;
    if (right <= 0 || bottom <= 0) return 'off-screen';
    if (parseFloat(style.textIndent) < -500 && !el.querySelector('img,svg')) return 'indent';
    return '';
  };
  const visible = (el) => hiddenBy(el) === '';

  const box = (el) => {
    const b = el.getBoundingClientRect();
    return [round(b.x + window.scrollX), round(b.y + window.scrollY), round(b.width), round(b.height)];
  };

  const generated = (word) => /\d{3,}|[0-9a-f]{8,}|^(ext|yui|mz|layui|uid|ember|react|vue|el|radix)[-_:]?\d|[-_:]\d+$/i.test(word);
  const unique = (root, selector) => {
    try { return root.querySelectorAll(selector).length === 1; } catch { return false; }
  };
  const local = (el, root) => {
    const steps = [];
    for (let at = el; at && at.nodeType === 1; at = at.parentElement) {
      const tag = CSS.escape(at.localName);
      if (at.id && !generated(at.id)) {
        const byId = `#${CSS.escape(at.id)}`;
        if (unique(root, byId)) { steps.unshift(byId); break; }
      }
      const siblings = at.parentNode ? [...at.parentNode.children].filter((s) => s.localName === at.localName) : [at];
      steps.unshift(siblings.length > 1 ? `${tag}:nth-of-type(${siblings.indexOf(at) + 1})` : tag);
      const path = steps.join(' > ');
      if (at !== el && unique(root, path) && steps.length > 2) break;
    }
    return steps.join(' > ');
  };
  const selector = (el) => {
    const parts = [];
    for (let at = el; at;) {
      const root = at.getRootNode();
      parts.unshift(local(at, root));
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

  const html = (el, most = 300) => {
    const whole = el.outerHTML || '';
    const shell = el.cloneNode(false).outerHTML || '';
    const start = shell.replace(/<\/[^<>]*>$/, '');
    return whole.length <= most ? whole : start + squeeze(whole.slice(start.length)).slice(0, Math.max(0, most - start.length)) + '…';
  };

  const textOf = (ids, root) => squeeze(ids.split(/\s+/).map((id) => root.getElementById?.(id)?.textContent || '').join(' '));
  // Accessible name: a short form of accname-1.2, enough to tell elements apart.
  const name = (el, depth = 0) => {
    if (!el || depth > 6) return '';
    const root = el.getRootNode();
    const by = el.getAttribute('aria-labelledby');
    if (by && depth === 0) { const t = textOf(by, root); if (t) return t; }
    const label = squeeze(el.getAttribute('aria-label'));
    if (label) return label;
    if (el.labels && el.labels.length) { const t = squeeze([...el.labels].map((l) => l.textContent).join(' ')); if (t) return t; }
    const tag = el.localName;
    if (tag === 'img' || tag === 'area' || (tag === 'input' && el.type === 'image')) {
      const alt = squeeze(el.getAttribute('alt')); if (alt) return alt;
    }
    if (tag === 'input' && /^(button|submit|reset)$/.test(el.type)) {
      const v = squeeze(el.value); if (v) return v;
      if (el.type === 'submit') return '提交'; if (el.type === 'reset') return '重置';
    }
    if (tag === 'svg') { const t = el.querySelector(':scope > title'); if (t) return squeeze(t.textContent); }
    if (tag === 'iframe' || tag === 'frame') return squeeze(el.title);
    if (!/^(input|select|textarea)$/.test(tag)) {
      let text = '';
      for (const node of el.childNodes) {
        if (node.nodeType === 3) text += node.textContent;
        else if (node.nodeType === 1 && !/^(script|style|noscript|template)$/.test(node.localName)
                 && node.getAttribute('aria-hidden') !== 'true') {
          text += ' ' + (node.checkVisibility && !node.checkVisibility() ? '' : name(node, depth + 1)) + ' ';
        }
      }
      text = squeeze(text); if (text) return text;
    }
    return squeeze(el.getAttribute('title')) || squeeze(el.getAttribute('placeholder'));
  };

  const role = (el) => {
    const given = (el.getAttribute('role') || '').trim().split(/\s+/)[0];
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
  const landmark = (el) => {
    const path = [];
    for (let at = parent(el); at; at = parent(at)) {
      const given = at.getAttribute('role');
      const mark = given || LANDMARKS[at.tagName];
      if (mark && !/^(presentation|none)$/.test(mark)) {
        const label = squeeze(at.getAttribute('aria-label')).slice(0, 20);
        path.unshift(label ? `${mark}[${label}]` : mark);
      }
    }
    const near = closest(el, (at) => at !== el && at.querySelector && at.querySelector(HEADING) && !at.matches('body,html'));
    if (near) path.push(squeeze(near.querySelector(HEADING).textContent).slice(0, 20));
    return path.join('/');
  };

  const target = (el) => ({
    selector: selector(el), html: html(el), frame: [], box: box(el), landmark: landmark(el),
    name: name(el).slice(0, 80), crop: null,
  });

  // --- regions -----------------------------------------------------------------------------------------------------
  const bodyChars = Math.max(1, squeeze(document.body ? document.body.innerText : '').length);
  const named = (el, word) => new RegExp(`(^|[-_\\s]|(?<=[a-z])(?=[A-Z]))${word}`, 'i').test(`${el.id} ${el.getAttribute('class') || ''}`);
  const small = (el) => squeeze(el.innerText).length <= bodyChars * 0.6;
  const isFoot = (el) => el.matches('footer,[role=contentinfo]') && !el.closest('article') ||
    ((named(el, 'foot') || named(el, 'copyright')) && small(el));
  const isNav = (el) => el.matches('nav,[role=navigation],[role=menubar],[role=menu],[role=tablist]') ||
    ((named(el, 'nav') || named(el, 'menu')) && small(el));
  const isHead = (el) => el.matches('header,[role=banner]') && !el.closest('article,main') ||
    ((named(el, 'header') || named(el, 'top') || named(el, 'banner')) && small(el));
  const isBreadcrumb = (el) => (named(el, 'bread') || named(el, 'crumb') || named(el, 'location') || named(el, 'position') ||
    /^(您(现在)?的?(当前|所在)?|当前|所在|现在)的?位置/.test(squeeze(el.innerText).slice(0, 12))) && squeeze(el.innerText).length < 160 && el.localName !== 'body';
  const isPager = (el) => (named(el, 'pag') || /上一页|下一页|尾页/.test(el.innerText || '')) && squeeze(el.innerText).length < 120 && el.localName !== 'body';
  // An assistive toolbar: a block with three or more short controls named after aids; or anything that floats.
  const toolbars = new Map();
  const isToolbar = (el) => {
    if (el === document.body || el === document.documentElement) return false;
    if (toolbars.has(el)) return toolbars.get(el);
    let answer = false;
    const text = squeeze(el.innerText);
    if (text.length && text.length < 400) {
      const words = new Set((text.match(new RegExp(AIDS, 'g')) || []));
      answer = words.size >= 3 && el.querySelectorAll('a,button,li,span,div,img,input').length >= 3 && text.length < words.size * 30;
    }
    toolbars.set(el, answer);
    return answer;
  };
  const isFloating = (el) => el !== document.body && getComputedStyle(el).position === 'fixed';
  const regions = new Map();
  // head, navigation, breadcrumb, pager, form, foot, toolbar, floating or content: the innermost that fits.
  const region = (el) => {
    if (!el || el === document.body || el === document.documentElement) return 'content';
    if (regions.has(el)) return regions.get(el);
    let value;
    if (isFoot(el)) value = 'foot';
    else if (isToolbar(el)) value = 'toolbar';
    else if (isBreadcrumb(el)) value = 'breadcrumb';
    else if (isNav(el)) value = 'navigation';
    else if (isPager(el)) value = 'pager';
    else if (el.matches('form,[role=search]') && small(el)) value = 'form';
    else if (isFloating(el)) value = 'floating';
    else if (isHead(el)) value = 'head';
    else value = region(parent(el));
    regions.set(el, value);
    return value;
  };
  // Main text: running text of the content, without navigation, foot, toolbars and forms.
  const main = (el) => region(el) === 'content' && !matches(el, 'button,label,select,option,input,textarea,[role=button],[role=tab]');

  const TABBABLE = 'a[href],area[href],button,input:not([type=hidden]),select,textarea,iframe,summary,[tabindex],[contenteditable=""],[contenteditable=true],audio[controls],video[controls]';
  const tabbable = (el) => el.matches(TABBABLE) && !el.disabled && el.tabIndex >= 0 && visible(el) && !el.closest('[inert]');
  const ownText = (el) => squeeze([...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent).join(' '));
  const chars = (text) => [...(text || '').replace(/[\s\u00a0\u3000\u200b\ufeff]/g, '')].length;

  return {
    AIDS, HEADING, all, box, chars, closest, find, hiddenBy, html, landmark, main, matches, name, ownText, parent, px,
    region, role, round, scale, selector, squeeze, tabbable, target, visible, isToolbar,
  };
}

(arg, dom) => {
  // Everything that can be read off one document without touching it, in one go.
  // arg: {parts: [...], place: null | {x, y, scale, frame}, seconds}. A part that breaks is {error}.
  dom.place(arg.place);
  const began = performance.now();
  // Each part has its share of the time, and what the ones before it left over.
  const ends = performance.now() + (arg.seconds || 4) * 1000;
  let deadline = ends;
  const late = () => performance.now() > deadline;
  const wants = (part) => arg.parts.includes(part);
  const MOST = { texts: 6000, paragraphs: 3000, controls: 3000, anchors: 6000, images: 3000, nodes: 60000 };
  const { style, squeeze, attr, parent, region, round } = dom;
  const body = document.body || document.documentElement;

  // Elements once, so that every part walks the same list.
  const nodes = [];
  let cut = false;
  for (const el of dom.all()) {
    if (nodes.length >= MOST.nodes) { cut = true; break; }
    nodes.push(el);
  }

  // One element is often text, control and link at once: it is described once.
  const targets = [], described = new Map();
  const target = (el) => {
    if (!described.has(el)) { described.set(el, targets.length); targets.push(dom.target(el)); }
    return described.get(el);
  };

  // --- handlers ------------------------------------------------------------------------------------------------------
  const PRESS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'touchend', 'tap'];
  const INLINE = PRESS.map((type) => `on${type}`);
  const asked = typeof getEventListeners === 'function' ? getEventListeners : null;
  const jq = window.jQuery && window.jQuery._data ? window.jQuery : null;
  const delegates = [];
  for (const root of [document, body]) {
    try {
      for (const type of PRESS) for (const one of (jq && (jq._data(root, 'events') || {})[type]) || []) if (one.selector) delegates.push(one.selector);
    } catch { /* the page's own jQuery is not ours to mend */ }
  }
  const IDLE = /^\s*(javascript:)?\s*(void\s*\(?\s*0?\s*\)?|return\s+(false|true)|;|)\s*;?\s*$/i;
  const listens = dom.remember((el) => {
    for (const type of INLINE) {
      const code = attr(el, type);
      if (code !== null && !IDLE.test(code)) return true;
      if (code === null && typeof el[type] === 'function') return true;
    }
    if (asked) {
      const known = asked(el);
      // An inline handler that does nothing is listed too.
      if (PRESS.some((type) => known[type] && known[type].length > (attr(el, `on${type}`) === null ? 0 : 1))) return true;
    }
    for (const key of Object.keys(el)) {
      if (key.startsWith('__reactProps$') || key.startsWith('__reactEventHandlers$')) {
        const props = el[key];
        if (props && (props.onClick || props.onMouseDown || props.onPointerDown || props.onTouchStart)) return true;
      }
      if (key === '_vei' && el[key] && Object.keys(el[key]).some((name) => /click|mousedown|touch|pointer/i.test(name))) return true;
    }
    try {
      const events = jq && jq._data(el, 'events');
      if (events && PRESS.some((type) => (events[type] || []).some((one) => !one.selector))) return true;
    } catch { /* as above */ }
    for (const { name, value } of dom.attributesOf(el)) {
      if (/^(ng-click|data-ng-click|v-on:click|@click|x-on:click|\(click\)|wire:click|hx-get|data-toggle|data-bs-toggle|data-dismiss|data-bs-dismiss|lay-event|lay-filter)/.test(name)) return value !== '' || name.startsWith('@');
    }
    return delegates.some((selector) => { try { return el.matches(selector); } catch { return false; } });
  });
  // A container that listens for what is inside it; document and body do not count, they listen for everything.
  const heard = dom.inherit((el) => {
    if (dom.rooted(el)) return false;
    if (listens(el)) return true;
    const up = parent(el);
    return up ? heard(up) : false;
  });
  const ADDRESS = /(?:location(?:\.href)?\s*=|window\.open\s*\(|location\.(?:assign|replace)\s*\()\s*['"]([^'"\\\s]+)['"]/;
  const absolute = (href) => { try { return new URL(href, document.baseURI).href; } catch { return ''; } };

  // --- controls ------------------------------------------------------------------------------------------------------
  const FIELD = /^(textbox|searchbox|combobox|listbox|spinbutton|slider|checkbox|radio|switch)$/;
  const ROLES = /^(button|link|tab|menuitem|menuitemcheckbox|menuitemradio|option|treeitem|textbox|searchbox|combobox|spinbutton|slider|checkbox|radio|switch|gridcell)$/;
  const CLOSE = /^(关闭|关\s?闭|关掉|收起|close|[×✕✖╳❌ｘxX]|\[?关闭\]?|关闭窗口|我知道了)$/i;
  const ICONS = /[\ue000-\uf8ff]/g;
  const isControl = (el, tag) => {
    if (tag === 'a') return el.hasAttribute('href') || listens(el);
    if (tag === 'input') return el.type !== 'hidden';
    if (/^(button|select|textarea|summary|area)$/.test(tag)) return tag !== 'area' || el.hasAttribute('href');
    if (tag === 'audio' || tag === 'video') return el.controls;
    if (tag === 'label' || tag === 'form' || tag === 'iframe' || dom.rooted(el)) return false;
    const role = attr(el, 'role');
    if (role && ROLES.test(role.trim())) return true;
    if (el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable)) return true;
    if (attr(el, 'tabindex') !== null && el.tabIndex >= 0 && !/^(dialog|main|region|document|tabpanel)$/.test(role || '')) {
      return dom.length(el) < 400 && el.querySelector('a[href],button,input') === null;
    }
    // What merely listens is a control where nothing inside it is one, and it is no block of text.
    return listens(el) && dom.length(el) < 200 && el.querySelector('a[href],button,input,select,textarea,[role=button]') === null;
  };
  const graphic = (el) => el.matches('img,svg,canvas,input[type=image]') || el.querySelector('img,svg,canvas,i,em,b,[class*=icon]') !== null ||
    style(el).backgroundImage !== 'none' || ['::before', '::after'].some((part) => {
      const s = getComputedStyle(el, part);
      return s.content !== 'none' && s.content !== 'normal' && (s.backgroundImage !== 'none' || s.content.replace(/["']/g, '') !== '');
    });
  const LISTED = 'li,tr,dd,dt,[role=listitem]';
  const WHEN = /(\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}[:：∶]\d{2}(?:[:：∶]\d{2})?)?)|(?:^|[\s\[(（【])(\d{1,2}\s*[-./月]\s*\d{1,2}日?)(?=$|[\s\])）】])/;
  const BUTTONISH = /(^|[-_\s]|(?<=[a-z])(?=[A-Z]))(btn|button|anniu)/i;
  const CLOSEISH = /(^|[-_\s]|(?<=[a-z])(?=[A-Z]))(close|shut|guanbi)/i;
  const TABBISH = /(^|[-_\s]|(?<=[a-z])(?=[A-Z]))(?<!s)(tab(?!le)|hd)(?![a-z]{3,})/i;
  const id = (el) => `${attr(el, 'id') || ''} ${attr(el, 'class') || ''}`;
  const clothed = (el) => {
    const s = style(el);
    const filled = dom.alpha(s.backgroundColor) > 0.1 || s.backgroundImage !== 'none' || parseFloat(s.borderTopWidth) + parseFloat(s.borderBottomWidth) >= 2;
    return filled && s.display !== 'inline' && parseFloat(s.paddingTop) + parseFloat(s.paddingLeft) + parseFloat(s.height || 0) >= 16;
  };
  const rowOf = (el) => {
    const item = el.closest(LISTED);
    if (item) return item;
    // Rows made of anything: one of three or more neighbours alike, each holding few links.
    let at = el;
    for (let i = 0; i < 3 && at.parentElement; i += 1) {
      const above = at.parentElement;
      let alike = 0;
      for (const child of above.children) { if (child.localName === at.localName && child.className === at.className) alike += 1; if (alike > 3) break; }
      if (alike >= 3 && !dom.rooted(above)) return at;
      at = above;
    }
    return null;
  };
  const inText = (el) => {
    let block = parent(el);
    while (block && style(block).display === 'inline') block = parent(block);
    if (!block || dom.rooted(block) || block.matches('li') && squeeze(block.textContent.slice(0, 400)) === squeeze(el.textContent.slice(0, 400))) return false;
    if (style(el).display !== 'inline' && style(el).display !== 'inline-block') return false;
    let beside = 0;
    for (const node of block.childNodes) if (node.nodeType === 3) beside += squeeze(node.nodeValue).replace(/[|｜·\-—/>＞»,，、:：[\]【】()（）\d.]/g, '').length;
    return beside >= Math.max(8, dom.length(el) * 0.5);
  };
  const kindOf = (el, tag, role, text, label) => {
    const where = region(el);
    const short = dom.chars(text || label) <= 14;
    if ((CLOSE.test(text) || CLOSE.test(label) || (CLOSEISH.test(id(el)) && dom.chars(text) <= 4))) return 'close';
    if (where === 'toolbar') return 'toolbar';
    if (where === 'breadcrumb') return 'breadcrumb';
    if (FIELD.test(role) || /^(select|textarea)$/.test(tag) || el.isContentEditable) return 'field';
    if (role === 'tab' || dom.matches(el, '[role=tablist]')) return 'tab';
    if (role === 'button' || /^(button|summary)$/.test(tag)) return 'button';
    if (where === 'pager') return 'page';
    if (where === 'foot') return 'link';
    const row = rowOf(el);
    if (row && short && TABBISH.test(`${id(row)} ${row.parentElement ? id(row.parentElement) : ''}`) && where === 'content') return 'tab';
    if (where === 'navigation' && short) return 'navigation';
    if (where === 'head' && short && el.parentElement && (row || el.parentElement.querySelectorAll('a').length >= 2)) return 'navigation';
    if (tag !== 'a' && tag !== 'area') return listens(el) || attr(el, 'tabindex') !== null ? 'button' : 'other';
    if (short && (BUTTONISH.test(id(el)) || role === 'button')) return 'button';
    if (inText(el)) return 'inline';
    const pictured = el.querySelector('img,svg,i,[class*=icon]') !== null || style(el).backgroundImage !== 'none';
    const more = /^(更多|more|查看更多|>>|»|\+)/i.test(text);
    if (short && !more && text && (pictured || (row && row !== el && row.querySelectorAll('a').length <= 2 && row.querySelector('img,svg,i,[class*=icon]'))) && !WHEN.test(row ? dom.words(row) : '')) return 'tile';
    if (short && !more && clothed(el)) return 'tile';
    if (row && !more) return 'row';
    return 'link';
  };
  const MAIN = new Set(['button', 'field', 'tab', 'page', 'navigation', 'tile', 'toolbar', 'close']);
  const join = (a, b) => {
    const x = Math.min(a.x, b.x), y = Math.min(a.y, b.y);
    return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
  };
  const near = (a, b) => a.x <= b.x + b.width + 16 && b.x <= a.x + a.width + 16 && a.y <= b.y + b.height + 8 && b.y <= a.y + a.height + 8;
  const plain = (r) => ({ x: r.x, y: r.y, width: r.width, height: r.height });
  const hitArea = (el) => {
    // Of a link broken over lines its largest piece; else its box, with what stands in it and its label.
    const rects = [...el.getClientRects()];
    const largest = rects.sort((a, b) => b.width * b.height - a.width * a.height)[0];
    let area = plain(rects.length > 1 ? largest : el.getBoundingClientRect());
    if (style(el).display === 'inline' || rects.length === 0) {
      let looked = 0;
      for (const inner of el.querySelectorAll('*')) {
        if ((looked += 1) > 20) break;
        const r = inner.getBoundingClientRect();
        if (r.width > 1 && r.height > 1 && dom.visible(inner) && style(inner).display !== 'inline') area = area.width > 1 ? join(area, r) : plain(r);
        else if (inner.localName === 'img' && r.width > 1 && dom.visible(inner)) area = area.width > 1 ? join(area, r) : plain(r);
      }
    }
    for (const label of el.labels || []) {
      const r = hitArea(label);
      if (r.width > 1 && r.height > 1 && dom.visible(label) && near(area, r)) area = join(area, r);
    }
    return area;
  };
  const controls = () => {
    const items = [];
    for (const el of nodes) {
      if (items.length >= MOST.controls || late()) { cut = true; break; }
      const tag = el.localName;
      if (dom.SILENT.test(tag) || !isControl(el, tag)) continue;
      let seen = dom.visible(el);
      // A native box or button hidden behind a painted label is operated by that label.
      if (!seen && tag === 'input' && /^(checkbox|radio|file)$/.test(el.type)) seen = [...(el.labels || [])].some((label) => dom.visible(label));
      if (!seen) continue;
      const text = dom.visibleText(el), bare = text.replace(ICONS, '').trim();
      const role = dom.role(el), label = dom.name(el), area = hitArea(el), lens = dom.lens();
      const kind = kindOf(el, tag, role, bare, label), where = region(el);
      items.push({
        target: target(el), tag, role, kind, main: MAIN.has(kind), width: round(area.width * lens), height: round(area.height * lens),
        floating: where === 'floating', focusable: dom.tabbable(el), disabled: el.matches(':disabled') || attr(el, 'aria-disabled') === 'true',
        icon_only: bare === '' && !FIELD.test(role) && tag !== 'select' && tag !== 'textarea' && graphic(el), text: text.slice(0, 100), listener: listens(el),
        toolbar: where === 'toolbar' || where === 'floating',
      });
    }
    return { items, cut };
  };

  // --- texts and paragraphs ------------------------------------------------------------------------------------------
  const NOTEXT = /^(script|style|noscript|template|option|optgroup|title|head|textarea|svg|math|canvas|object)$/;
  const texts = () => {
    const items = [];
    for (const el of nodes) {
      if (items.length >= MOST.texts || late()) { cut = true; break; }
      if (NOTEXT.test(el.localName) || !el.firstChild) continue;
      const text = dom.ownText(el);
      if (!text || !dom.readable(el) || dom.under(el)) continue;
      const s = style(el), where = region(el);
      items.push({
        target: target(el), text: text.slice(0, 200), chars: dom.chars(text), px: dom.px(el), weight: parseInt(s.fontWeight, 10) || 400,
        main: dom.main(el), color: s.color, background: dom.ground(el), toolbar: where === 'toolbar' || where === 'floating',
      });
    }
    return items;
  };
  const INLINE_BOX = /^(inline|contents|ruby)/;
  const isBlock = (el) => !/^inline$|^contents$|^ruby/.test(style(el).display) && style(el).display !== 'none';
  // The pieces of text that one block lays out itself, broken where a line break starts a new paragraph.
  const pieces = (block) => {
    const found = [[]];
    let breaks = 0, count = 0;
    const walk = (at) => {
      for (const node of at.childNodes) {
        if (count > 400) return;
        if (node.nodeType === 3) {
          const text = squeeze(node.nodeValue);
          if (!text) continue;
          const indented = /^[\n\r\t ]*[\u3000\u00a0\u2003]{2,}/.test(node.nodeValue);
          if (found[found.length - 1].length && (breaks >= 2 || (breaks >= 1 && indented))) found.push([]);
          breaks = 0;
          count += 1;
          found[found.length - 1].push(node);
        } else if (node.nodeType === 1) {
          if (node.localName === 'br') breaks += 1;
          else if (!NOTEXT.test(node.localName) && !isBlock(node) && node.localName !== 'select') walk(node);
        }
      }
    };
    walk(block);
    return found.filter((piece) => piece.length);
  };
  const linesOf = (piece) => {
    const range = document.createRange(), rects = [];
    for (const node of piece) {
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) if (r.width > 0.5 && r.height > 0.5) rects.push(r);
      if (rects.length > 600) break;
    }
    rects.sort((a, b) => a.top + a.height / 2 - b.top - b.height / 2);
    const lines = [];
    for (const r of rects) {
      const middle = r.top + r.height / 2, last = lines[lines.length - 1];
      if (last && Math.abs(middle - last.middle) < Math.max(r.height, last.height) * 0.5) {
        last.left = Math.min(last.left, r.left); last.right = Math.max(last.right, r.right);
        if (r.width > last.wide) { last.wide = r.width; last.middle = middle; last.height = r.height; }
      } else lines.push({ middle, height: r.height, left: r.left, right: r.right, wide: r.width });
    }
    return lines;
  };
  const median = (values) => { const v = [...values].sort((a, b) => a - b); return v[Math.floor(v.length / 2)]; };
  const paragraphs = () => {
    const found = [];
    for (const el of nodes) {
      if (found.length >= MOST.paragraphs || late()) { cut = true; break; }
      if (NOTEXT.test(el.localName) || !el.firstChild || /^(select|input|button|a|label|span|em|b|i|strong|font|u|td|th)$/.test(el.localName) && !isBlock(el)) continue;
      if (!isBlock(el) || !dom.readable(el) || region(el) === 'toolbar' || dom.under(el)) continue;
      for (const piece of pieces(el)) {
        const text = piece.map((node) => node.nodeValue).join('');
        const size = dom.chars(text);
        if (size < 2) continue;
        const lines = linesOf(piece);
        if (!lines.length) continue;
        // The size of most of its characters.
        const sizes = new Map();
        for (const node of piece) { const at = node.parentElement || el; sizes.set(at, (sizes.get(at) || 0) + node.nodeValue.trim().length); }
        const most = [...sizes].sort((a, b) => b[1] - a[1])[0][0];
        const s = style(most), laid = (parseFloat(s.fontSize) * dom.scale(most)) / dom.lens() || 1;
        const ratio = laid / (parseFloat(s.fontSize) || 1);
        const height = s.lineHeight === 'normal' ? lines[0].height : parseFloat(s.lineHeight) * ratio;
        const steps = lines.slice(1).map((line, i) => line.middle - lines[i].middle).filter((d) => d > 1);
        const pitch = steps.length ? median(steps) : height;
        let linked = 0;
        for (const node of piece) if (node.parentElement && node.parentElement.closest('a[href]')) linked += squeeze(node.nodeValue).length;
        found.push({ el, most, size, lines, laid, pitch, linked: linked / Math.max(1, squeeze(text).length), steps: steps.length });
      }
    }
    const climb = (a, b) => {
      let up = parent(a.el);
      for (let i = 0; i < 2 && up && !dom.rooted(up); i += 1, up = parent(up)) if (up.contains(b.el)) return true;
      return a.el === b.el || (parent(a.el) === parent(b.el));
    };
    // Rows of titles with their dates are no paragraphs, however narrow the date makes the link's part.
    const listed = (p) => p.linked >= (p.el.closest('li,dt,dd,tr') ? 0.3 : 0.7);
    return found.map((p, i) => {
      const last = p.lines[p.lines.length - 1], q = found[i + 1];
      const cell = p.el.closest('td,th');
      let gap = null;
      if (q && dom.main(p.el) === dom.main(q.el) && !p.el.matches(dom.HEADING) && !listed(p) && !listed(q) && q.el.closest('td,th') === cell &&
          !p.el.contains(q.el) === (p.el !== q.el) && climb(p, q)) {
        const first = q.lines[0];
        if (first.middle > last.middle + 1 && first.left < last.right + 40 && q.lines.some((line) => line.left < Math.max(...p.lines.map((l) => l.right)) )) {
          gap = round((first.middle - q.pitch / 2 - (last.middle + p.pitch / 2)) / p.pitch, 3);
          gap = Math.max(0, gap);
        }
      }
      return {
        target: target(p.el), chars: p.size, main: dom.main(p.el), px: dom.px(p.most), lines: p.lines.length,
        line_spacing: round(p.pitch / p.laid, 3), gap,
      };
    });
  };

  // --- anchors and pictures ------------------------------------------------------------------------------------------
  const FILE = /\.(pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|gz|tar|csv|txt|xml|json|mp3|mp4|wmv|avi|apk|exe|dwg|caj|ceb|epub)$/i;
  const rgb = (color) => { const m = String(color).match(/[\d.]+/g); return m ? m.slice(0, 3).map(Number) : null; };
  const paints = (el) => {
    // Words in the colour of their ground, with nothing else to see.
    if (el.querySelector('img,svg,i,video')) return '';
    const s = style(el), ground = rgb(dom.ground(el)), ink = rgb(s.color);
    if (!ground || !ink || !dom.length(el)) return '';
    if (dom.alpha(s.color) < 0.05) return 'color';
    return Math.max(...ink.map((v, i) => Math.abs(v - ground[i]))) <= 6 && s.backgroundImage === 'none' && s.textShadow === 'none' ? 'color' : '';
  };
  const covered = (el) => {
    const b = el.getBoundingClientRect(), x = b.x + b.width / 2, y = b.y + b.height / 2;
    if (x < 0 || y < 0 || x >= window.innerWidth || y >= window.innerHeight) return '';
    const root = el.getRootNode(), top = root.elementFromPoint ? root.elementFromPoint(x, y) : null;
    if (!top || top === el || el.contains(top) || top.contains(el) || style(el).pointerEvents === 'none') return '';
    const shut = top.localName === 'iframe' || dom.alpha(style(top).backgroundColor) > 0.9 || top.matches('img,video,canvas');
    return shut && parseFloat(style(top).opacity) > 0.9 ? 'covered' : '';
  };
  const veiled = (el) => {
    const why = dom.hiddenBy(el);
    if (why) return why;
    const s = style(el);
    if (el.localName === 'a') {
      if (parseFloat(s.fontSize) < 2 && !el.querySelector('img,svg')) return 'size';
      return paints(el) || covered(el);
    }
    return '';
  };
  const dates = new Map();
  const rowDate = (el) => {
    const row = rowOf(el);
    if (!row || dom.length(row) > 600) return '';
    if (!dates.has(row)) {
      let found = '', inside = '';
      const walker = document.createTreeWalker(row, 4);
      const seen = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = squeeze(node.nodeValue);
        if (!text) continue;
        seen.push(text);
        const m = text.match(WHEN);
        if (m) { if (node.parentElement.closest('a') && text.length > 24) inside = inside || m[1] || ''; else found = (m[1] || m[2]); }
      }
      if (!/\d{4}/.test(found)) {
        // A day in large figures above its year and month, or the other way round.
        const all = seen.join(' ');
        const a = all.match(/(?:^|\s)(\d{1,2})日?\s+(\d{4})\s*[-./年]\s*(\d{1,2})月?(?:\s|$)/), b = all.match(/(?:^|\s)(\d{4})\s*[-./年]\s*(\d{1,2})月?\s+(\d{1,2})日?(?:\s|$)/);
        if (a) found = `${a[2]}-${a[3]}-${a[1]}`; else if (b) found = `${b[1]}-${b[2]}-${b[3]}`;
      }
      dates.set(row, squeeze(found || inside));
    }
    return dates.get(row);
  };
  const anchors = () => {
    const items = [];
    const base = document.querySelector('base[target]'), blank = Boolean(base && base.target === '_blank');
    for (const el of nodes) {
      if (items.length >= MOST.anchors || late()) { cut = true; break; }
      const tag = el.localName;
      let kind = '', href = null, url = '', extra = {};
      if (tag === 'a' || tag === 'area') {
        href = attr(el, 'href');
        const code = `${/^\s*javascript:/i.test(href || '') ? href : ''} ${attr(el, 'onclick') || ''}`;
        const led = code.match(ADDRESS);
        if (href === null && !led) continue;
        kind = tag === 'area' ? 'area' : 'link';
        const trimmed = (href || '').trim();
        if (/^javascript:/i.test(trimmed) || trimmed === '' || trimmed === '#') url = led ? absolute(led[1]) : '';
        else url = absolute(trimmed);
        try { if (kind === 'link' && url && FILE.test(new URL(url).pathname) && /^https?:$/.test(new URL(url).protocol)) kind = 'attachment'; } catch { /* no address */ }
        extra = {
          handler: heard(el) || Boolean(led) || (/^javascript:/i.test(trimmed) && !IDLE.test(trimmed)),
          fragment_found: /^#./.test(trimmed) && !/^#!?\//.test(trimmed) ? fragment(trimmed.slice(1)) : null,
          new_window: (attr(el, 'target') || (blank ? '_blank' : '')) === '_blank' || /window\.open\s*\(/.test(code),
          row_date: kind === 'area' ? '' : rowDate(el), title: squeeze(attr(el, 'title')).slice(0, 200),
        };
      } else if (tag === 'img' || (tag === 'input' && el.type === 'image')) {
        href = attr(el, 'src') || '';
        kind = 'image'; url = href ? absolute(el.currentSrc || href) : '';
        if (!href) continue;
      } else if (tag === 'iframe' || tag === 'frame') {
        href = attr(el, 'src'); kind = 'frame';
        if (!href || /^(about:|javascript:)/i.test(href)) continue;
        url = absolute(href);
      } else if (tag === 'link') {
        if (!/stylesheet/i.test(attr(el, 'rel') || '') || !attr(el, 'href')) continue;
        href = attr(el, 'href'); kind = 'style'; url = absolute(href);
      } else if (tag === 'script') {
        href = attr(el, 'src'); kind = 'script';
        if (!href) continue;
        url = absolute(href);
      } else if (tag === 'form') {
        href = attr(el, 'action') || ''; kind = 'form'; url = href ? absolute(href) : '';
        extra = { method: (attr(el, 'method') || 'get').toLowerCase() === 'post' ? 'post' : 'get', handler: listens(el) || attr(el, 'onsubmit') !== null };
      } else if (/^(video|audio|source|embed|object)$/.test(tag)) {
        href = attr(el, tag === 'object' ? 'data' : 'src'); kind = 'media';
        if (!href || /^(blob:|data:)/.test(href)) continue;
        url = absolute(href);
      } else {
        // Anything whose inline handler goes to an address is a way there.
        const code = attr(el, 'onclick');
        const led = code && code.match(ADDRESS);
        if (!led) continue;
        kind = 'link'; href = ''; url = absolute(led[1]);
        extra = { handler: true, new_window: /window\.open\s*\(/.test(code), row_date: rowDate(el) };
      }
      const rendered = /^(link|image|attachment|area|frame|form|media)$/.test(kind);
      const why = !rendered ? '' : kind === 'area' || tag === 'source' ? '' : veiled(el);
      if (/^data:/i.test(url)) continue;
      const where = rendered ? region(el) : '';
      items.push({
        target: target(el), kind, href: (href || '').slice(0, 2000), url: url.slice(0, 2000), visible: why === '', hidden_by: why,
        text: kind === 'link' || kind === 'attachment' ? (dom.visibleText(el, 200) || dom.name(el)).slice(0, 200) : dom.name(el).slice(0, 200),
        main: rendered && dom.main(el), foot: where === 'foot', ...extra,
      });
    }
    return { items, cut };
  };
  const fragment = (name) => {
    if (/^top$/i.test(name)) return true;
    let decoded = name;
    try { decoded = decodeURIComponent(name); } catch { /* a stray per cent sign */ }
    return [name, decoded].some((one) => document.getElementById(one) !== null || document.getElementsByName(one).length > 0);
  };
  const images = () => {
    const items = [];
    for (const el of nodes) {
      if (items.length >= MOST.images) { cut = true; break; }
      if (el.localName !== 'img' && !(el.localName === 'input' && el.type === 'image')) continue;
      const b = el.getBoundingClientRect();
      const src = attr(el, 'src') || '';
      items.push({
        target: target(el), url: /^data:/.test(src) ? src.slice(0, 40) : absolute(el.currentSrc || src).slice(0, 2000), alt: attr(el, 'alt'),
        width: round(b.width * dom.lens()), height: round(b.height * dom.lens()), visible: dom.visible(el),
      });
    }
    return { items, cut };
  };

  // --- head, article, foot, outline ----------------------------------------------------------------------------------
  const tags = () => {
    const found = {};
    for (const el of document.querySelectorAll('meta[name]')) {
      const name = attr(el, 'name').trim().slice(0, 80);
      if (name && !Object.prototype.hasOwnProperty.call(found, name)) found[name] = (attr(el, 'content') || '').slice(0, 2000);
      if (Object.keys(found).length > 100) break;
    }
    return found;
  };
  const meta = () => {
    const named = tags();
    const lower = {};
    for (const name of Object.keys(named)) lower[name.toLowerCase()] ??= named[name];
    return {
      title: squeeze(document.title).slice(0, 500), lang: attr(document.documentElement, 'lang') || '', tags: named,
      description: lower.description || '', viewport: lower.viewport || '', charset: document.characterSet || '',
      refresh: attr(document.querySelector('meta[http-equiv=refresh i]'), 'content') || '',
      charset_said: (attr(document.querySelector('meta[charset]'), 'charset')
        || (attr(document.querySelector('meta[http-equiv=content-type i]'), 'content') || '').replace(/^.*charset\s*=\s*/i, '')).slice(0, 40),
    };
  };

  const DATE = '(?:\\d{4}\\s*[-./年]\\s*\\d{1,2}\\s*[-./月]\\s*\\d{1,2}\\s*日?|[〇○零ΟOoＯｏ0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|(?:\\d{1,2}\\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?\\s+(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s+)?20\\d{2})(?:\\s*\\d{1,2}\\s*[:：∶]\\s*\\d{2}(?:\\s*[:：∶]\\s*\\d{2})?)?';
  const LABEL = '(?:发布|发文|成文|生成|更新|公开|印发|发表|上传|录入|信息|编辑|刊发|稿件)?(?:时间|日期|日\\s*期|于)|发布(?=\\s*[:：∶])|\\b(?:(?:Publish(?:ed)?|Post(?:ed)?|Updated?|Releas(?:ed?|ing))(?:\\s+(?:date|time|on|at))?|Date|Time)\\b';
  const LABELLED = new RegExp(`(?:${LABEL})\\s*[】\\])）]?\\s*[:：∶]?\\s*[\\[【(（]?\\s*${DATE}`, 'gi');
  const ALONE = new RegExp(`^[\\[【(（]?\\s*${DATE}\\s*[\\]】)）]?$`);
  const INFO = /来源|浏览|阅读|点击|作者|编辑|撰稿|记者|字体|字号|打印|分享|\b(?:source|author|views|editor)\b/i;
  const article = () => {
    const named = tags(), lower = {};
    for (const name of Object.keys(named)) lower[name.toLowerCase()] ??= named[name];
    // The block that holds most running text: paragraphs count whole for their parent, half for what is around it.
    const scores = new Map();
    for (const el of nodes) {
      if (late()) break;
      if (NOTEXT.test(el.localName) || !el.firstChild || /^(a|button|label|select)$/.test(el.localName)) continue;
      let length = 0;
      for (const node of el.childNodes) if (node.nodeType === 3) length += squeeze(node.nodeValue).length;
      if (length < 10 || !dom.readable(el) || !dom.main(el) || el.closest('a[href]')) continue;
      let at = el;
      while (at && style(at).display === 'inline') at = parent(at);
      for (let weight = 1, i = 0; at && i < 3 && !dom.rooted(at); i += 1, weight /= 2, at = parent(at)) scores.set(at, (scores.get(at) || 0) + length * (i === 0 && at.localName === 'p' ? 0.4 : weight));
    }
    let best = null;
    for (const [el, score] of scores) if (!best || score > best[1]) best = [el, score];
    let content = best ? best[0] : null;
    const KNOWN = '#zoom,#Zoom,#UCAP-CONTENT,.TRS_Editor,.trs_editor_view,#vsb_content,#js_content,.article-content,.article_content,.news_content,.pages_content,.xxgk_content,.bt-content,article';
    for (const known of document.querySelectorAll(KNOWN)) {
      if (dom.visible(known) && dom.length(known) >= 60 && dom.length(known) >= (content ? dom.length(content) * 0.5 : 0) && dom.region(known) === 'content') { content = known; break; }
    }
    const text = content ? squeezeLines(content.innerText).slice(0, 20000) : '';
    let linked = 0;
    if (content) for (const a of content.querySelectorAll('a[href]')) linked += dom.length(a);
    const density = content ? linked / Math.max(1, dom.length(content)) : 1;

    // Labelled dates outside the running text, shortest blocks first seen; a block inside a counted one is not counted again.
    const found = [], counted = new Set();
    let source = '';
    for (const el of nodes) {
      if (late() || found.length >= 10) break;
      if (NOTEXT.test(el.localName) || !el.firstChild || dom.length(el) < 6 || dom.length(el) > 260) continue;
      if (/^(a|li|option)$/.test(el.localName) || /^(foot|navigation|toolbar)$/.test(region(el))) continue;
      if (content && content !== el && content.contains(el) && dom.length(content) > 400 && el.getBoundingClientRect().top > content.getBoundingClientRect().top + 300) continue;
      let inside = false;
      for (const one of counted) if (one.contains(el)) { inside = true; break; }
      if (inside || !dom.visible(el)) continue;
      const words = squeeze(el.innerText);
      let hits = words.match(LABELLED) || [];
      if (!hits.length && INFO.test(words) && words.length < 160) hits = (words.match(new RegExp(DATE, 'g')) || []).slice(0, 1);
      if (!hits.length && words.length < 30 && ALONE.test(words) && beneathTitle(el)) hits = [words];
      if (hits.length) { counted.add(el); for (const hit of hits.slice(0, 4)) found.push(squeeze(hit)); }
      if (!source) { const m = words.match(/(?:信息来源|文章来源|稿件来源|来\s*源)\s*[:：]\s*([^\s|【】[\]]{2,40})/); if (m) source = m[1]; }
    }
    const heading = titleOf(content);
    const title = squeeze(lower.articletitle) || (heading ? squeeze(heading.innerText) : '') || squeeze(document.title);
    let path = ''; try { path = new URL(document.URL).pathname; } catch { /* no address */ }
    const shaped = /(\/t\d{8}_|\/art[_/]|content_|\/content\/|\/20\d{2}[-/]?\d{2}|post_|info\/\d+|\.(s?html?|jsp|aspx|php)$)/i.test(path) && !/(^\/|\/)(index|default|home|list)[^/]*$/i.test(path);
    const long = dom.chars(text);
    const sure = Boolean(squeeze(lower.articletitle));
    const is = sure || (found.length > 0 && heading !== null && long >= 50 && density < 0.4) || (shaped && heading !== null && long >= 400 && density < 0.25);
    return {
      title: title.slice(0, 300), heading: heading ? squeeze(heading.innerText).slice(0, 300) : '', date_texts: found.slice(0, 10), source_text: source,
      text, target: target(content || document.documentElement), is_article: is && !(path === '/' || /^\/(index|default)\.[a-z]+$/i.test(path)) || sure,
    };
  };
  const squeezeLines = (text) => String(text || '').split('\n').map(squeeze).filter(Boolean).join('\n');
  const beneathTitle = (el) => {
    const before = el.previousElementSibling || (el.parentElement && el.parentElement.previousElementSibling);
    return Boolean(before && (before.matches('h1,h2,h3') || before.querySelector('h1,h2,h3') || TITLED.test(id(before))));
  };
  const TITLED = /(^|[-_\s]|(?<=[a-z])(?=[A-Z]))(title|tit|bt|biaoti|headline)(?![a-z]{4,})/i;
  const titleOf = (content) => {
    // The largest heading, or block named so, that stands above the text or at its top.
    let best = null, size = 0;
    const limit = content ? content.getBoundingClientRect().top + 200 : Infinity;
    for (const el of nodes) {
      if (!(el.matches('h1,h2,h3') || (TITLED.test(id(el)) && el.localName !== 'li'))) continue;
      if (dom.length(el) < 4 || dom.length(el) > 160 || !dom.visible(el)) continue;
      if (/^(foot|navigation|toolbar|head|breadcrumb|floating)$/.test(region(el))) continue;
      if (el.getBoundingClientRect().top > limit || el.querySelector('a[href]')) continue;
      const inner = el.querySelector('h1,h2,h3,span,p,b,strong') || el;
      const px = Math.max(dom.px(el), dom.px(inner)) + (el.matches('h1') ? 2 : 0);
      if (px > size) { best = el; size = px; }
    }
    return best;
  };

  const MARKS = /版[权權]所有|主[办辦][单單]位|主[办辦]\s*[:：∶]|承[办辦][单單]位|[开開][办辦][单單]位|ICP[备備]|公[网網]安[备備]|[网網]站[标標][识識][码碼]|网站识别码|[联聯][系繫絡][电電][话話]|[网網]站地[图圖]/g;
  const FOOTSCRIPT = /conac|jiucuo|dcs\.conac|kaipuyun|sitecode|exposure|beian|bszs|zfwzgl|gov_?error|_jiucuo_|red_error/i;
  const foot = () => {
    let best = null, most = -1;
    const consider = (el) => {
      const text = dom.words(el);
      const points = new Set(text.match(MARKS) || []).size * 10 + (el.matches('footer,[role=contentinfo]') ? 5 : 0) + (el.querySelector('img[src*=conac],img[src*=beian],a[href*=beian],#_ideConac,#_span_jiucuo,img[src*=jiucuo]') ? 8 : 0);
      // Of equals the outer one, so that marks beside the text are in it.
      if (points > most && points >= 5) { best = el; most = points; }
    };
    for (const el of nodes) if (!dom.SILENT.test(el.localName) && !dom.rooted(el) && region(el) === 'foot' && dom.visible(el)) {
      const up = parent(el);
      if (!up || region(up) !== 'foot') consider(el);
    }
    if (most < 10) {
      // No block is named as the foot: the smallest that holds the marks which stand there.
      for (const el of nodes) {
        if (dom.SILENT.test(el.localName) || dom.rooted(el) || dom.length(el) < 10 || dom.length(el) > 1500 || !dom.visible(el)) continue;
        consider(el);
      }
    }
    // A frame that holds a foot alone is one.
    const whole = document.body && dom.length(document.body) < 1500 && (dom.words(document.body).match(MARKS) || []).length >= 2;
    if (!best && whole) best = document.body;
    const scripts = [];
    for (const el of document.scripts) {
      const tag = dom.startTag(el);
      if (FOOTSCRIPT.test(tag) || (!el.src && /jiucuo|conac/i.test(el.textContent.slice(0, 3000)))) scripts.push(tag.slice(0, 1000));
      if (scripts.length >= 20) break;
    }
    const parts = footParts(best);
    if (!parts.length) return { text: '', html: '', target: null, links: [], images: [], scripts };
    const links = [], pictures = [];
    for (const part of parts) {
      for (const a of [part, ...part.querySelectorAll('a[href],area[href]')]) if (links.length < 200 && a.matches('a[href],area[href]')) links.push([dom.name(a).slice(0, 200), a.href.slice(0, 1000)]);
      for (const img of [part, ...part.querySelectorAll('img,input[type=image]')]) if (pictures.length < 100 && img.matches('img,input[type=image]')) pictures.push([(img.currentSrc || img.src || '').slice(0, 1000), squeeze(img.alt).slice(0, 200)]);
    }
    // Marks first: a foot may begin with hundreds of links to other sites.
    const marked = [];
    for (const part of parts) for (const el of part.querySelectorAll(`${FOOTMARK},script,[onclick]`)) if (marked.length < 20) marked.push((el.closest('a') || el).outerHTML.slice(0, 500));
    return {
      text: parts.map((part) => squeezeLines(part.innerText)).join('\n').slice(0, 5000), html: [...marked, ...parts.map((part) => part.outerHTML)].join('\n').slice(0, 20000),
      target: target(best || parts[0]), links, images: pictures, scripts,
    };
  };
  // The foot may be several blocks, and marks may stand beside them: whatever of it stands in the lower part of the page.
  const FOOTMARK = 'a[href*="conac.cn"],img[src*="conac.cn"],a[href*="jiucuo"],#_span_jiucuo,[onclick*="jiucuo" i],img[src*="jiucuo" i],a[href*="beian."]';
  const FOOTWORDS = /[标標][识識][码碼]|网站识别码|ICP[备備]|公[网網]安[备備]|主[办辦][单單]位|主[办辦]\s*[:：∶]|主[办辦]$|[开開][办辦][单單]位|[联聯][系繫絡][电電][话話]|[联聯][系繫絡]我[们們]|(?:[网網]站|站[点點内]|本站)地[图圖]/;
  const footParts = (best) => {
    const parts = best ? [best] : [];
    const height = document.documentElement.scrollHeight;
    const low = (el) => { const top = el.getBoundingClientRect().top + window.scrollY; return top > height * 0.5 || top > height - 900; };
    const held = (el) => parts.some((part) => part.contains(el));
    const add = (el) => {
      if (!el || held(el) || !dom.visible(el) || !low(el)) return;
      for (let i = parts.length - 1; i >= 0; i -= 1) if (el.contains(parts[i]) && parts[i] !== best) parts.splice(i, 1);
      if (!best || !el.contains(best)) parts.push(el);
    };
    for (const el of nodes) {
      if (late() || parts.length >= 30) break;
      if (dom.SILENT.test(el.localName) || dom.rooted(el)) continue;
      if (region(el) === 'foot') { const up = parent(el); if (!up || region(up) !== 'foot') add(el); continue; }
      if (el.matches(FOOTMARK)) { add(el.closest('a') || el); continue; }
      if (!FOOTWORDS.test(dom.ownText(el)) || /^(navigation|head|floating|toolbar)$/.test(region(el))) continue;
      let block = el;
      while (block.parentElement && style(block).display === 'inline' && dom.length(block.parentElement) <= 300) block = block.parentElement;
      if (dom.length(block) <= 300) add(block);
    }
    return parts.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  };

  const hash = (text) => { let h = 2166136261; for (let i = 0; i < text.length; i += 1) { h ^= text.charCodeAt(i); h = Math.imul(h, 16777619); } return (h >>> 0).toString(16).padStart(8, '0'); };
  const outline = () => {
    const shape = new Set(), signs = new Map();
    const sign = (el) => {
      if (!el) return '';
      if (!signs.has(el)) {
        const classes = (attr(el, 'class') || '').split(/\s+/).filter((c) => c && !/\d|^(on|active|cur|current|selected|hover|show|open|first|last|odd|even)$/i.test(c)).sort().slice(0, 2);
        signs.set(el, [el.localName, ...classes].join('.'));
      }
      return signs.get(el);
    };
    for (const el of nodes) {
      if (shape.size > 4000) break;
      if (dom.SILENT.test(el.localName) || /^(br|b|i|em|strong|font|u|span)$/.test(el.localName)) continue;
      const up = el.parentElement;
      shape.add(hash(`${sign(up && up.parentElement)}>${sign(up)}>${sign(el)}`));
    }
    let text = squeezeLines(body.innerText || '');
    for (const el of nodes) if (el.shadowRoot && text.length < 100000) for (const inner of el.shadowRoot.children) if (!dom.SILENT.test(inner.localName)) text += `\n${squeezeLines(inner.innerText)}`;
    text = text.slice(0, 100000);
    return { text, shape: [...shape].sort().slice(0, 600), words: dom.chars(text) };
  };

  // What declares its language, and what can be read of it, without what inside it declares its own.
  const passages = () => {
    const items = [];
    for (const el of nodes) {
      if (items.length >= 60 || late()) break;
      const lang = attr(el, 'lang');
      if (lang === null && el !== document.documentElement) continue;
      let text = '';
      const walk = (at) => {
        if (text.length > 4000 || dom.SILENT.test(at.localName) && at.localName !== 'option') return;
        for (const node of at.childNodes) {
          if (node.nodeType === 3) { if (dom.readable(at)) text += ` ${squeeze(node.nodeValue)}`; }
          else if (node.nodeType === 1 && attr(node, 'lang') === null) {
            if (node.localName === 'img' && dom.visible(node)) text += ` ${attr(node, 'alt') || ''}`;
            walk(node);
          }
        }
      };
      walk(el === document.documentElement ? body : el);
      if (el === document.documentElement && document.body && attr(document.body, 'lang') !== null) text = '';
      items.push({ target: target(el), lang: lang || '', text: squeeze(text).slice(0, 4000), whole: el === document.documentElement });
    }
    return { items, cut };
  };

  const PARTS = { passages, texts, paragraphs, controls, anchors, images, meta, article, foot, outline };
  const result = {};
  for (let i = 0; i < arg.parts.length; i += 1) {
    const part = arg.parts[i];
    const now = performance.now();
    deadline = now + Math.max(250, ((ends - now) / (arg.parts.length - i)) * 1.5);
    try { result[part] = PARTS[part](); } catch (error) { result[part] = { error: String(error && error.stack || error).slice(0, 400) }; }
  }
  result.targets = targets;
  result.cut = cut;
  result.began = began;
  result.listeners = Boolean(asked);
  // One string crosses the wire far faster than a tree; but pages that teach arrays a `toJSON` would spoil it.
  const honest = typeof [].toJSON !== 'function' && typeof {}.toJSON !== 'function' && /\[native code\]/.test(Function.prototype.toString.call(JSON.stringify));
  return honest ? JSON.stringify(result) : result;
}

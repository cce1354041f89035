({ op, before = null, moving = [], limit = 320 }, dom) => {
  // What enlarging or narrowing does to text: cut by a box, overlapping other text, or reaching out of the screen.
  const KEY = '__a11ySizes';
  const styles = new Map();
  const style = (el) => { let s = styles.get(el); if (!s) styles.set(el, s = getComputedStyle(el)); return s; };
  const root = document.documentElement;
  const skip = moving.map((p) => dom.find(p)).filter(Boolean);
  const hides = (v) => v === 'hidden' || v === 'clip';
  const scrolls = (v) => v === 'auto' || v === 'scroll';
  const rootStyle = () => {
    const h = style(root), b = document.body ? style(document.body) : h;
    const of = h.overflowX === 'visible' && h.overflowY === 'visible' ? b : h;
    return { x: of.overflowX, y: of.overflowY };
  };
  const page = rootStyle();
  const viewportFromBody = style(root).overflowX === 'visible' && style(root).overflowY === 'visible';

  // A box that hides what overflows, with a scroll bar of its own beside it or in it: a strip that scrolls, or one named so.
  const NAMED = /scroll-?_?(bar|tools|track|rail)|ps__rail|rail-[xy]/i;
  const bars = new Map();
  const barred = (el) => {
    if (bars.has(el)) return bars.get(el);
    const said = { x: false, y: false };
    for (const at of [...(el.parentElement ? el.parentElement.children : []), ...el.children].slice(0, 60)) {
      if (at === el || at.contains(el)) continue;
      const s = style(at), b = at.getBoundingClientRect();
      if (b.width < 1 || b.height < 1 || s.visibility === 'hidden') continue;
      if (scrolls(s.overflowX) && at.scrollWidth > at.clientWidth + 4 && b.height <= 24) said.x = true;
      if (scrolls(s.overflowY) && at.scrollHeight > at.clientHeight + 4 && b.width <= 24) said.y = true;
      if (!NAMED.test(at.getAttribute('class') || '') || Math.min(b.width, b.height) > 24) continue;
      if (b.width > b.height && el.scrollWidth > el.clientWidth + 4) said.x = true;
      if (b.height > b.width && el.scrollHeight > el.clientHeight + 4) said.y = true;
    }
    bars.set(el, said);
    return said;
  };

  // Boxes that cut what is in `el`, per axis, up to the first box that can be scrolled.
  const chains = new Map();
  const chain = (el) => {
    if (chains.has(el)) return chains.get(el);
    const boxes = [];
    let x = true, y = true, want = '', fixed = false;
    for (let at = el; at && at !== root; at = dom.parent(at)) {
      const s = style(at);
      const holds = s.position !== 'static' || s.transform !== 'none' || s.contain.includes('paint') || s.filter !== 'none';
      const skipped = (want === 'absolute' && !holds) || (want === 'fixed' && s.transform === 'none' && s.filter === 'none');
      const isPage = at === document.body && viewportFromBody;
      if (!skipped && !isPage) {
        want = '';
        const inline = s.display === 'inline' || s.display === 'contents';
        if (!inline) {
          if (x && (scrolls(s.overflowX) || (hides(s.overflowX) && barred(at).x))) x = false;
          if (y && (scrolls(s.overflowY) || (hides(s.overflowY) && barred(at).y))) y = false;
          if ((x && hides(s.overflowX)) || (y && hides(s.overflowY))) boxes.push({ el: at, x: x && hides(s.overflowX), y: y && hides(s.overflowY) });
        }
      }
      if (!skipped && (s.position === 'absolute' || s.position === 'fixed')) want = s.position;
      if (s.position === 'fixed' || s.position === 'sticky') fixed = true;
    }
    const said = { boxes, rootX: x && hides(page.x) && want !== 'fixed', rootY: y && hides(page.y) && want !== 'fixed', fixed };
    chains.set(el, said);
    return said;
  };
  const inner = (el) => {
    const b = el.getBoundingClientRect(), s = style(el);
    return {
      left: b.left + parseFloat(s.borderLeftWidth), right: b.right - parseFloat(s.borderRightWidth),
      top: b.top + parseFloat(s.borderTopWidth), bottom: b.bottom - parseFloat(s.borderBottomWidth),
    };
  };

  const range = document.createRange();
  const linesOf = (el) => {
    const lines = [];
    for (const node of el.childNodes) {
      if (node.nodeType !== 3 || !node.data.trim()) continue;
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) if (r.width > 1 && r.height > 1) lines.push(r);
      if (lines.length > 200) break;
    }
    return lines;
  };
  // The glyphs themselves lie in the middle of the line box: four fifths of an em, whatever the font's own box is.
  const emOf = (el) => parseFloat(style(el).fontSize) * (el.currentCSSZoom || 1);
  const core = (r, em) => {
    const half = Math.min(r.height / 2, Math.max(0.3 * r.height, 0.4 * em)), middle = r.top + r.height / 2;
    return { left: r.left, right: r.right, top: middle - half, bottom: middle + half, width: r.width, height: 2 * half };
  };
  function* runs() {
    let left = 4000;
    for (const el of dom.all(document.body)) {
      if (/^(script|style|noscript|template|option|title|svg|text|textarea|select)$/.test(el.localName)) continue;
      if (!dom.ownText(el)) continue;
      // What was seen at 100 % and lies wholly behind the edge of its box now is lost, not hidden.
      const clipped = op === 'after' && window[KEY] && window[KEY].seen.has(el) && el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!clipped && !dom.visible(el)) continue;
      if (skip.some((s) => s.contains(el)) || el.closest('marquee')) continue;
      const lines = linesOf(el);
      if (!lines.length) continue;
      if (left-- <= 0) return;
      yield { el, lines };
    }
  }

  const elsewhere = (el, text) => {
    const link = dom.closest(el, (at) => at.matches('a[href]'));
    if (link && !/^(#|javascript:|$)/i.test((link.getAttribute('href') || '').trim())) return true;
    for (let at = el, i = 0; at && i < 3; at = dom.parent(at), i++) {
      for (const said of [at.title, at.getAttribute('aria-label'), at.getAttribute('data-original-title')]) {
        if (said && dom.squeeze(said).length >= text.length * 0.9) return true;
      }
    }
    return false;
  };
  // A link right after it that leads to the whole text.
  const continued = (el) => {
    for (let at = el, i = 0; at && i < 2 && at !== document.body; at = dom.parent(at), i += 1) {
      const next = at.nextElementSibling, link = next && (next.matches('a[href]') ? next : dom.length(next) < 40 && next.querySelector('a[href]'));
      if (link && /全文|更多|详细|详情|查看|展开|more|full|read|view/i.test(dom.name(link)) && !/^(#|$)/.test((link.getAttribute('href') || '').trim())) return true;
    }
    return false;
  };
  const shortened = (el, text) => dom.closest(el, (at) => style(at).textOverflow.includes('ellipsis') || (style(at).webkitLineClamp !== 'none' && style(at).webkitLineClamp !== undefined && style(at).webkitLineClamp !== ''))
    ? (elsewhere(el, text) ? 'elsewhere' : 'ellipsis') : continued(el) ? 'elsewhere' : 'cut';

  const cutBy = (el, lines, box, x, y) => {
    const em = emOf(el);
    const cores = lines.map((r) => core(r, em));
    const seen = (c) => c.right > box.left + 1 && c.left < box.right - 1 && c.bottom > box.top + 1 && c.top < box.bottom - 1;
    let worst = 0;
    const inside = cores.filter(seen).length;
    for (const c of cores) {
      if (y && inside) worst = Math.max(worst, c.bottom - box.bottom - 1, box.top - c.top - 1);
      if (x && seen(c)) worst = Math.max(worst, (c.right - box.right - 0.5 * em) > 0 ? c.right - box.right : 0, (box.left - c.left - 0.5 * em) > 0 ? box.left - c.left : 0);
    }
    return { worst, inside, total: cores.length };
  };
  const inFlow = (el, upTo) => {
    for (let at = el; at && at !== upTo; at = dom.parent(at)) {
      const s = style(at);
      if (/absolute|fixed|sticky/.test(s.position) || s.transform !== 'none') return false;
    }
    return true;
  };

  const measure = () => {
    const clippers = new Map(), rows = [], all = [];
    const shows = new Map();
    let texts = 0;
    for (const { el, lines } of runs()) {
      texts++;
      const said = chain(el);
      let visible = true;
      for (const { el: box, x, y } of said.boxes) {
        const b = inner(box);
        const { worst, inside, total } = cutBy(el, lines, b, x, y);
        if (inside) shows.set(box, (shows.get(box) || 0) + 1);
        if (inside && worst > 1) {
          clippers.set(box, true);
          rows.push({ el, box, by: worst, lost: false });
          visible = false;
          break;
        }
        if (!inside && total) {
          rows.push({ el, box, by: lines.reduce((n, r) => n + r.height, 0), lost: true, flow: y && inFlow(el, box) && core(lines[0], emOf(el)).top >= b.bottom - 1 });
          visible = false;
          break;
        }
      }
      if (visible && (said.rootX || said.rootY)) {
        const b = { left: -scrollX, right: root.clientWidth - scrollX, top: -scrollY, bottom: innerHeight - scrollY };
        const { worst, inside } = cutBy(el, lines, b, said.rootX, said.rootY);
        if (inside && worst > 1) { rows.push({ el, box: root, by: worst, lost: false }); visible = false; }
        // Placed outside by design (a drawer) is not lost: only what stands in the flow is.
        else if (!inside && said.rootX && inFlow(el, document.body) && lines[0].left >= b.right - 1) { rows.push({ el, box: root, by: lines[0].width, lost: true, flow: true }); visible = false; }
      }
      if (visible && !said.fixed) all.push({ el, lines });
    }
    return { clippers, rows, shows, texts, all };
  };

  const overlaps = (all) => {
    const cells = new Map(), pairs = new Map();
    for (const item of all) {
      for (const r of item.lines) {
        const c = core(r, emOf(item.el));
        for (let row = Math.floor(c.top / 40); row <= Math.floor(c.bottom / 40); row++) {
          const cell = cells.get(row) || [];
          for (const other of cell) {
            if (other.el === item.el || other.el.contains(item.el) || item.el.contains(other.el)) continue;
            const w = Math.min(c.right, other.c.right) - Math.max(c.left, other.c.left);
            const h = Math.min(c.bottom, other.c.bottom) - Math.max(c.top, other.c.top);
            if (w < 4 || h < 3) continue;
            if (!pairs.has(item.el)) pairs.set(item.el, []);
            const list = pairs.get(item.el);
            if (list.length < 4) list.push({ other: other.el, w, h, x: Math.max(c.left, other.c.left) + w / 2 + scrollX, y: Math.max(c.top, other.c.top) + h / 2 + scrollY });
          }
          if (cell.length < 200) cell.push({ el: item.el, c });
          cells.set(row, cell);
        }
      }
    }
    const rows = [], sx = scrollX, sy = scrollY;
    let tries = 60;
    for (const [el, list] of pairs) {
      for (const p of list) {
        if (tries-- <= 0) break;
        window.scrollTo({ left: p.x - innerWidth / 2, top: p.y - innerHeight / 2, behavior: 'instant' });
        const stack = document.elementsFromPoint(p.x - scrollX, p.y - scrollY);
        const a = stack.findIndex((s) => s === el || el.contains(s)), b = stack.findIndex((s) => s === p.other || p.other.contains(s));
        if (a < 0 || b < 0) continue;
        const between = stack.slice(Math.min(a, b), Math.max(a, b));
        const opaque = between.some((s) => {
          if (s.contains(el) && s.contains(p.other)) return false;
          const t = style(s), m = t.backgroundColor.match(/rgba?\(([^)]+)\)/);
          const alpha = m ? parseFloat(m[1].split(/[,/]\s*/)[3] ?? '1') : 1;
          return alpha > 0.85 || t.backgroundImage !== 'none' || /^(img|video|canvas|iframe)$/.test(s.localName);
        });
        rows.push({ el, other: p.other, by: p.h, opaque });
        break;
      }
    }
    window.scrollTo({ left: sx, top: sy, behavior: 'instant' });
    return rows;
  };

  if (op === 'before') {
    const { clippers, rows, texts, all } = measure();
    const over = overlaps(all);
    const memory = { boxes: new WeakSet(), els: new WeakSet(), over: new WeakSet(), seen: new WeakSet(), full: new WeakSet() };
    for (const { el } of all) {
      memory.seen.add(el);
      // A box that holds more than it shows already is one of slides or of news by turns.
      for (const { el: box } of chain(el).boxes) if (box.scrollHeight > box.clientHeight + 4 || box.scrollWidth > box.clientWidth + 4) memory.full.add(box);
    }
    const boxes = new Set(), els = new Set(), over2 = new Set();
    for (const r of rows) {
      memory.els.add(r.el);
      // A box that cuts something at 100 % does so by design; what merely lies outside of it says nothing yet.
      memory.boxes.add(r.box); boxes.add(r.box); els.add(r.el);
    }
    for (const r of over) { memory.over.add(r.el); memory.over.add(r.other); over2.add(r.el); over2.add(r.other); }
    window[KEY] = memory;
    const names = (set) => [...set].slice(0, 300).map(dom.selector);
    return { boxes: names(boxes), els: names(els), over: names(over2), texts, cut: rows.filter((r) => !r.lost).length };
  }
  if (op === 'after') {
    const memory = window[KEY];
    const known = { boxes: new Set(before?.boxes || []), els: new Set(before?.els || []), over: new Set(before?.over || []) };
    const was = (kind, el) => Boolean((memory && memory[kind] && memory[kind].has(el)) || known[kind].has(dom.selector(el)));
    const { rows, shows, texts, all } = measure();
    const items = [];
    for (const r of rows) {
      if (items.length >= 40) break;
      if (was('boxes', r.box) || was('els', r.el)) continue;
      if (r.lost && (!(r.flow && shows.get(r.box)) || (memory && memory.full.has(r.box)))) continue;
      const text = dom.ownText(r.el);
      const kind = r.lost ? (continued(r.el) ? 'elsewhere' : 'cut') : shortened(r.el, text);
      if (kind === 'elsewhere') continue;
      items.push({ target: dom.target(r.el), kind, text: text.slice(0, 80), by: dom.round(r.by, 1), other: '' });
    }
    for (const r of overlaps(all)) {
      if (items.length >= 60) break;
      if (was('over', r.el) || was('over', r.other)) continue;
      items.push({
        target: dom.target(r.el), kind: r.opaque ? 'covered' : 'overlap', text: dom.ownText(r.el).slice(0, 80), by: dom.round(r.by, 1),
        other: dom.ownText(r.other).slice(0, 80),
      });
    }
    return { items, texts };
  }
  if (op === 'reflow') {
    const sideways = root.scrollWidth > Math.max(limit, root.clientWidth) + 4 && !hides(page.x);
    const wide = root.clientWidth > limit + 4;
    const exempt = (el) => dom.closest(el, (at) => at.matches('pre,code,svg,canvas,video,map,object,marquee,math,[role=toolbar],[role=tablist],[role=grid],[role=table],[role=menubar]')
      || (at.localName === 'table' && data(at)) || dom.isToolbar(at));
    const tables = new Map();
    const data = (table) => {
      if (!tables.has(table)) {
        const role = table.getAttribute('role');
        const layout = /^(presentation|none)$/.test(role || '') || (!table.querySelector('th,caption') && Boolean(table.querySelector('table,div,ul,h1,h2,h3,p,form')));
        tables.set(table, !layout);
      }
      return tables.get(table);
    };
    const found = new Map();
    let texts = 0;
    for (const { el, lines } of runs()) {
      texts++;
      const right = Math.max(...lines.map((r) => r.right)), widest = Math.max(...lines.map((r) => r.width));
      let scroller = null, fixed = false, inFixed = false;
      for (let at = el; at && at !== root; at = dom.parent(at)) {
        const s = style(at);
        if (s.position === 'fixed') inFixed = true;
        if (!scroller && at !== document.body && scrolls(s.overflowX) && at.scrollWidth > at.clientWidth + 4) scroller = at;
      }
      if (inFixed) continue;
      const said = chain(el);
      if (scroller) {
        // Only lines that do not fit are a matter here: a strip of short entries is a toolbar.
        if (widest <= Math.min(limit, scroller.clientWidth) + 4 || exempt(el)) continue;
        const old = found.get(scroller) || { kind: 'inside', right: 0, chars: 0, text: '' };
        found.set(scroller, { ...old, right: Math.max(old.right, widest), chars: old.chars + dom.chars(dom.ownText(el)), text: old.text || dom.ownText(el).slice(0, 80) });
        continue;
      }
      if (!sideways && !wide) continue;
      if (right + scrollX <= limit + 6) continue;
      // What a box hides cannot be scrolled to.
      if (said.boxes.some(({ el: box, x }) => x && inner(box).right < right - 4 && inner(box).right + scrollX <= limit + 6) || exempt(el)) continue;
      let top = el;
      for (let at = el; at && at !== document.body; at = dom.parent(at)) if (at.getBoundingClientRect().right + scrollX > limit + 6) top = at;
      const b = top.getBoundingClientRect();
      const outside = /absolute/.test(style(top).position) && b.left + scrollX >= limit - 4;
      const old = found.get(top) || { kind: outside ? 'unsure' : 'page', right: 0, chars: 0, text: '' };
      found.set(top, { ...old, right: Math.max(old.right, right + scrollX), chars: old.chars + dom.chars(dom.ownText(el)), text: old.text || dom.ownText(el).slice(0, 80) });
    }
    const items = [...found].slice(0, 12).map(([el, seen]) => ({ target: dom.target(el), kind: seen.kind, right: dom.round(seen.right, 1), chars: seen.chars, text: seen.text }));
    return { items, width: limit, texts, tall: root.scrollHeight > innerHeight + 4 };
  }
  return null;
}

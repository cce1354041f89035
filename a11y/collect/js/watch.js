({ op, regions = [] }, dom) => {
  // Watches what moves by itself. `start` begins; `report` says what was seen; `state` says whether regions still move.
  const KEY = '__a11yWatch';
  const PAUSE = /暂停|停止|停播|关闭|播放|收起|pause|stop|play|close|toggle|×|✕|✖|❚|⏸|■|Ⅱ/i;
  const now = () => performance.now();
  const area = (el) => { const b = el.getBoundingClientRect(); return b.width * b.height; };
  const clips = (el) => /hidden|clip|auto|scroll/.test(getComputedStyle(el).overflowX + getComputedStyle(el).overflowY);

  const signature = (el) => {
    if (!el.isConnected) return null;
    const s = getComputedStyle(el);
    const b = el.localName === 'marquee' && el.firstChild ? rangeBox(el) : el.getBoundingClientRect();
    const fixed = Boolean(dom.closest(el, (at) => at !== document.documentElement && getComputedStyle(at).position === 'fixed'));
    return {
      x: b.x + (fixed ? 0 : scrollX), y: b.y + (fixed ? 0 : scrollY), w: b.width, h: b.height,
      shown: s.visibility === 'visible' && s.display !== 'none' && b.width > 0 && b.height > 0, opacity: parseFloat(s.opacity),
      paint: [s.backgroundPosition, s.backgroundImage, s.clipPath].join('|').slice(0, 400),
      left: el.scrollLeft, top: el.scrollTop, src: el.currentSrc || '', transform: s.transform,
      colors: s.color + s.backgroundColor + s.borderTopColor,
    };
  };
  const rangeBox = (el) => {
    const range = document.createRange();
    range.selectNodeContents(el);
    return range.getBoundingClientRect();
  };
  const differs = (a, b) => {
    if (!a || !b) return '';
    if (a.shown !== b.shown) return 'shown';
    if (!b.shown) return '';
    if (Math.abs(a.opacity - b.opacity) > 0.04) return 'opacity';
    if (Math.abs(a.x - b.x) + Math.abs(a.y - b.y) >= 1) return 'moved';
    if (Math.abs(a.left - b.left) + Math.abs(a.top - b.top) >= 1) return 'scrolled';
    if (a.src !== b.src) return 'src';
    if (a.paint !== b.paint) return 'paint';
    if (a.transform !== b.transform) return 'moved';
    if (a.colors !== b.colors) return 'colour';
    if (Math.abs(a.w - b.w) + Math.abs(a.h - b.h) >= 4) return 'moved';
    return '';
  };

  const value = (text, name) => { const m = text.match(new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;]+)`, 'i')); return m ? m[1].trim() : ''; };
  const said = (old, fresh) => {
    if (['transform', 'translate', 'left', 'top', 'right', 'bottom', 'margin', 'margin-left', 'margin-top'].some((n) => value(old, n) !== value(fresh, n))) return 'moved';
    if (['display', 'visibility'].some((n) => value(old, n) !== value(fresh, n))) return 'shown';
    return value(old, 'opacity') !== value(fresh, 'opacity') ? 'opacity' : '';
  };

  const start = () => {
    const W = window[KEY] = { began: now(), els: new Map(), texts: new Map(), scroll: [scrollX, scrollY], held: 0 };
    const track = (el) => {
      if (!(el instanceof Element) || W.els.size > 400 || W.els.has(el) || /^(html|body|script|style|head|link|meta)$/.test(el.localName)) return;
      const last = signature(el);
      W.els.set(el, { last, changes: [], kinds: {}, path: 0, most: last ? last.w * last.h : 0 });
    };
    const widely = (el) => {
      track(el);
      let left = 40;
      for (const child of el.children || []) if (left-- > 0) { track(child); if (child.children.length < 4) [...child.children].forEach(track); }
    };
    W.observer = new MutationObserver(dom.pristine((list) => {
      for (const m of list.slice(0, 200)) {
        if (m.type === 'attributes') {
          const fresh = !W.els.has(m.target);
          widely(m.target);
          // The change that made us look was over before we looked: its own words tell of it.
          const kind = fresh && m.attributeName === 'style' ? said(m.oldValue || '', m.target.getAttribute('style') || '') : '';
          if (kind && W.els.has(m.target)) {
            const seen = W.els.get(m.target);
            seen.changes.push(now());
            seen.kinds[kind] = 1;
            seen.path += 8;
          }
        }
        else {
          const el = m.target.nodeType === 1 ? m.target : m.target.parentElement;
          if (!el || el === document.body || el === document.documentElement || el === document.head) continue;
          track(el);
          const text = dom.squeeze(el.textContent).slice(0, 300);
          const known = W.texts.get(el) || { text, changes: [] };
          // A clock or a counter is no motion: only its figures change.
          const shape = (t) => t.replace(/\d+/g, '#');
          if (shape(known.text) !== shape(text)) known.changes.push(now());
          known.text = text;
          if (W.texts.size < 200) W.texts.set(el, known);
        }
      }
    }));
    W.observer.observe(document, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true, attributeFilter: ['style', 'class', 'src', 'hidden', 'srcset', 'transform'],
    });
    W.onscroll = dom.pristine((event) => { if (event.target instanceof Element) track(event.target); });
    document.addEventListener('scroll', W.onscroll, true);
    document.querySelectorAll('marquee').forEach(track);
    const sample = dom.pristine(() => {
      if (window[KEY] !== W) return;
      const scrolled = W.scroll[0] !== scrollX || W.scroll[1] !== scrollY;
      W.scroll = [scrollX, scrollY];
      if (document.getAnimations) {
        for (const a of document.getAnimations()) {
          const el = a.effect && a.effect.target;
          if (el && a.playState === 'running') track(el);
        }
      }
      const t = now();
      for (const [el, seen] of W.els) {
        const next = signature(el);
        const kind = scrolled ? '' : differs(seen.last, next);
        if (kind) {
          if (seen.changes.length < 400) seen.changes.push(t);
          seen.kinds[kind] = (seen.kinds[kind] || 0) + 1;
          if (kind === 'moved') seen.path += Math.hypot(next.x - seen.last.x, next.y - seen.last.y);
        }
        seen.last = next;
        if (next && next.shown) seen.most = Math.max(seen.most, next.w * next.h);
      }
      W.timer = setTimeout(sample, 140 + Math.random() * 80);
    });
    W.timer = setTimeout(sample, 150);
    return true;
  };

  // Animations that never end, or not for long, by what they paint.
  const endless = () => {
    const found = new Map();
    if (!document.getAnimations) return found;
    for (const a of document.getAnimations()) {
      const effect = a.effect, el = effect && effect.target;
      if (!el || a.playState !== 'running' || (window.CSSTransition && a instanceof CSSTransition)) continue;
      const timing = effect.getComputedTiming();
      if (!(timing.endTime === Infinity || timing.endTime - (a.currentTime || 0) > 5000)) continue;
      const frames = effect.getKeyframes();
      const changing = new Set();
      for (const frame of frames) {
        for (const [name, value] of Object.entries(frame)) {
          if (/^(offset|computedOffset|easing|composite)$/.test(name)) continue;
          if (frames.some((other) => other[name] !== undefined && other[name] !== value) || frames.length === 1) changing.add(name);
        }
      }
      const steps = frames.length;
      if (!changing.size || !steps || !dom.visible(el) || area(el) < 64) continue;
      const names = [...changing].join(' ');
      found.set(el, /transform|left|top|right|bottom|margin|translate|rotate|scale|Position/i.test(names) ? 'animation' : 'blink');
    }
    return found;
  };

  // What a person would call the thing that moves: the nearest box that clips it, or what alternates with its siblings.
  const regionOf = (el) => {
    let at = el;
    for (let step = 0; at && step < 4; step++, at = dom.parent(at)) {
      if (at === document.body || at === document.documentElement) break;
      if ((at !== el || el.localName === 'marquee') && clips(at)) return at;
    }
    return el;
  };
  const covers = (el) => {
    const b = el.getBoundingClientRect();
    return b.width * b.height > 0.95 * document.documentElement.scrollHeight * innerWidth;
  };
  const elsewhere = (el) => {
    const inside = dom.chars(el.innerText);
    return dom.chars(document.body.innerText) - inside;
  };

  const episodes = (times) => {
    const runs = [];
    for (const t of times) {
      const last = runs[runs.length - 1];
      if (last && t - last[1] < 600) last[1] = t; else runs.push([t, t]);
    }
    return runs;
  };

  const report = () => {
    const W = window[KEY];
    if (!W) return null;
    const watched = (now() - W.began) / 1000;
    const found = new Map();
    const add = (el, kind, times, extra = {}) => {
      if (!el.isConnected) return;
      const old = found.get(el);
      const all = old ? [...old.times, ...times].sort((a, b) => a - b) : [...times];
      const rank = ['drift', 'scroll', 'turn', 'animation', 'blink', 'video'];
      const best = old && rank.indexOf(old.kind) <= rank.indexOf(kind) ? old.kind : kind;
      found.set(el, { ...(old || {}), ...extra, kind: best, most: Math.max(old ? old.most : 0, extra.most || 0), times: all, endless: Boolean((old && old.endless) || extra.endless) });
    };
    const changed = [...W.els].filter(([, seen]) => seen.changes.length);
    const set = new Set(changed.map(([el]) => el));
    const toggled = new Map();
    for (const [el, seen] of changed) {
      if (!el.isConnected) continue;
      const up = dom.parent(el);
      const k = seen.kinds;
      // The outermost thing that moves: children are only carried along.
      if (k.moved && up && set.has(up) && (W.els.get(up).kinds.moved || W.els.get(up).kinds.scrolled)) continue;
      if ((k.shown || k.opacity || k.src) && !k.moved && up && up !== document.body) {
        const group = toggled.get(up) || [];
        group.push([el, seen]);
        toggled.set(up, group);
        continue;
      }
      const s = getComputedStyle(el);
      if (k.scrolled && !k.moved) { add(el, 'scroll', seen.changes); continue; }
      if (k.moved) {
        if (seen.path < 4 && !k.shown && !k.opacity) continue;
        const region = regionOf(el);
        const loose = region === el && /fixed|absolute/.test(s.position);
        add(region, loose ? 'drift' : 'scroll', seen.changes, { path: seen.path });
        continue;
      }
      // Colours that change once answer to something else; only a rhythm is a blink.
      if (episodes(seen.changes).length + (seen.changes.length > 8 ? 2 : 0) >= 3 && (k.shown || dom.visible(el))) add(el, 'blink', seen.changes, k.shown ? { most: seen.most } : {});
    }
    for (const [up, group] of toggled) {
      const times = group.flatMap(([, seen]) => seen.changes).sort((a, b) => a - b);
      if (group.length > 1 || group[0][1].kinds.src) add(group.length > 1 ? regionOf(up) : group[0][0], 'turn', times);
      else add(group[0][0], 'blink', times, { most: group[0][1].most });
    }
    for (const [el, known] of W.texts) {
      if (known.changes.length >= 2 && el.isConnected && dom.visible(el) && el.children.length < 40) add(regionOf(el), 'turn', known.changes);
    }
    const lasting = endless();
    for (const [el, kind] of lasting) {
      if ([...lasting.keys()].some((other) => other !== el && other.contains(el))) continue;
      add(regionOf(el), kind, [now()], { endless: true });
    }
    for (const el of document.querySelectorAll('video')) {
      if (!el.paused && !el.ended && dom.visible(el) && (el.loop || el.duration - el.currentTime > 5 || el.currentTime > 5)) {
        add(el, 'video', [now()], { endless: true, native: el.controls });
      }
    }
    const rows = [];
    const keys = [...found.keys()];
    for (const [el, seen] of found) {
      if (keys.some((other) => other !== el && other.contains(el))) continue;
      // What blinks may just be dark.
      if (!(dom.visible(el) && area(el) >= 64) && !(seen.kind === 'blink' && seen.most >= 64)) continue;
      if (covers(el)) continue;
      const inner = keys.filter((other) => el.contains(other)).flatMap((other) => found.get(other).times).sort((a, b) => a - b);
      const runs = episodes(inner);
      const gaps = runs.slice(1).map((r, i) => r[0] - runs[i][0]);
      rows.push({
        target: dom.target(el), kind: seen.kind, path: seen.path || 0, endless: keys.some((o) => el.contains(o) && found.get(o).endless),
        native: Boolean(seen.native), clipped: clips(el), longest: runs.length ? Math.max(...runs.map((r) => r[1] - r[0])) / 1000 : 0, first: inner.length ? (inner[0] - W.began) / 1000 : 0,
        last: inner.length ? (inner[inner.length - 1] - W.began) / 1000 : 0, episodes: runs.length, changes: inner.length,
        period: gaps.length ? Math.max(...gaps) / 1000 : 0, alone: elsewhere(el) < 20,
        fixed: Boolean(dom.closest(el, (at) => at !== document.documentElement && getComputedStyle(at).position === 'fixed')),
      });
    }
    const pictures = [];
    for (const el of dom.all()) {
      if (pictures.length >= 12) break;
      if (el.localName === 'img' && /\.(gif|webp|apng|png)([?#]|$)|^data:image\/(gif|webp|apng)/i.test(el.currentSrc) && dom.visible(el) && area(el) >= 400) {
        if (/\.png([?#]|$)/i.test(el.currentSrc)) continue;
        pictures.push({ target: dom.target(el), url: el.currentSrc, alone: elsewhere(el) < 20 });
      } else if (el.localName === 'canvas' && dom.visible(el) && area(el) >= 2500) {
        pictures.push({ target: dom.target(el), url: '', alone: elsewhere(el) < 20 });
      }
    }
    const suspects = [...document.querySelectorAll('[class*=swiper],[class*=slick],[class*=carousel],[class*=slide],[class*=banner],[class*=lunbo],[class*=focus],[class*=marquee],[class*=scroll]')]
      .filter((el) => dom.visible(el) && clips(el) && area(el) > 4000 && el.querySelectorAll('li,img,.item,[class*=slide]').length > 1).length;
    return { watched, rows: rows.slice(0, 20), pictures, suspects };
  };

  // Controls that might stop a region: inside or close to it, or called so.
  const stoppers = (path) => {
    const region = dom.find(path);
    if (!region) return [];
    let around = region;
    for (let step = 0; step < 2; step++) {
      const up = dom.parent(around);
      if (!up || up === document.body || area(up) > 4 * area(region) + 40000) break;
      around = up;
    }
    const rows = [];
    for (const el of dom.all()) {
      if (!dom.tabbable(el)) continue;
      if (/^(iframe|select|textarea|audio|video)$/.test(el.localName)) continue;
      if (el.localName === 'input' && !/^(button|checkbox|image|radio)$/.test(el.type)) continue;
      const submits = (el.localName === 'button' && el.type === 'submit' && el.form) || (el.localName === 'input' && el.type === 'image');
      if (submits) continue;
      const href = el.localName === 'a' ? el.getAttribute('href') || '' : '';
      if (href && !/^(#|javascript:)/i.test(href.trim())) continue;
      const words = [dom.name(el), el.title, el.getAttribute('class'), el.id].join(' ');
      const named = PAUSE.test(words), near = around.contains(el);
      if (near || (named && /暂停|停止|pause|stop|动画|滚动|轮播/i.test(words))) rows.push({ target: dom.target(el), named, near });
    }
    rows.sort((a, b) => (b.named - a.named) || (b.near - a.near));
    return rows.slice(0, 12);
  };

  // Forget the past of some regions, to see whether they go on from now.
  const reset = () => {
    const W = window[KEY];
    if (!W) return false;
    for (const [el, seen] of W.els) Object.assign(seen, { changes: [], kinds: {}, path: 0, last: signature(el) });
    for (const known of W.texts.values()) known.changes = [];
    W.mark = now();
    return true;
  };
  const moving = () => {
    const W = window[KEY];
    const lasting = W ? [...endless().keys()] : [];
    return regions.map((path) => {
      const region = dom.find(path);
      if (!region || !dom.visible(region)) return { there: false, changes: 0 };
      const b = region.getBoundingClientRect();
      let changes = lasting.some((el) => region.contains(el)) ? 99 : 0;
      if (W) {
        for (const [el, seen] of W.els) if (region.contains(el)) changes += seen.changes.filter((t) => t > W.mark + 300).length;
        for (const [el, known] of W.texts) if (region.contains(el)) changes += known.changes.filter((t) => t > W.mark + 300).length;
      }
      const video = region.localName === 'video' ? region : null;
      if (video && !video.paused) changes += 99;
      return { there: b.width > 0 && b.height > 0, changes, src: region.currentSrc || '' };
    });
  };
  // Boxes that move, for those who must not take motion for something else.
  const boxes = () => (report()?.rows || []).filter((r) => r.changes > 1 || r.endless).map((r) => ({ selector: r.target.selector, box: r.target.box }));

  if (op === 'start') return window[KEY] ? false : start();
  if (op === 'elapsed') return window[KEY] ? (now() - window[KEY].began) / 1000 : null;
  if (op === 'report') return report();
  if (op === 'stoppers') return stoppers(regions[0]);
  if (op === 'reset') return reset();
  if (op === 'moving') return moving();
  if (op === 'boxes') return boxes();
  return null;
}

(arg, dom) => {
  // Links followed by hand: which go nowhere, which leave the site, what a press changes, what comes to light.
  const KEY = '__a11yFollowing';
  const GOV = /(^|\.)(gov\.cn|政务|政务\.cn|xn--zfr164b|xn--zfr164b\.cn)\.?$/;
  const NOWHERE = /^(#*!?|javascript:\s*(void\b\s*\(?[^()]*\)?|undefined|null|false|true|return\b[^;]*|\/\/.*|#)?[\s;]*|about:blank)$/i;
  const TOP = /顶|top|▲|↑|⇧/i;
  const state = window[KEY] || (window[KEY] = { noise: new WeakSet(), churn: new WeakSet(), changes: [], armed: false, learning: false });

  const fragment = (name) => {
    let plain = name;
    try { plain = decodeURIComponent(name); } catch { /* as written */ }
    return [name, plain].some((id) => document.getElementById(id) || document.getElementsByName(id).length) || /^top$/i.test(name);
  };
  const links = function* () {
    for (const el of dom.all(document.body || document.documentElement)) {
      if (el.matches('a[href],area[href]') && !(el instanceof SVGElement)) yield el;
    }
  };
  const empties = () => {
    const items = [];
    for (const el of links()) {
      const href = el.getAttribute('href').trim();
      const named = /^#[^!/].*/.test(href) && !NOWHERE.test(href) && !fragment(href.slice(1)) ? href.slice(1) : '';
      if (!NOWHERE.test(href) && !named) continue;
      items.push({ target: dom.target(el), href, name_missing: named, hidden: dom.hiddenBy(el) !== '', top: TOP.test(dom.name(el)) });
      if (items.length >= 300) break;
    }
    return items;
  };
  const leaves = () => {
    const items = [], seen = new Set();
    for (const el of links()) {
      let url;
      try { url = new URL(el.href); } catch { continue; }
      if (!/^https?:$/.test(url.protocol) || url.host === location.host || GOV.test(url.hostname)) continue;
      if (dom.hiddenBy(el) !== '') continue;
      items.push({ target: dom.target(el), url: el.href, first: !seen.has(el.href) });
      seen.add(el.href);
      if (items.length >= 200) break;
    }
    return items;
  };

  // What can be seen, element by element: enough to notice what came, went or moved.
  const look = () => {
    const seen = new Map();
    let few = 6000;
    for (const el of dom.all(document.body || document.documentElement)) {
      if (few-- <= 0) break;
      if (/^(script|style|noscript|template|br|head|meta|link)$/.test(el.localName)) continue;
      const shown = el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const b = shown ? el.getBoundingClientRect() : null;
      seen.set(el, b && b.width > 1 && b.height > 1 ? `${Math.round(b.width)},${Math.round(b.height)},${Math.round(b.x + scrollX)},${Math.round(b.y + scrollY)}` : '');
    }
    return seen;
  };
  const values = () => [...document.querySelectorAll('input,select,textarea,details,audio,video')]
    .map((el) => `${el.value ?? ''}|${el.checked ?? ''}|${el.open ?? ''}|${el.paused ?? ''}`).join('\n');
  const watch = () => {
    if (state.observer) return;
    state.observer = new MutationObserver(dom.pristine((records) => {
      for (const record of records) {
        // Not seen by anybody, and done by ourselves where names hide what we ask for (`pristine.js`).
        if (record.attributeName === 'name' || record.attributeName === 'id') continue;
        const el = record.target.nodeType === 1 ? record.target : record.target.parentElement;
        if (!el) continue;
        if (state.armed) state.changes.push(el);
        else if (state.learning) (record.type === 'attributes' ? state.noise : state.churn).add(el);
      }
    }));
    state.observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  };
  // What changed by itself while nothing was touched: the element, and the insides of a small box that is refilled.
  const noisy = (el) => {
    if (state.noise.has(el) && el !== document.body) return true;
    for (let at = el; at && at !== document.body; at = dom.parent(at)) if (state.churn.has(at)) return at.getElementsByTagName('*').length < 200;
    return false;
  };
  const learn = () => { watch(); state.armed = false; state.learning = true; return true; };
  const before = () => {
    watch();
    state.armed = false;
    state.learning = false;
    state.look = look();
    state.values = values();
    state.scroll = [scrollX, scrollY];
    state.focus = document.activeElement;
    return true;
  };
  // What a press asks of the browser itself and leaves no trace on the page: the page is printed, copied from, shown over the
  // whole screen, left for the one before. It is noted and goes no further than a visitor would let it: no dialog of the system opens.
  const asked = (owner, name, word, answer) => {
    const own = owner && owner[name];
    if (typeof own !== 'function' || (state.hooked ||= new Set()).has(own)) return;
    const hook = function (...given) {
      if (state.armed && (name !== 'execCommand' || /^(copy|cut)$/i.test(given[0]))) { state.asked.push(word); return answer(); }
      return own.apply(this, given);
    };
    state.hooked.add(hook);
    try { owner[name] = hook; } catch { /* the page has nailed it down */ }
  };
  const arm = () => {
    const yes = () => Promise.resolve();
    state.asked = [];
    asked(window, 'print', 'printed', () => undefined);
    for (const name of ['back', 'forward', 'go']) asked(history, name, 'history', () => undefined);
    asked(document, 'execCommand', 'copied', () => true);
    for (const name of ['writeText', 'write']) asked(navigator.clipboard, name, 'copied', yes);
    asked(navigator, 'share', 'shared', yes);
    for (const name of ['requestFullscreen', 'webkitRequestFullscreen', 'webkitRequestFullScreen']) asked(Element.prototype, name, 'fullscreen', yes);
    state.changes = [];
    state.armed = true;
    return true;
  };
  const after = (path) => {
    if (!state.armed || !state.look) return null;
    state.observer.takeRecords().forEach((record) => { const el = record.target.nodeType === 1 ? record.target : record.target.parentElement; if (el) state.changes.push(el); });
    state.armed = false;
    const el = dom.find(path), now = look(), did = [...state.asked];
    const hits = state.changes.filter((at) => at.isConnected ? !noisy(at) : true);
    if (hits.length) did.push('changed');
    let shown = 0, text = '';
    for (const [at, place] of now) {
      const then = state.look.get(at);
      if (Boolean(place) === Boolean(then) || noisy(at)) continue;
      shown++;
      if (place && text.length < 200) text = dom.squeeze(text.includes(dom.squeeze(at.innerText)) ? text : `${text} ${at.innerText}`).slice(0, 300);
    }
    if (shown) did.push('shown');
    if (values() !== state.values) did.push('changed');
    if (Math.abs(scrollY - state.scroll[1]) > 2 || Math.abs(scrollX - state.scroll[0]) > 2) did.push(scrollY === 0 && scrollX === 0 ? 'top' : 'scrolled');
    const active = document.activeElement;
    if (active && active !== state.focus && active !== el && active !== document.body && !(el && el.contains(active))) did.push('focus');
    return { did: [...new Set(did)], text };
  };

  // Scrolled into view: its middle, whether it can be seen, and whether something lies on it.
  const place = (path) => {
    const el = dom.find(path);
    if (!el) return { gone: true };
    if (dom.hiddenBy(el)) return { hidden: true };
    el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    let shape = el;
    if (el.localName === 'area') shape = [...document.images].find((img) => img.useMap && el.closest('map') && img.useMap.slice(1) === el.closest('map').name) || el;
    const rects = [...shape.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
    const inner = rects.length ? rects : [...el.querySelectorAll('*')].flatMap((c) => [...c.getClientRects()]).filter((r) => r.width > 0 && r.height > 0);
    if (!inner.length) return { hidden: true };
    for (const r of inner) {
      const x = r.x + r.width / 2, y = r.y + r.height / 2;
      const top = el.getRootNode().elementFromPoint(x, y);
      if (top && (top === el || el.contains(top) || top.contains(el) && top.closest('a,area') === el || top === shape)) return { x, y };
    }
    const r = inner[0];
    return { x: r.x + r.width / 2, y: r.y + r.height / 2, covered: true };
  };
  // Where to point so that a hidden element may come to light: what is visible around it, innermost first.
  const around = (path) => {
    const el = dom.find(path), points = [];
    if (!el) return points;
    const add = (at) => {
      const b = at.getBoundingClientRect();
      if (dom.visible(at) && b.width > 4 && b.height > 4 && b.width < innerWidth * 0.9 && b.height < innerHeight * 0.9) points.push(dom.selector(at));
    };
    let up = dom.parent(el);
    for (let level = 0; up && up !== document.body && level < 7; level++, up = dom.parent(up)) {
      add(up);
      if (up.previousElementSibling && !dom.visible(up)) add(up.previousElementSibling);
    }
    return [...new Set(points)].slice(0, 5);
  };
  // What may open something: named openers of the element's own boxes first, then tabs, menus and closed parts.
  const openers = (path) => {
    const el = dom.find(path), found = [];
    if (!el) return found;
    for (let at = el; at && at !== document.body; at = dom.parent(at)) {
      if (at.id) {
        const id = CSS.escape(at.id);
        found.push(...document.querySelectorAll(`[aria-controls~="${id}"],[href="#${id}"],[data-target="#${id}"],[data-bs-target="#${id}"],label[for="${id}"]`));
      }
      if (at.localName === 'details' && !at.open) found.push(...[...at.children].filter((c) => c.localName === 'summary'));
    }
    let box = dom.parent(el);
    while (box && !dom.visible(box)) box = dom.parent(box);
    for (let level = 0; box && level < 3; level++, box = dom.parent(box)) {
      found.push(...[...box.querySelectorAll('button,[role=tab],[role=button],summary,[onclick],[aria-expanded=false],a[href^="#"],a[href^="javascript:"],li,label')].slice(0, 40));
    }
    return [...new Set(found)].filter((at) => at !== el && !at.contains(el) && dom.visible(at) && !at.closest('form') && !at.querySelector('a[href^="http"]')
      && !(at.localName === 'a' && /^(https?:|\/)/.test(at.getAttribute('href') || ''))).slice(0, 14).map((at) => dom.selector(at));
  };
  // What the page's own style rules say has to be hovered for hidden elements to change, whatever its size. They only say where
  // to point first: whether anything then shows is looked at.
  const ruled = (paths) => {
    const HOVER = /:(hover|focus-within)(?![\w-])/, STATES = /:(hover|focus-within|focus-visible|focus|active)(?![\w-])/g;
    const whole = (selector) => selector.replace(/(^|[\s>+~(])(?=$|[\s>+~)])/g, '$1*').replace(/(\*\s*)+\*/g, '*').trim() || '*';
    const hidden = paths.map((path) => dom.find(path)).filter(Boolean), hosts = new Set();
    let few = 4000;
    const rules = function* (list) {
      for (const rule of list) {
        if ((few -= 1) < 0) return;
        if (rule.selectorText && HOVER.test(rule.selectorText)) yield rule.selectorText;
        else if (rule.cssRules && (!rule.media || matchMedia(rule.media.mediaText).matches)) yield* rules(rule.cssRules);
      }
    };
    const visit = (selector) => {
      const host = selector.slice(0, selector.search(HOVER)).trim(), whatever = /[>+~\s]$|^$/.test(selector.slice(0, selector.search(HOVER)));
      const at = whatever ? `${host} *`.trim() : host, shown = selector.replace(STATES, '').trim();
      for (const el of hidden) {
        if (hosts.size >= 80) return;
        const box = el.closest(whatever ? whole(shown) : shown);
        if (!box) continue;
        const above = box.parentElement, beside = above ? [...above.children].find((one) => one.matches(at)) : null;
        const over = [above && above.closest(at), box.closest(at), beside].find((one) => one && dom.visible(one));
        if (over) hosts.add(over);
      }
    };
    for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
      let list = [];
      try { list = sheet.cssRules; } catch { /* another host's */ }
      for (const text of rules(list)) for (const selector of text.split(/,(?![^(]*\))/)) {
        if (HOVER.test(selector)) try { visit(selector.trim()); } catch { /* a selector that cannot be taken apart so */ }
      }
    }
    return [...hosts].map((at) => dom.selector(at));
  };
  const menus = () => [...document.querySelectorAll('nav li,[class*=nav] li,[class*=menu] li,[class*=menu],[class*=tab] li,[role=tab],[role=menuitem],[aria-haspopup],[aria-expanded=false],[class*=drop],select')]
    .filter((at) => dom.visible(at) && at.getBoundingClientRect().height < 200).slice(0, 40).map((at) => dom.selector(at));
  // Which of the candidates show now.
  const showing = (rows) => rows.filter(([path, why]) => {
    const el = dom.find(path);
    if (!el || dom.hiddenBy(el)) return false;
    if (why === 'color' || why === 'indent') return false;
    if (why !== 'covered') return true;
    const at = place(path);
    return !at.hidden && !at.covered && !at.gone;
  }).map(([path]) => path);
  const focused = (path) => { const el = dom.find(path); if (el) dom.asPage(() => el.focus({ preventScroll: false })); return Boolean(el); };
  const tap = (path) => { const el = dom.find(path); if (el) dom.asPage(() => el.click()); return Boolean(el); };

  // A press of a link that nobody made: what listens to every press hears it too.
  const blank = () => { const a = document.createElement('a'); a.href = '#'; a.addEventListener('click', (e) => e.preventDefault()); document.body.append(a); dom.asPage(() => a.click()); a.remove(); return true; };

  return { empties, leaves, blank, learn, before, arm, after, place, around, openers, ruled, menus, showing, focused, tap }[arg.op](arg.on);
}

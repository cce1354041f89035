({ op, index = 0, path = '', limit = 40 }, dom) => {
  // What can be clicked and not reached with Tab; what a click changes that a person would notice.
  const KEY = '__a11yPresses';
  const HARM = /提交|删除|支付|付款|注册|登录|登陆|注销|退订|投票|点赞|发送|发布|保存|确认|下单|购买|上传|清空|submit|delete|remove|logout|sign\s?(in|out|up)|login|pay|upload|vote/i;
  const EVENTS = ['onclick', 'onmousedown', 'onmouseup', 'onpointerdown', 'onpointerup', 'ontouchstart', 'ontouchend'];
  const round = Math.round;
  const box = (el) => el.getBoundingClientRect();
  const heard = new Set((window.__a11yHeard || []).filter((el) => el instanceof Element));
  const delegated = Boolean(window.__a11yDelegated);
  const inline = (el) => EVENTS.some((name) => el.hasAttribute(name) || (typeof el[name] === 'function'));
  const pointer = (el) => getComputedStyle(el).cursor === 'pointer' && (!dom.parent(el) || getComputedStyle(dom.parent(el)).cursor !== 'pointer');
  const nativeControl = (el) => el.matches('a[href],area,button,input,select,textarea,label,option,optgroup,summary,audio,video,iframe,object,embed,html,body,form,fieldset,marquee,map');
  const COMPOSITE = /^(tab|option|menuitem|menuitemradio|menuitemcheckbox|radio|treeitem|gridcell|row|slider|spinbutton|separator|switch)$/;

  const find = () => {
    const rows = [], groups = new Map();
    let found = 0, skipped = 0, few = 6000;
    for (const el of dom.all(document.body)) {
      if (few-- <= 0) break;
      if (nativeControl(el)) continue;
      const own = heard.has(el) || inline(el);
      const hint = !own && delegated && pointer(el);
      if (!own && !hint) continue;
      if (!dom.visible(el) || dom.tabbable(el)) continue;
      const b = box(el);
      if (b.width < 6 || b.height < 6) continue;
      // A box that only listens for its children.
      if (b.width * b.height > 0.35 * innerWidth * innerHeight) continue;
      if (dom.closest(el, (at) => at !== el && (dom.tabbable(at) || at.matches('label,select,button')))) continue;
      if (getComputedStyle(el).pointerEvents === 'none' || el.closest('[inert]')) continue;
      const inside = [...dom.all(el)].filter((c) => dom.tabbable(c));
      if (inside.length > 1) continue;
      if (!own && inside.length) continue;
      // A box that only looks pressable around parts that are: a click on its middle would meet one of them.
      if (!own && [...el.querySelectorAll('*')].some((c) => heard.has(c) || inline(c))) continue;
      if (own && !inline(el) && [...el.querySelectorAll('*')].some((c) => heard.has(c) || (c !== el && inline(c)))) continue;
      // A box that hears for the parts that look pressable: they are pressed, not the box as well.
      if (own && !inline(el) && !pointer(el) && [...el.querySelectorAll('*')].slice(0, 60).some((c) => pointer(c) && dom.visible(c))) continue;
      const name = dom.name(el);
      const code = EVENTS.map((n) => el.getAttribute(n) || '').join(' ');
      if (HARM.test(name) || /submit|delete|logout|\.pay/i.test(code)) { skipped++; continue; }
      found++;
      const up = dom.parent(el);
      const kind = [el.localName, (el.getAttribute('class') || '').replace(/\d+/g, '#').split(/\s+/).sort().slice(0, 3).join('.'), up ? `${up.localName}.${up.className}` : '', code.replace(/['"(][^'")]*['")]/g, '')].join('|').slice(0, 300);
      const many = groups.get(kind) || 0;
      groups.set(kind, many + 1);
      if (many >= 2 || rows.length >= limit) continue;
      const role = (el.getAttribute('role') || '').trim();
      rows.push({ el, target: dom.target(el), code, composite: COMPOSITE.test(role), own, field: fieldNear(el) });
    }
    window[KEY] = { rows, shots: null };
    return { rows: rows.map(({ el, ...rest }) => ({ ...rest, place: null })), found, skipped, groups: groups.size };
  };

  // A field beside it may do the same on Enter, which we never press in a field.
  const fieldNear = (el) => {
    const words = [dom.name(el), el.id, el.className, el.getAttribute('onclick'), el.title].join(' ');
    if (!el.closest('form') && !/搜|查询|检索|search|query|find|go\b/i.test(words)) return false;
    let up = el.closest('form') || el;
    if (up === el) for (let i = 0; i < 4 && dom.parent(up) && dom.parent(up) !== document.body; i++) up = dom.parent(up);
    const a = box(el);
    return [...dom.all(up)].some((f) => f.matches('input:not([type=hidden]):not([type=button]):not([type=checkbox]):not([type=radio]):not([type=image]):not([type=submit]),textarea')
      && dom.visible(f) && Math.abs(box(f).y + box(f).height / 2 - a.y - a.height / 2) < 80 && Math.abs(box(f).x + box(f).width / 2 - a.x - a.width / 2) < 600);
  };

  // Everything that shows, in one pass: enough to notice what came, went, moved or changed its looks.
  const snapshot = () => {
    const seen = new Map();
    let few = 5000;
    for (const el of [document.body, ...dom.all(document.body)]) {
      if (few-- <= 0) break;
      if (/^(script|style|noscript|template|option|br)$/.test(el.localName)) continue;
      const shown = el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!shown) { seen.set(el, null); continue; }
      const b = box(el), s = getComputedStyle(el);
      const on = b.width > 1 && b.height > 1 && b.right + scrollX > 0 && b.bottom + scrollY > 0;
      seen.set(el, on ? { x: round(b.x + scrollX), y: round(b.y + scrollY), w: round(b.width), h: round(b.height), look: s.color + s.backgroundColor + s.fontSize + s.backgroundImage.slice(0, 200) + s.opacity, text: text(el) } : null);
    }
    return { seen, scroll: [scrollX, scrollY], hash: location.href, values: values() };
  };
  const text = (el) => { let t = ''; for (const n of el.childNodes) if (n.nodeType === 3) t += n.data; return t.trim().slice(0, 120) + (el.localName === 'img' ? el.currentSrc : ''); };
  const values = () => {
    const v = new Map();
    for (const el of document.querySelectorAll('input,select,textarea')) v.set(el, `${el.value}|${el.checked}`);
    return v;
  };
  const diff = (a, b, ignore) => {
    const out = { appeared: [], vanished: [], moved: [], restyled: [], text: [] };
    const outermost = (el, set) => { const up = dom.parent(el); return !up || !set.has(up); };
    const came = new Set(), went = new Set();
    for (const [el, now] of b.seen) {
      if (ignore.has(el)) continue;
      const then = a.seen.get(el);
      if (now && !then) came.add(el);
      else if (!now && then) went.add(el);
      else if (now && then) {
        if (now.text !== then.text) out.text.push(el);
        else if (now.look !== then.look) out.restyled.push(el);
        else if (Math.abs(now.x - then.x) + Math.abs(now.y - then.y) + Math.abs(now.w - then.w) + Math.abs(now.h - then.h) > 3) out.moved.push(el);
      }
    }
    for (const [el, then] of a.seen) if (then && !b.seen.has(el) && !ignore.has(el)) went.add(el);
    const sized = (el, side) => { const r = side.seen.get(el); return r && r.w * r.h >= 60; };
    out.appeared = [...came].filter((el) => outermost(el, came) && sized(el, b));
    out.vanished = [...went].filter((el) => outermost(el, went) && sized(el, a));
    return out;
  };
  const where = (el) => (el.isConnected ? dom.selector(el) : `(${el.localName} ${dom.squeeze(el.textContent).slice(0, 40)})`);

  if (op === 'listeners') return true;
  if (op === 'find') return find();
  if (op === 'size') return dom.find(path) ? true : false;
  if (op === 'baseline') {
    // Two looks, a moment apart: what differs between them changes by itself.
    const first = snapshot();
    return new Promise((done) => setTimeout(dom.pristine(() => {
      const second = snapshot();
      const quick = diff(first, second, new Set());
      const noisy = new Set([...quick.appeared, ...quick.vanished, ...quick.moved, ...quick.restyled, ...quick.text].flatMap((el) => [el, ...dom.all(el)]));
      window.__a11yLook = { second, noisy, focus: document.activeElement };
      done(noisy.size);
    }), 160));
  }
  if (op === 'effect') {
    const { second, noisy, focus } = window.__a11yLook || {};
    if (!second) return null;
    const moving = new Set((window.__a11yMovingBoxes || []).map((p) => dom.find(p)).filter(Boolean).flatMap((el) => [el, ...dom.all(el)]));
    const after = snapshot();
    const d = diff(second, after, new Set([...noisy, ...moving]));
    const pressed = dom.find(path);
    const own = (el) => pressed && (el === pressed || pressed.contains(el));
    const foreign = (list) => list.filter((el) => !own(el));
    const active = document.activeElement;
    const changedField = [...after.values].find(([el, v]) => second.values.has(el) && second.values.get(el) !== v);
    return {
      appeared: foreign(d.appeared).slice(0, 6).map(where), vanished: d.vanished.slice(0, 6).map(where),
      text: foreign(d.text).slice(0, 6).map(where), restyled: foreign(d.restyled).length, moved: foreign(d.moved).length,
      says: dom.squeeze([...foreign(d.appeared), ...foreign(d.text)].map((el) => el.innerText || '').join(' ')).slice(0, 120),
      scrolled: Math.abs(scrollX - second.scroll[0]) + Math.abs(scrollY - second.scroll[1]),
      hash: location.href !== second.hash ? location.href : '',
      focus: active && active !== focus && active !== document.body && dom.tabbable(active) ? dom.selector(active) : '',
      field: changedField && dom.tabbable(changedField[0]) ? dom.selector(changedField[0]) : '', noisy: noisy.size, moving: moving.size,
      same_element: own(document.elementFromPoint(0, 0) || document.body),
    };
  }
  if (op === 'links') {
    // Addresses that Tab can reach.
    const out = [];
    for (const el of dom.all()) if (el.matches('a[href],area[href]') && dom.tabbable(el) && out.length < 3000) out.push(el.href);
    return out;
  }
  if (op === 'rivals') {
    // Controls that Tab reaches and that might do the same as the element at `path`.
    const el = dom.find(path);
    if (!el) return [];
    const rows = [], taken = new Set();
    const add = (other, how) => {
      if (!other || other === el || taken.has(other) || !dom.tabbable(other)) return;
      if (/^(input|select|textarea|iframe)$/.test(other.localName) && !/^(button|checkbox|radio)$/.test(other.type)) return;
      if ((other.type === 'submit' && other.form) || HARM.test(dom.name(other))) return;
      taken.add(other);
      rows.push({ path: dom.selector(other), how });
    };
    for (const c of dom.all(el)) add(c, 'inside');
    for (let at = dom.parent(el), i = 0; at && i < 3; at = dom.parent(at), i++) add(at, 'around');
    const name = dom.name(el), code = EVENTS.map((n) => el.getAttribute(n) || '').join('');
    for (const other of dom.all()) {
      if (rows.length > 12) break;
      if (!dom.tabbable(other)) continue;
      if ((name && dom.name(other) === name) || (code && EVENTS.map((n) => other.getAttribute(n) || '').join('') === code)) add(other, 'twin');
    }
    const up = dom.parent(el);
    if (up) for (const c of [...dom.all(up)].slice(0, 60)) if (rows.length < 6) add(c, 'beside');
    return rows.slice(0, 5);
  }
  if (op === 'enter') {
    const el = dom.find(path);
    if (!el) return false;
    dom.asPage(() => el.focus());
    return document.activeElement === el || Boolean(el.getRootNode().activeElement === el);
  }
  return null;
}

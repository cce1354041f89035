(arg, dom) => {
  // What the page tells assistive technology of names, groups, tables, sounds and headings. Nothing is touched.
  // arg: {place, wait}. wait: milliseconds granted to sounds that start by themselves to tell how long they last.
  dom.place(arg.place);
  const { attr, squeeze, region, visible, style } = dom;
  const MOST = 300;
  const nodes = [];
  for (const el of dom.all()) { nodes.push(el); if (nodes.length > 60000) break; }
  const body = document.body || document.documentElement;
  const quiet = dom.inherit((el) => {
    if (attr(el, 'aria-hidden') === 'true' || el.hasAttribute('inert')) return true;
    const up = dom.parent(el);
    return up ? quiet(up) : false;
  });
  const decorative = (el) => /^(none|presentation)$/.test((attr(el, 'role') || '').trim().split(/\s+/)[0]);
  // Rendered at all: what is moved out of sight is still read out.
  const rendered = (el) => el.checkVisibility && el.checkVisibility() && style(el).visibility === 'visible';
  const told = (el) => rendered(el) && !quiet(el);
  // What is read of an element: its text and its pictures' alternatives, hidden parts left out.
  const spoken = (el, most = 400) => {
    let text = '', looked = 0;
    const walk = (at) => {
      if (looked > 300 || text.length > most) return;
      looked += 1;
      for (const node of (at.shadowRoot || at).childNodes) {
        if (node.nodeType === 3) text += node.nodeValue;
        else if (node.nodeType === 1 && !dom.SILENT.test(node.localName) && told(node)) {
          const label = squeeze(attr(node, 'aria-label'));
          const inline = style(node).display.startsWith('inline');
          if (!inline) text += ' ';
          if (label) text += ` ${label} `;
          else if (node.localName === 'img' && !decorative(node)) text += ` ${attr(node, 'alt') || attr(node, 'title') || ''} `;
          else if (node.localName === 'svg') text += ` ${(node.querySelector('title') || {}).textContent || ''} `;
          else walk(node);
          if (!inline) text += ' ';
        }
      }
    };
    walk(el);
    return squeeze(text);
  };
  const referred = (el, name) => {
    const root = el.getRootNode();
    const found = (attr(el, name) || '').split(/\s+/).filter(Boolean).map((id) => root.getElementById && root.getElementById(id)).filter(Boolean);
    return squeeze(found.map((one) => attr(one, 'aria-label') || (rendered(one) ? spoken(one) : one.textContent)).join(' '));
  };
  const named = (el) => referred(el, 'aria-labelledby') || squeeze(attr(el, 'aria-label')) || squeeze(attr(el, 'title'));
  const before = (a, b) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);

  // --- visible words against the name -------------------------------------------------------------------------------
  const WIDGET = /^(button|checkbox|gridcell|link|menuitem|menuitemcheckbox|menuitemradio|option|radio|searchbox|switch|tab|treeitem)$/;
  // A font whose letters are pictures: its words are not read by eye as words.
  const pictured = (el) => [el, ...el.querySelectorAll('*')].some((at) => /icon|symbol|awesome|glyph|material/i.test(style(at).fontFamily) && dom.ownText(at));
  const drawn = dom.inherit((el) => {
    const s = style(el);
    if (/^(inset\((?:50|100)%|circle\(0)/.test(s.clipPath || '') || parseFloat(s.opacity) < 0.05) return false;
    const up = dom.parent(el);
    return up ? drawn(up) : true;
  });
  const seenText = (el) => {
    let text = '', looked = 0;
    const walk = (at) => {
      if (looked > 300) return;
      looked += 1;
      for (const node of at.childNodes) {
        if (node.nodeType === 3) { if (dom.readable(at) && drawn(at)) text += node.nodeValue; }
        else if (node.nodeType === 1 && node.localName === 'br') text += ' ';
        else if (node.nodeType === 1 && !dom.SILENT.test(node.localName)) {
          const apart = !/^(inline|contents)/.test(style(node).display);
          text += apart ? ' ' : '';
          walk(node);
          text += apart ? ' ' : '';
        }
      }
    };
    walk(el);
    return squeeze(text);
  };
  const labels = [];
  let unread = false;
  for (const el of nodes) {
    if (labels.length >= MOST) { unread = true; break; }
    if (!el.hasAttribute('aria-label') && !el.hasAttribute('aria-labelledby')) continue;
    if (!WIDGET.test(dom.role(el)) || !visible(el) || quiet(el)) continue;
    if (/^(input|select|textarea)$/.test(el.localName)) continue;
    const name = referred(el, 'aria-labelledby') || squeeze(attr(el, 'aria-label'));
    const text = seenText(el);
    if (!name || !text || pictured(el)) continue;
    labels.push({ target: dom.target(el), text: text.slice(0, 200), name: name.slice(0, 400) });
  }

  // --- groups of choices --------------------------------------------------------------------------------------------
  const CHOICE = 'input[type=radio],input[type=checkbox],[role=radio],[role=checkbox]';
  const GROUP = 'fieldset,[role=group],[role=radiogroup]';
  const legendOf = (el) => [...el.children].find((child) => child.localName === 'legend') || null;
  const groups = [];
  for (const el of nodes) {
    if (groups.length >= MOST) break;
    if (!el.matches(GROUP) || decorative(el) || !told(el)) continue;
    const legend = el.localName === 'fieldset' ? legendOf(el) : null;
    const choices = [...el.querySelectorAll(CHOICE)].filter((one) => told(one) && one.closest(GROUP) === el);
    const fields = [...el.querySelectorAll('input:not([type=hidden]),select,textarea')].filter((one) => told(one)).length;
    const tally = new Map();
    for (const one of choices) { const key = attr(one, 'name') || one.localName; tally.set(key, (tally.get(key) || 0) + 1); }
    groups.push({
      target: dom.target(legend && !spoken(legend) && told(legend) ? legend : el), kind: el.localName === 'fieldset' ? 'fieldset' : 'group',
      name: (referred(el, 'aria-labelledby') || squeeze(attr(el, 'aria-label')) || (legend && told(legend) ? spoken(legend) : '') || squeeze(attr(el, 'title'))).slice(0, 120),
      legend: Boolean(legend && told(legend)), fields, together: Math.max(0, ...tally.values()), question: '', asked: false,
    });
  }
  // Choices that no group holds, with the question that stands before them.
  const ASKS = 'h1,h2,h3,h4,h5,h6,[role=heading]';
  const loose = new Map();
  for (const el of nodes) {
    if (!el.matches('input[type=radio],input[type=checkbox]') || !attr(el, 'name') || !told(el) || el.closest(GROUP)) continue;
    const form = el.form || body;
    const key = `${el.type} ${attr(el, 'name')}`;
    if (!loose.has(form)) loose.set(form, new Map());
    const kinds = loose.get(form);
    kinds.set(key, [...(kinds.get(key) || []), el]);
  }
  for (const kinds of loose.values()) for (const [, members] of kinds) {
    if (members.length < 2 || groups.length >= MOST) continue;
    const described = members.some((one) => attr(one, 'aria-labelledby') || attr(one, 'aria-describedby') || attr(one, 'aria-label'));
    let question = null;
    // The heading right before the first of them, with nothing but the choices' own labels between.
    let at = members[0];
    for (let up = 0; up < 5 && at && !question && !dom.rooted(at); up += 1, at = dom.parent(at)) {
      for (let back = at.previousElementSibling; back; back = back.previousElementSibling) {
        if (!told(back)) continue;
        if (back.matches(ASKS)) { question = back; break; }
        if (squeeze(back.textContent)) { at = null; break; }
      }
      if (!at) break;
    }
    if (!question || described) continue;
    groups.push({
      target: dom.target(members[0]), kind: members[0].type, name: '', legend: false, fields: members.length, together: members.length,
      question: spoken(question).slice(0, 80), asked: /[?？:：]\s*$/.test(spoken(question)),
    });
  }

  // --- tables -------------------------------------------------------------------------------------------------------
  const roleOf = (el) => (attr(el, 'role') || '').trim().split(/\s+/)[0];
  const gridOf = (table) => {
    // Cells by place, spans counted, as HTML's table model lays them out.
    const at = [], cells = [];
    let y = 0;
    for (const row of table.rows) {
      if (row.closest('table') !== table || !rendered(row)) continue;
      at[y] = at[y] || [];
      let x = 0;
      for (const cell of row.cells) {
        if (!told(cell)) continue;
        while (at[y][x]) x += 1;
        const wide = Math.min(cell.colSpan || 1, 100), tall = Math.min(cell.rowSpan || 1, 500);
        for (let dy = 0; dy < tall; dy += 1) for (let dx = 0; dx < wide; dx += 1) { at[y + dy] = at[y + dy] || []; at[y + dy][x + dx] = cell; }
        cells.push({ el: cell, x, y, wide, tall });
        x += wide;
      }
      y += 1;
    }
    return { at: at.slice(0, y), cells, height: y };
  };
  const HEADING_CELL = /^(columnheader|rowheader)$/;
  const isHeader = (cell) => (cell.localName === 'th' && (!roleOf(cell) || HEADING_CELL.test(roleOf(cell)))) || HEADING_CELL.test(roleOf(cell));
  const tables = [], headers = [];
  for (const el of nodes) {
    if (el.localName !== 'table' || tables.length >= 100) continue;
    const role = roleOf(el);
    if ((role && !/^(table|grid|treegrid)$/.test(role)) || !told(el) || el.rows.length > 2000) continue;
    const { at, cells, height } = gridOf(el);
    const width = Math.max(0, ...at.map((row) => row.length));
    const known = cells.filter((cell) => isHeader(cell.el));
    for (const cell of known) {
      // A header without any cell that it could speak of: none beside it, none below it, none that names it.
      const scope = (attr(cell.el, 'scope') || '').toLowerCase() || (roleOf(cell.el) === 'rowheader' ? 'row' : roleOf(cell.el) === 'columnheader' ? 'col' : '');
      const id = attr(cell.el, 'id');
      const others = cells.filter((one) => one !== cell && !one.el.hasAttribute('headers'));
      const below = (one) => one.x < cell.x + cell.wide && cell.x < one.x + one.wide && one.y > cell.y;
      const beside = (one) => one.y < cell.y + cell.tall && cell.y < one.y + one.tall && one.x > cell.x;
      const called = id && cells.some((one) => (attr(one.el, 'headers') || '').split(/\s+/).includes(id));
      const column = !/^row/.test(scope) && others.some((one) => below(one));
      // Without a scope a header with plain cells only to its right in the first row heads its row, not before.
      const row = !/^col/.test(scope) && others.some((one) => beside(one) && (!isHeader(one.el) || cell.x === 0 && /^row/.test(scope)));
      if (headers.length < MOST && squeeze(cell.el.textContent)) headers.push({ target: dom.target(cell.el), text: spoken(cell.el).slice(0, 60), cells: Boolean(called || column || row) });
    }
    // A table that lays out data and marks no heads.
    const nested = el.querySelector('table') !== null || el.closest('td,th') !== null;
    const filled = cells.filter((cell) => squeeze(cell.el.textContent)).length;
    const blocks = el.querySelector('h1,h2,h3,h4,h5,h6,form,ul,ol,iframe,input,select,textarea,button,object,video') !== null;
    const long = cells.some((cell) => dom.chars(cell.el.textContent) > 120);
    const strong = (cell) => {
      const s = style(cell.el.querySelector('b,strong,p span,span,p') || cell.el);
      const bold = parseInt(s.fontWeight, 10) >= 600;
      return `${bold ? 'bold' : ''}|${style(cell.el).backgroundColor}|${style(cell.el.parentElement).backgroundColor}`;
    };
    const first = cells.filter((cell) => cell.y === 0), rest = cells.filter((cell) => cell.y > 0);
    const looks = new Set(first.map(strong)), others = new Set(rest.map(strong));
    const short = first.every((cell) => { const n = dom.chars(cell.el.textContent); return n >= 1 && n <= 16; });
    const distinct = first.length >= 2 && first.length === width && short && looks.size === 1 && ![...others].some((look) => looks.has(look));
    const head = el.tHead && el.tHead.rows.length > 0 && [...el.tHead.rows].every((row) => [...row.cells].every((cell) => cell.localName === 'td'));
    tables.push({
      target: dom.target(el), rows: height, columns: width, headers: known.length + cells.filter((cell) => cell.el.hasAttribute('headers') || cell.el.hasAttribute('scope')).length,
      caption: Boolean(el.caption && spoken(el.caption)), head: Boolean(head), distinct,
      plain: !nested && !blocks && !long && height >= 3 && width >= 2 && filled >= cells.length * 0.8 && cells.every((cell) => cell.wide === 1 && cell.tall === 1),
      text: spoken(first[0] ? first[0].el.parentElement : el).slice(0, 80),
    });
  }
  for (const el of nodes) {
    // The same of tables that are made of roles.
    if (!/^(table|grid|treegrid)$/.test(roleOf(el)) || el.localName === 'table' || !told(el) || headers.length >= MOST) continue;
    const rows = [...el.querySelectorAll('[role=row]')].filter((row) => told(row) && row.closest('[role=table],[role=grid],[role=treegrid]') === el).map((row) =>
      [...row.querySelectorAll('[role=cell],[role=gridcell],[role=columnheader],[role=rowheader]')].filter((cell) => told(cell) && cell.closest('[role=row]') === row));
    const spans = rows.some((row) => row.some((cell) => cell.hasAttribute('aria-colspan') || cell.hasAttribute('aria-colindex') || cell.hasAttribute('aria-rowspan')));
    if (spans) continue;
    rows.forEach((row, y) => row.forEach((cell, x) => {
      const role = roleOf(cell);
      if (role !== 'columnheader' && role !== 'rowheader') return;
      const has = role === 'columnheader' ? rows.slice(y + 1).some((other) => other[x]) : row.slice(x + 1).length > 0;
      if (squeeze(cell.textContent)) headers.push({ target: dom.target(cell), text: spoken(cell).slice(0, 60), cells: has });
    }));
  }

  // --- sounds that start by themselves --------------------------------------------------------------------------------
  const CONTROL = /播放|暂停|停止|静音|关闭(?:声音|音乐|音频|视频)|声音|音量|play|pause|stop|mute|sound|volume/i;
  const controls = nodes.filter((el) => el.matches('button,a[href],input,[role=button],[role=switch],[role=slider],[onclick][tabindex]')).slice(0, 3000);
  const metadata = (el) => new Promise((done) => {
    if (el.readyState >= 1 || el.error) return done();
    const late = setTimeout(done, arg.wait || 1500);
    for (const type of ['loadedmetadata', 'error', 'emptied']) el.addEventListener(type, () => { clearTimeout(late); done(); }, { once: true });
    return undefined;
  });
  const lasting = (el) => {
    // `#t=8,10` in the address plays two seconds of it.
    const part = /#(?:.*&)?t=(?:npt:)?([\d.:]*)(?:,([\d.:]+))?/.exec(el.currentSrc || '');
    const clock = (text) => String(text || '0').split(':').reduce((sum, piece) => sum * 60 + (parseFloat(piece) || 0), 0);
    if (!Number.isFinite(el.duration)) return el.duration === Infinity ? 3600 : null;
    const end = part && part[2] ? Math.min(clock(part[2]), el.duration) : el.duration;
    return dom.round(Math.max(0, end - (part ? clock(part[1]) : 0)), 1);
  };
  const tracked = (el) => {
    if (el.localName === 'audio' || el.webkitAudioDecodedByteCount > 0) return true;
    try { return el.captureStream().getAudioTracks().length > 0; } catch { return null; }
  };
  // A track may hold nothing but silence: what can be had of the file is decoded, and its loudest moment looked for.
  const audible = async (el) => {
    const has = tracked(el);
    if (!has || !el.currentSrc) return has;
    const cut = new AbortController(), late = setTimeout(() => cut.abort(), arg.wait || 1500);
    try {
      const answer = await fetch(el.currentSrc, { signal: cut.signal });
      if (!answer.ok || Number(answer.headers.get('content-length') || 0) > 8e6) { cut.abort(); return has; }
      const sound = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(await answer.arrayBuffer());
      let loudest = 0;
      for (let i = 0; i < sound.numberOfChannels; i += 1) for (const value of sound.getChannelData(i)) loudest = Math.max(loudest, Math.abs(value));
      return loudest > 0.001;
    } catch { return has; } finally { clearTimeout(late); }
  };
  const starting = nodes.filter((el) => /^(audio|video)$/.test(el.localName) && (el.autoplay || el.hasAttribute('autoplay')) && !el.muted && !el.defaultMuted).slice(0, 20);
  const hear = async (el) => {
    await metadata(el);
    let control = '';
    if (el.controls && visible(el)) control = 'controls';
    else for (const one of controls) if (visible(one) && !quiet(one) && CONTROL.test(dom.name(one))) { control = dom.name(one).slice(0, 40); break; }
    return {
      target: dom.target(el), loads: el.readyState >= 1, seconds: el.readyState >= 1 ? lasting(el) : null,
      audible: el.readyState >= 1 ? await audible(el) : null, control, loops: el.loop,
    };
  };

  // --- a heading for the content, and ways past what comes before it ------------------------------------------------
  const HEADING = 'h1,h2,h3,h4,h5,h6,[role=heading]';
  const REPEATED = 'nav,aside,header,footer,[role=navigation],[role=complementary],[role=banner],[role=contentinfo],[role=search]';
  const repeated = dom.inherit((el) => {
    if (dom.rooted(el)) return false;
    if (el.matches(REPEATED) && !el.closest('main,article,[role=main]')) return true;
    if (/^(navigation|foot|head|toolbar|breadcrumb|pager|floating)$/.test(region(el))) return true;
    const up = dom.parent(el);
    return up ? repeated(up) : false;
  });
  let content = null;
  for (const el of nodes) {
    if (dom.chars(dom.ownText(el)) < 20 || !dom.readable(el) || quiet(el) || repeated(el) || el.closest('a[href],button,label,select,form,table,li,dl')) continue;
    content = el;
    break;
  }
  const ahead = content ? nodes.filter((el) => el !== body && before(el, content) && !el.contains(content) && repeated(el) && el.querySelector && (el.matches('a[href],button') || el.querySelector('a[href],button'))) : [];
  const loneLinks = content ? nodes.filter((el) => el.matches('a[href]') && before(el, content) && visible(el) && !/^#/.test(attr(el, 'href') || '')) : [];
  const headings = nodes.filter((el) => (el.matches(HEADING)) && !(el.hasAttribute('role') && roleOf(el) !== 'heading') && told(el) && spoken(el));
  const marks = nodes.filter((el) => el.matches('main,[role=main],nav,[role=navigation]') && told(el));
  const jumps = nodes.filter((el) => {
    if (!el.matches('a[href^="#"]')) return false;
    const id = attr(el, 'href').slice(1);
    return id && (document.getElementById(id) || document.getElementsByName(id).length);
  });
  const scripted = content ? nodes.filter((el) => el.matches('button,[role=button],[role=link],[onclick],a[href^="#"],a[href^="javascript"]') && before(el, content) && el.matches('button,[onclick],[role]')) : [];
  const start = content ? {
    target: dom.target(content), repeated: ahead.length > 0, links: loneLinks.length,
    // Visible, for a heading out of sight leads no eye; outside what repeats, or that block's own heading would count.
    heading: headings.some((el) => !repeated(el) && visible(el)), headings: headings.length, landmarks: marks.length, jumps: jumps.length, scripted: scripted.length,
  } : null;

  // --- links whose words alone tell nothing ----------------------------------------------------------------------------
  const VAGUE = /^(?:更多|更多内容|more|read ?more|learn ?more|详情|详细|详细内容|查看|查看详情|点击|点击这里|点这里|点此|点击此处|点击进入|点击查看|这里|此处|链接|click|click here|here|go|link|this|details?|\[?更多\]?|[.。…>»]+)$/i;
  const links = [];
  const bare = (text) => squeeze(text).replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '');
  let headed = false;
  for (const el of nodes) {
    if (el.matches(HEADING) && told(el) && spoken(el)) headed = true;
    const linked = (el.localName === 'a' && el.hasAttribute('href') && !(roleOf(el) && roleOf(el) !== 'link')) || roleOf(el) === 'link';
    if (!linked || links.length >= MOST || !told(el)) continue;
    const name = referred(el, 'aria-labelledby') || squeeze(attr(el, 'aria-label')) || spoken(el) || squeeze(attr(el, 'title'));
    const svgText = el.namespaceURI.endsWith('svg') ? squeeze(el.textContent) : '';
    const words = name || svgText;
    if (!words || !(VAGUE.test(words) || VAGUE.test(bare(words)))) continue;
    if (attr(el, 'title') && !VAGUE.test(squeeze(attr(el, 'title')))) continue;
    let around = referred(el, 'aria-describedby');
    for (let up = dom.parent(el); up && !dom.rooted(up) && !around && !up.matches('main'); up = dom.parent(up)) {
      const whole = squeeze(up.textContent).replace(words, '');
      if (dom.chars(whole) >= 2) around = whole;
    }
    for (const node of dom.parent(el) ? dom.parent(el).childNodes : []) if (node.nodeType === 3 && !around && dom.chars(node.nodeValue) >= 2) around = squeeze(node.nodeValue);
    links.push({ target: dom.target(el), text: words.slice(0, 60), around: around.slice(0, 80), headed });
  }

  // --- spacing that nobody can change -----------------------------------------------------------------------------------
  const LEAST = { 'letter-spacing': 0.12, 'word-spacing': 0.16, 'line-height': 1.5 };
  const spacings = [];
  for (const el of document.querySelectorAll('[style*="!important"],[style*="! important"]')) {
    if (spacings.length >= MOST || !el.style) continue;
    for (const property of Object.keys(LEAST)) {
      const value = el.style.getPropertyValue(property);
      if (!value || el.style.getPropertyPriority(property) !== 'important' || /^(inherit|unset|revert)/.test(value)) continue;
      // Text that takes its spacing from here: its own, and of what inside it declares none.
      let chars = 0, least = Infinity;
      for (const at of [el, ...el.querySelectorAll('*')].slice(0, 2000)) {
        if (at !== el && at.closest('[style]') !== el && [...ancestors(at, el)].some((one) => one.style && one.style.getPropertyValue(property))) continue;
        const own = dom.ownText(at);
        if (!own || !dom.readable(at)) continue;
        const s = style(at), size = parseFloat(s.fontSize) || 16;
        const had = property === 'line-height' ? (s.lineHeight === 'normal' ? 1.2 : parseFloat(s.lineHeight) / size) : (parseFloat(s.getPropertyValue(property)) || 0) / size;
        chars += dom.chars(own);
        least = Math.min(least, had);
      }
      spacings.push({ target: dom.target(el), property, chars, ratio: chars ? dom.round(least, 3) : 0, required: LEAST[property] });
    }
  }
  function* ancestors(at, top) { for (let up = at; up && up !== top; up = dom.parent(up)) yield up; }

  // --- attributes that say nothing where they stand --------------------------------------------------------------------
  const GENERIC = /^(div|span|p|b|i|u|s|em|strong|small|sub|sup|del|ins|code|q|cite|mark|time|var|samp|kbd|pre|center|font)$/;
  const OTHER = ['aria-braillelabel', 'aria-brailleroledescription', 'aria-roledescription'];
  const strays = [];
  for (const el of nodes) {
    if (strays.length >= MOST) break;
    for (const one of OTHER) {
      if (!squeeze(attr(el, one)) || !told(el)) continue;
      const role = roleOf(el);
      const plain = (!role && GENERIC.test(el.localName)) || /^(none|presentation|generic|paragraph|strong|emphasis|code|deletion|insertion|subscript|superscript|caption)$/.test(role);
      strays.push({ target: dom.target(el), attribute: one, role: role || el.localName, allowed: !plain });
    }
  }

  // --- fields that are called the same ------------------------------------------------------------------------------------
  const sames = new Map();
  let above = '';
  for (const el of nodes) {
    if (el.matches(HEADING) && visible(el)) above = dom.selector(el);
    if (!el.matches('input,select,textarea') || /^(hidden|radio|checkbox|submit|button|image|reset|file)$/.test(el.type) || !visible(el) || quiet(el)) continue;
    // Rows of a table repeat their fields on purpose; a name of its own tells them apart.
    if (el.closest('table,[role=grid],[role=row],li') || attr(el, 'aria-describedby')) continue;
    const label = referred(el, 'aria-labelledby') || squeeze(attr(el, 'aria-label')) || squeeze([...(el.labels || [])].map((one) => seenText(one)).join(' '));
    if (!label || dom.chars(label) > 40) continue;
    const group = el.closest(GROUP), form = el.form || body;
    const around = group ? (referred(group, 'aria-labelledby') || squeeze(attr(group, 'aria-label')) || (legendOf(group) ? spoken(legendOf(group)) : '')) : '';
    const key = [dom.selector(form), above, around, label.replace(/[:：*＊\s]+$/, '')].join('\n');
    sames.set(key, [...(sames.get(key) || []), el]);
  }
  const twins = [];
  for (const [key, members] of sames) if (members.length >= 2 && twins.length < MOST) twins.push({ target: dom.target(members[1]), label: key.split('\n')[3].slice(0, 60), count: members.length });

  // --- which way text runs --------------------------------------------------------------------------------------------------
  const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
  const turned = [];
  for (const el of nodes) {
    if (turned.length >= 50) break;
    const own = dom.ownText(el);
    if (own.length < 8) continue;
    const right = (own.match(RIGHT) || []).length, left = (own.match(/[A-Za-z\u00c0-\u024f\u4e00-\u9fff]/g) || []).length;
    if (right < 8 && left < 12) continue;
    if (right < 8 && style(el).direction !== 'rtl') continue;
    if (!dom.readable(el) || style(el).unicodeBidi === 'plaintext' || attr(el, 'dir') === 'auto') continue;
    const wants = right > left * 3 ? 'rtl' : left > right * 3 ? 'ltr' : '';
    if (wants && !/^(input|textarea)$/.test(el.localName)) turned.push({ target: dom.target(el), direction: style(el).direction, required: wants });
  }

  // --- lists that are typed, not marked up ---------------------------------------------------------------------------------
  const BULLET = /^\s*([*•●○▪■□◆◇▶►➢➤✓√-])\s*(?=\S{2})/;
  const typed = [];
  for (const el of nodes) {
    if (typed.length >= 50) break;
    if (el.localName !== 'br' || !el.parentElement || el.closest('li,pre,code,textarea,a,button,td') || typed.some((one) => one.el === el.parentElement)) continue;
    const block = el.parentElement, lines = [''];
    for (const node of block.childNodes) {
      if (node.nodeName === 'BR') lines.push('');
      else if (node.nodeType === 3 || (node.nodeType === 1 && style(node).display.startsWith('inline'))) lines[lines.length - 1] += node.textContent;
      else lines.push('');
    }
    let run = 0, most = 0, mark = '';
    for (const line of lines) {
      const found = line.match(BULLET);
      if (found && (run === 0 || found[1] === mark)) { run += 1; mark = found[1]; most = Math.max(most, run); }
      else if (line.trim()) run = 0;
    }
    if (most >= 3 && visible(block)) typed.push({ el: block, target: dom.target(block), mark, items: most });
  }

  const rest = { labels, labelled: unread ? [] : [arg.place ? arg.place.frame : []], barred: arg.place && arg.place.barred ? [arg.place.frame] : [], groups, tables, headers, start, links, spacings, strays, twins, turned, typed: typed.map(({ el, ...one }) => one) };
  return starting.length ? Promise.all(starting.map(hear)).then((sounds) => ({ ...rest, sounds })) : { ...rest, sounds: [] };
}

(arg, dom) => {
  // What on this page promises the elderly version, by words, place and behaviour. Nothing is pressed here.
  const FORM = '(?:版本|版|模式|专区|专版|专栏|助手|浏览|阅读|服务|通道|入口|界面|页面|网页|网站|首页|主页|频道|辅助|工具条|工具栏|工具|功能|操作|访问|系统|平台|设置|切换|开关|按钮|指南|菜单|选项|面板|中心|阅读器|专享|客户端)';
  const KIND = '(?:简易|简洁|简约|极简|简明|友好|友善|智能|专享|专用|专属|大字体?|字体|改造|办事)';
  const ELDER = '(?:长者|长辈|老年人|老年|老人|老龄|银发|银龄|乐龄|适老化|适老|老花|敬老|爱老|尊老|助老|孝老|孝心|尊长|爱心|关怀|关爱|亲情|超大字体|超大字|特大字|大号字|大字体|大字号|大字)';
  const BAR = '(?:信息无障碍|无障碍|无碍|视障|盲人|读屏|辅助|助残|(?:残疾人|残障|听障|纯文本)(?=版|模式|通道|浏览))';
  const FILL = /进入|开启|打开|切换[至到为]?|转到|启用|启动|使用|点击|点此|点这里|请点|我要|欢迎您?|访问|前往|体验|试用|一键|本网?站|网站|政府|门户|入口|您|的|图标|标识|图片|快捷键|(?:alt|ctrl|shift)[+＋]?[a-z0-9]?|(?:已|未)(?:关闭|开启|打开|启用)$|(?:关|开|off|on)$|icon|logo|btn|button|pc端?|手机端?|电脑/gi;
  const elderly = new RegExp(`^(?:${FORM})*(?:(?:${ELDER})+(?:${KIND})*${FORM}+|适老化?|长者|长辈|关怀|大字版|大字体?|大字号?版|超大字体?)(?:${FORM}|化|与|和|及|或|${ELDER}|${BAR})*$`);
  const bar = new RegExp(`^(?:${FORM}|${ELDER})*(?:${BAR}${FORM}*|无障碍)(?:${FORM}|化|与|和|及|${ELDER}|${BAR})*$`);
  const english = /\b(?:elder(?:ly)?|seniors?|large[- ](?:text|print|font|type)|big[- ](?:text|font)|care[- ](?:mode|version))\b/i;
  const englishBar = /\b(?:accessib(?:le|ility)|barrier[- ]?free|a11y|screen[- ]?reader|universal access)\b|נגישות|доступност|accessibilit/i;
  const LEAVE = /退出|关闭|取消|返回|离开|停用|恢复/;
  const MARKS = /wza|(?:^|[^a-z])slh|zzzq|zz(?:zs|ms|b)(?![a-z])|elder|(?:^|[^a-z])older|old(?:mode|fixed|_?age|people)|barrier-?free|cniil|toolbarSwitch|accessTool|accesskey-tool|rrbay|canyou|assist-(?:open|entry)|for-?aging|senior|aria\.(?:start|old)|ofStart|shilao|slb(?![a-z])|guanhuai|zhangzhe|zhangbei|laonian|wuzhangai|big-?(?:font|text|word)|large-?(?:font|text)|access[-_]?tool|accessib/i;
  const DATE = /\d{4}\s*[-/.年]\s*\d{1,2}|(?:^|\D)\d{1,2}-\d{2}(?:\D|$)/;

  const bare = (text) => dom.squeeze(text).replace(/[\s\p{P}\p{S}]+/gu, '').toLowerCase();
  const kindOf = (words) => {
    const text = dom.squeeze(words);
    if (!text || text.length > 30) return '';
    const core = bare(text).replace(FILL, '') || bare(text);
    if (elderly.test(core) || elderly.test(bare(text))) return 'elderly';
    if (bar.test(core) || bar.test(bare(text))) return 'toolbar';
    if (/[a-zа-яא-ת]/i.test(text) && !/[\u4e00-\u9fff]/.test(text)) {
      if (english.test(text)) return 'elderly';
      if (englishBar.test(text)) return 'toolbar';
    }
    return '';
  };
  const OPERABLE = 'a,button,area,summary,label,input[type=button],input[type=submit],input[type=image],input[type=checkbox],input[type=radio],[onclick],[role=button],[role=link],[role=switch],[role=tab],[role=menuitem],[role=checkbox],[tabindex]';
  const operable = (el) => {
    if (el === document.body || el === document.documentElement) return false;
    if (el.matches(OPERABLE)) return true;
    const style = getComputedStyle(el);
    const up = dom.parent(el);
    return style.cursor === 'pointer' && !(up && getComputedStyle(up).cursor === 'pointer' && !up.matches('body,html'));
  };
  const lift = (el) => {
    for (let at = el, steps = 0; at && steps < 5; at = dom.parent(at), steps += 1) if (operable(at)) return at;
    return null;
  };
  // A switch without words of its own, whose words stand beside it in the same small box.
  const beside = (el) => {
    for (let box = el, steps = 0; box && steps < 3 && dom.squeeze(box.textContent).length <= 24; box = dom.parent(box), steps += 1) {
      const found = [...box.querySelectorAll('[role=switch],[role=checkbox],input[type=checkbox],input[type=radio],button')].filter((c) =>
        !c.contains(el) && dom.squeeze(c.innerText).length <= 4);
      const outer = found.filter((c) => !found.some((k) => k !== c && k.contains(c)));
      if (outer.length > 1) return null;
      for (let at = outer[0], up = 0; at && up < 3 && at !== box; at = dom.parent(at), up += 1) if (dom.visible(at)) return at;
      if (outer.length) return outer[0];
    }
    return null;
  };
  // Running text around an element, or a row of a list of titles: words there are no entry.
  const prose = (el, region) => {
    if (el.closest('article') && region === 'content' && dom.squeeze(el.closest('article').innerText).length > 120) return 'article';
    const own = dom.squeeze(el.innerText || el.textContent);
    const block = dom.closest(el, (at) => /^(p|td|dd|blockquote|h[1-6])$/.test(at.localName));
    if (block) {
      let plain = 0;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      for (let n = walker.nextNode(); n; n = walker.nextNode()) {
        if (!n.parentElement.closest('a,button,script,style') && !el.contains(n)) plain += dom.chars(n.textContent);
      }
      if (plain >= (region === 'content' ? 12 : 40)) return 'article';
    }
    if (!/^(content|foot|form|pager)$/.test(region)) return '';
    for (let at = el, steps = 0; at && steps < 5 && at !== document.body; at = dom.parent(at), steps += 1) {
      const up = at.parentElement;
      if (!up) break;
      const peers = [...up.children].filter((c) => c.localName === at.localName).slice(0, 60);
      if (peers.length < 3) continue;
      const words = peers.map((c) => dom.squeeze(c.innerText || c.textContent)).filter((t) => t.length < 200);
      if (words.length < 3) continue;
      const dated = words.filter((t) => DATE.test(t)).length;
      const lengths = words.map((t) => t.length).sort((a, b) => a - b);
      const median = lengths[Math.floor(lengths.length / 2)];
      if (dated >= words.length / 2) return 'row';
      if (DATE.test(dom.squeeze(at.innerText)) && own.length < dom.squeeze(at.innerText).length) return 'row';
      if (median >= 11 && at.matches('li,tr,dd,div') && !at.matches('body > *')) return 'row';
    }
    return '';
  };

  // Versions to choose from in a list: the words stand in its options. What is on now is the standard one or an elderly one.
  const PLAIN = /^(?:普通|标准|常规|正常|传统|默认|大众|通用|电脑|网页|原|pc|standard|normal|default)(?:版|模式|版本|网站|页面|浏览)?$/i;
  const choices = (el) => {
    const options = [...el.options].slice(0, 40).map((o, index) => ({ index, text: dom.squeeze(o.text), off: o.disabled }));
    const kinds = options.map((o) => (o.off || PLAIN.test(bare(o.text)) || LEAVE.test(o.text) ? '' : kindOf(o.text)));
    const at = kinds.indexOf('elderly') >= 0 ? kinds.indexOf('elderly') : kinds.indexOf('toolbar');
    // one of a long list of links is no choice of versions
    if (at < 0 || options.length > 12) return null;
    return { kind: kinds[at], option: at, text: options[at].text, back: options.find((o) => !o.off && (PLAIN.test(bare(o.text)) || LEAVE.test(o.text))) };
  };
  const found = new Map(), elsewhere = [], backs = [];
  for (const el of dom.all()) {
    if (/^(script|style|noscript|template|title|option|html|head|body)$/.test(el.localName)) continue;
    if (el.localName === 'select') {
      const choice = choices(el);
      if (!choice || el.disabled) continue;
      const face = dom.squeeze((el.selectedOptions[0] || {}).text), name = dom.name(el) || dom.squeeze(el.getAttribute('title'));
      const hidden = dom.hiddenBy(el), told = Boolean(kindOf(face) || kindOf(name) || [...(el.labels || [])].some((l) => kindOf(dom.ownText(l))));
      if (choice.back && !hidden) backs.push({ target: dom.target(el), option: choice.back.index, text: choice.back.text });
      found.set(el, {
        target: dom.target(el), text: choice.text.slice(0, 40), name: name.slice(0, 60), words: choice.text.slice(0, 40), kind: choice.kind,
        visible: !hidden, named: true, reachable: dom.tabbable(el), focus: dom.selector(el), hidden_by: hidden, href: '', place: dom.region(el),
        score: (choice.kind === 'elderly' ? 100 : 40) + (hidden ? 0 : 75), operable: true, over: null, marked: false,
        option: choice.option, folded: told ? '' : face.slice(0, 40) || '……',
      });
      continue;
    }
    const can = operable(el);
    const own = dom.ownText(el);
    const attrs = ['title', 'aria-label', 'alt', 'value', 'opentext', 'data-title'].map((a) => el.getAttribute(a) || '');
    let kind = '', words = '';
    // Words that the style sheet puts there are read as any others.
    const drawn = can && !own ? ['::before', '::after'].map((part) => { const c = getComputedStyle(el, part).content; return /^".+"$/.test(c) ? c.slice(1, -1) : ''; }).join('') : '';
    for (const candidate of [own, drawn, ...attrs, can ? dom.squeeze(el.textContent) : '']) {
      const k = candidate && kindOf(candidate);
      if (k) { kind = k; words = dom.squeeze(candidate); break; }
    }
    let marked = false;
    if (can) {
      const hint = `${el.id} ${el.getAttribute('class') || ''} ${el.getAttribute('onclick') || ''} ${el.getAttribute('href') || ''}`;
      marked = MARKS.test(hint);
      if (!kind && marked && dom.squeeze(el.innerText).length === 0 && !dom.name(el) && (dom.pictureOf(el) || el).getBoundingClientRect().width >= 12 && dom.visible(el)) {
        kind = /elder|older|old|slh|slb|zz|aging|senior|guanhuai|zhang|laonian/i.test(hint) ? 'elderly' : 'toolbar';
      }
    }
    if (!kind) continue;
    let lifted = can ? el : lift(el);
    const near = lifted ? null : beside(el);
    lifted = lifted || near;
    if (!lifted && /^(toolbar|floating)$/.test(dom.region(el))) {
      // a floating bar whose title says what it is: the control beside the title is pressed
      const box = dom.closest(el, (at) => getComputedStyle(at).position === 'fixed') || el.parentElement;
      lifted = [...box.querySelectorAll('*')].find((k) => k !== el && operable(k) && dom.visible(k) && !k.contains(el)) || null;
    }
    const at = lifted && (dom.squeeze(lifted.textContent).length <= 60) ? lifted : el;
    const text = dom.squeeze(at.innerText || '') || (near ? words : drawn);
    if (LEAVE.test(words) && !/进入|开启|打开|[已未]关闭/.test(words)) continue;
    const region = dom.region(at);
    const why = prose(at, region);
    if (why) { elsewhere.push(words.slice(0, 40)); continue; }
    if (!lifted && /^h[1-6]$/.test(el.localName)) continue;
    if (found.has(at)) {
      const row = found.get(at);
      if (kind === 'elderly') row.kind = kind;
      continue;
    }
    // a box around an entry that is known already adds nothing
    if ([...found.keys()].some((k) => at.contains(k) || k.contains(at))) {
      const inner = [...found.keys()].find((k) => k.contains(at));
      if (inner) continue;
      const kids = [...found.keys()].filter((k) => at.contains(k));
      if (!at.matches('a,button')) continue;
      kids.forEach((k) => found.delete(k));
    }
    const href = at.getAttribute('href') || '';
    const name = dom.name(at) || dom.squeeze(at.getAttribute('title'));
    const titled = dom.squeeze(at.getAttribute('title'));
    const named = Boolean((drawn && kindOf(drawn)) || kindOf(text) || kindOf(name) || kindOf(titled) || [...at.querySelectorAll('img[alt],[aria-label],[title]')].some((k) =>
      kindOf(k.getAttribute('alt') || '') || kindOf(k.getAttribute('aria-label') || '') || kindOf(k.getAttribute('title') || '')));
    const hidden = dom.hiddenBy(at);
    const inner = [at, ...at.querySelectorAll('a,button,input,[tabindex]')];
    if (at.localName === 'label' && at.control) inner.push(at.control);
    const focusable = inner.find((k) => dom.tabbable(k));
    let score = kind === 'elderly' ? 100 : 40;
    if (!hidden) score += 60;
    if (lifted) score += 25;
    if (/^(head|navigation|toolbar|floating)$/.test(region)) score += 15;
    if (named) score += 10;
    if (/版|模式|助手/.test(words)) score += 6;
    if (marked) score += 3;
    if (at.getBoundingClientRect().top + window.scrollY < 400) score += 5;
    if (/指南|说明|帮助/.test(words)) score -= 20;
    let over = null;
    for (let up = dom.parent(at); hidden && up; up = dom.parent(up)) {
      if (up === document.body || up === document.documentElement) break;
      if (dom.visible(up) && up.getBoundingClientRect().height > 4) { over = dom.selector(up); break; }
    }
    found.set(at, {
      target: dom.target(at), text: text.slice(0, 40), name: name.slice(0, 60), words: words.slice(0, 40), kind, visible: !hidden,
      named, reachable: Boolean(focusable), focus: focusable ? dom.selector(focusable) : '', hidden_by: hidden, href, place: region,
      score, operable: Boolean(lifted), over, marked,
    });
  }
  const items = [...found.values()].sort((a, b) => b.score - a.score).slice(0, 12);
  return { items, elsewhere: [...new Set(elsewhere)].slice(0, 10), backs };
}

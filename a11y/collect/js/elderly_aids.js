(arg, dom) => {
  // Controls that may be services of an elderly version, with what their words and marks suggest. Nothing is pressed.
  const WORDS = [
    ['caption', /大字幕|字幕|显示屏|大屏|读屏窗|caption|subtitle/i],
    ['magnifier', /放大镜|magnif/i],
    ['speed', /语速|快读|慢读|音量|音调|speed|volume|pitch/i],
    ['guides', /十字|辅助线|标线|参考线|定位线|阅读线|标尺|导盲|guide|ruler|cross ?hair|reading ?line/i],
    ['pointer', /鼠标(?!指?读|.?朗读|播)|指针|光标|cursor|pointer|mouse|עכבר/i],
    ['continuous', /连读|连续|全文|通读|顺读|从头|整页|读网页|播放|继续|开始(?:朗读|阅读)|read ?(?:all|on|page)|\bplay\b/i],
    ['hush', /静音|停止|暂停|关闭(?:语音|声音|朗读|播报|指读|连读)|别[再]?(?:念|读|听|说)|不(?:念|听|读)了|安静|(?:语音|声音|朗读|播报)关|mute|\bstop\b|pause|silence/i],
    ['exit', /退出|关闭|返回(?:标准|普通|常规|传统|原|电脑|旧|pc|正常|默认|政府|门户|网站|大众|主站|通用)|(?:标准|普通|常规|正常|传统|经典|原|大众|通用|标准化|电脑|桌面|网页|pc)(?:版|模式|网站|页面|浏览|站点|首页|网页)|(?:离开|取消|停用)(?:长者|长辈|适老|关怀|老年|大字|无障碍|本)|\bexit\b|\bclose\b|\bquit\b|standard (?:site|version|mode)/i],
    ['reset', /重置|还原|恢复|默认|初始|reset|restore|revert|ביטול|בטל/i],
    ['reading', /[指点哪]读|读哪|跟读|朗读|语音|声音|读屏|播报|听(?!证|取)|(?<![纪概理想信观留悼])念|发声|诵读|有声|阅读(?!障碍)|speech|speak|\bread(?:er|ing)?\b|voice|sound|listen|🔊|🔈|🎧/i],
    ['shrink', /缩小|减小|变小|调小|小字|小号|较小|字(?:体|号)?小|小一?[点些号]|^小$|^[a字]\s*[-－−–]$|^[-－−–]$|zoom ?out|smaller|decrease|reduce|הקטן/i],
    ['enlarge', /放大|加大|增大|变大|调大|大字|大号|特大|超大|最大|较大|更大|巨大|字(?:体|号)?大|大一?[点些号]|(?:字|文字|文本|字体|字号)(?:大小|尺寸)|字号|^大$|^中$|^[a字]\s*[+＋]+$|^[+＋]$|zoom ?in|zoom|bigger|larger?|increase|enlarge|(?:font|text) ?(?:size|scal)|הגדל/i],
    ['contrast', /配色|换色|变色|色调|调色|颜色|配彩|对比|反色|反转|反相|底|黑字|白字|黄字|蓝字|绿字|黑白|灰度|灰色|护眼|夜间|日间|暗色|深色|主题|皮肤|换肤|色彩|亮度|contrast|invert|monochrome|gr[ae]yscale|colou?r|theme|dark|bright|נגוד|היפוך|ניגוד|אפור|בהיר/i],
    ['pinyin', /拼音|注音|pinyin/i],
    ['plain', /纯文本|文本模式|文字版|简版|简洁|plain|text ?only/i],
    ['spacing', /行距|行高|间距|字距|段距|spacing|line ?height/i],
    ['links', /链接|下划线|高亮|标题|underline|highlight|links?|headers?/i],
    ['screen', /全屏|full ?screen/i],
    ['help', /帮助|说明|指南|指引|快捷键|help|手册|关于|下载|官网/i],
    ['font', /字体|font|typeface/i],
    ['opener', /设置|更多|工具|辅助|展开|菜单|无障碍|长者|适老|关怀|open|menu|setting|tool|access|נגישות/i],
  ];
  const HINTS = [
    ['enlarge', /zoom-?_?(?:in|ic|add|big|plus|up)|b(?:ig)?-?_?(?:word|font)(?!.*mouse)|font-?_?(?:up|plus|add|big|large|inc|max)|enlarge|increase|plus|larger/i],
    ['shrink', /zoom-?_?(?:out|dc|sub|small|min|down)|s(?:mall)?-?_?(?:word|font)|font-?_?(?:down|dec|sub|small|min)|decrease|minus|smaller/i],
    ['caption', /big-?text|caption|subtitle|displayscreen|id_display/i],
    ['pointer', /cursor|mouse|pointer/i],
    ['contrast', /contrast|invert|mono|colou?r|theme|skin|bright/i],
    ['exit', /exit|close|quit/i],
    ['reset', /reset|refresh|revert/i],
    ['continuous', /l-?_?read|continu|readall|play/i],
    ['reading', /speech|audio|sound|(?:^|[^a-z])[a-z]?-?read(?![a-z])|readaloud|voice|tts|speak/i],
    ['hush', /pause|stop|mute/i],
    ['guides', /ruler|guide|cross|line/i],
    ['magnifier', /magnif/i],
    ['opener', /menu|setting|toggle|expand|access|tool|panel|switch/i],
  ];
  const classify = (label, hint) => {
    const text = dom.squeeze(label).toLowerCase();
    if (text && text.length <= 40) for (const [kind, words] of WORDS) if (words.test(text)) return kind;
    if (!/[\u4e00-\u9fff]/.test(text)) for (const [kind, words] of HINTS) if (words.test(hint)) return kind;
    return '';
  };
  const ACTS = 'a,area[href],button,input,select,summary,label,[onclick],[role=button],[role=switch],[role=tab],[role=menuitem],[role=menuitemradio],[role=radio],[role=slider],[tabindex]';
  const navigates = (el) => {
    const a = el.closest('a[href],area[href]') || el.querySelector(':scope > a[href]');
    if (!a) return false;
    const raw = a.getAttribute('href').trim();
    if (!raw || /^(#|javascript:)/i.test(raw) || a.getAttribute('onclick')) return false;
    try { const to = new URL(raw, document.baseURI); return to.href.split('#')[0] !== location.href.split('#')[0]; } catch { return false; }
  };
  // A panel that lies over the page and is no menu of the site's own columns, whatever it is called.
  const panels = new Map();
  const isPanel = (at) => {
    if (!panels.has(at)) {
      const style = getComputedStyle(at), b = at.getBoundingClientRect();
      const over = style.position === 'fixed' || (style.position === 'absolute' && parseInt(style.zIndex, 10) >= 10);
      const part = b.width * b.height < window.innerWidth * window.innerHeight * 0.7;
      const leads = over && part ? [...at.querySelectorAll('a[href]')].filter(navigates).length : 0;
      panels.set(at, over && part && leads * 2 < at.querySelectorAll(ACTS).length);
    }
    return panels.get(at);
  };
  // Further down in a panel that scrolls.
  const further = (el) => {
    if (dom.hiddenBy(el) !== 'clip') return false;
    const scroller = dom.closest(dom.parent(el), (at) => /auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight + 2);
    return Boolean(scroller) && dom.visible(scroller) && panelled(scroller);
  };
  const panelled = (el) => Boolean(dom.closest(el, isPanel));
  // What came with the elderly version is of its bar, whatever the bar looks like; named as `elderly_look` names it.
  const came = new Set((arg && arg.came) || []);
  const brought = (el) => came.size > 0 && el.matches(ACTS) && !navigates(el) && dom.squeeze(el.innerText || '').length <= 8 &&
    came.has(`${el.localName}|${(dom.name(el) || dom.squeeze(el.innerText)).slice(0, 24)}`);
  // A frame that holds little else than services is a bar of its own.
  const bare = window.top !== window && document.body && dom.words(document.body).length < 600 &&
    (Math.min(innerWidth, innerHeight) <= 220 || new Set(dom.words(document.body).match(new RegExp(dom.AIDS, 'g')) || []).size >= 3);
  const items = [];
  const taken = new Set();
  for (const el of dom.all()) {
    if (/^(script|style|noscript|template|option|html|body)$/.test(el.localName)) continue;
    if (el.matches('input:not([type=button]):not([type=range]):not([type=checkbox]):not([type=radio]):not([type=image]):not([type=submit])')) continue;
    // What only names another control is none, unless it is pressed itself.
    if (el.localName === 'label' && (el.control ? el.control.matches('select,input[type=range]') : !el.hasAttribute('onclick') && getComputedStyle(el).cursor !== 'pointer')) continue;
    const region = dom.region(el);
    const floats = region === 'toolbar' || region === 'floating' || panelled(el) || Boolean(bare) || brought(el);
    const acts = el.matches(ACTS) || (el.namespaceURI.endsWith('svg') && el.id && floats && el.localName !== 'svg' && !el.children.length);
    let leaf = false;
    if (!acts) {
      const short = dom.ownText(el);
      const box = el.getBoundingClientRect();
      // Words and boxes around controls are no controls.
      if (el.querySelector('button,input,select,[role=button],[role=switch],[role=slider],[tabindex],[onclick]')) continue;
      leaf = (short && short.length <= 10 && (floats || getComputedStyle(el).cursor === 'pointer')) ||
        (getComputedStyle(el).cursor === 'pointer' && box.width >= 8 && box.width < 260 && box.height < 160);
      if (!leaf) continue;
    }
    const b = (dom.pictureOf(el) || el).getBoundingClientRect();
    if (b.width < 3 || b.height < 3 || b.width > 700 || b.height > 320 || !(dom.visible(el) || further(el)) || dom.under(el)) continue;
    if (dom.closest(dom.parent(el), (at) => taken.has(at))) continue;
    const text = dom.squeeze(el.innerText || el.value || '');
    if (text.length > 24 && el.localName !== 'select') continue;
    const name = dom.name(el) || dom.squeeze(el.getAttribute('title')) || dom.squeeze(el.getAttribute('opentext'));
    const pictures = [...el.querySelectorAll('img,svg,i,use')].map((k) => `${k.getAttribute('alt') || ''} ${(k.getAttribute('src') || '').replace(/^data:.*/, '')} ${k.getAttribute('class') || ''} ${k.id}`).join(' ');
    const hint = `${el.id} ${el.getAttribute('class') || ''} ${el.getAttribute('onclick') || ''} ${el.getAttribute('name') || ''} ${(el.getAttribute('src') || '').replace(/^data:.*/, '')} ${pictures}`.slice(0, 600);
    const label = (el.matches('select,input[type=range]') && name) || text || name;
    const options = el.localName === 'select' ? [...el.options].map((o) => dom.squeeze(o.text)).join(' ') : '';
    // Versions to choose from are a way in and out, and no service: `elderly_entries` knows them.
    if (/(?:长者|长辈|适老|关怀|老年|无障碍|大字).{0,2}(?:版|模式)/.test(options) && /(?:普通|标准|常规|正常|传统|默认|电脑|原).{0,2}(?:版|模式)/.test(options)) continue;
    let kind = classify(label, hint);
    if (!kind && name && name !== text) kind = classify(name, hint);
    if (el.localName === 'select') kind = classify(`${name}`, hint) || (/大|特|px|%/.test(options) ? 'enlarge' : classify(options.slice(0, 40), ''));
    if (el.matches('input[type=range]') && !kind) kind = 'enlarge';
    // outside a toolbar only short, plain words make a service
    if (!floats) {
      if (!kind || label.length > 12) continue;
      if (region === 'content' && dom.closest(el, (at) => /^(p|td|article)$/.test(at.localName)) && dom.chars(label) > 6) continue;
      if (navigates(el) && kind !== 'exit') continue;
      if (region === 'breadcrumb' || region === 'pager') continue;
      if (kind === 'help' || kind === 'links') continue;
    }
    if (el.matches('input[type=submit],button[type=submit],button:not([type])') && el.form && !/^(get|dialog)?$/i.test(el.form.method)) continue;
    taken.add(el);
    const bar = dom.closest(el, (at) => at !== el && (dom.isToolbar(at) || getComputedStyle(at).position === 'fixed'));
    items.push({
      target: dom.target(el), text: (label || name).slice(0, 30), name: name.slice(0, 40), kind, region, floats, navigates: navigates(el), hint: hint.slice(0, 160),
      tag: el.localName, type: el.getAttribute('type') || (el.getAttribute('role') === 'slider' ? 'range' : ''), bar: bar ? dom.selector(bar) : '', href: (el.closest('a[href]') || el).href || '',
      opens: el.matches('[role=tab],summary,[aria-haspopup]:not([aria-haspopup=false]),[aria-expanded=false]') && !(el.getAttribute('aria-selected') === 'true'),
      on: /true/.test(`${el.getAttribute('aria-pressed')}${el.getAttribute('aria-checked')}`) || el.checked === true,
    });
    if (items.length >= 120) break;
  }
  return items;
}

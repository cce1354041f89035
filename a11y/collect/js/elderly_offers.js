(arg, dom) => {
  // Frames and windows of others that may advertise, and buttons that may urge.
  const ADS = /doubleclick|googlesyndication|googleads|adservice|adnxs|criteo|taboola|outbrain|pos\.baidu|cpro\.|tanx\.com|alimama|mediav|adsame|admaster|miaozhen|allyes|gdt\.qq|e\.qq\.com|union\.|pangolin|ads?[-_.]?(?:server|system|host|img|show|frame|view)|(?:^|[./_-])(?:ads?|adv|adverts?|guanggao|banner-?ad|promo(?:tion)?|popunder|tuiguang)(?:[./_\-?=\d]|$)/i;
  const TOKENS = /(?:^|[\s_-])(?:ads?|adv|advert(?:isement)?|adbox|adsense|guanggao|gg(?:ad|wei)|popad|sponsor(?:ed)?|tuiguang|promo)(?:$|[\s_\-\d])/i;
  const TRADE = /限时|特价|优惠|促销|折扣|秒杀|抢购|团购|商城|旗舰店|包邮|满减|热卖|贷款|理财|保健品|广告|推广|加盟|招商|彩票|游戏|棋牌|包治|祖传|免费试用|立减|代金券|红包/;
  const URGE = /(?:立即|马上|立刻|现在就?|赶快|抓紧|一键|免费|点击|扫码|限时|火速)(?:去)?(?:下载|安装|领取|领|支付|付款|缴费|购买|抢购|抢|充值|开通|打开|订购|兑换)|(?:下载|打开|安装)(?:[\u4e00-\u9fffA-Za-z]{0,8})(?:APP|应用|客户端)(?:$|[^\u4e00-\u9fff])|(?:APP|客户端)(?:内)?(?:打开|下载|查看)|(?:领取|领)(?:红包|奖励|优惠|礼品|大礼|现金|补贴金|福利)|去(?:支付|付款|购买)|抢红包|立即开通|充值有礼/i;
  const FILE = /\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|7z|ofd|txt|csv|pptx?)(?:$|[?#])/i;
  const SERVICE = /表格|附件|文件|文档|模板|样表|申请表|指南|手册|公报|证照|凭证|回执|电子版|目录|非税|社保|医保|水费|电费|燃气|学费|罚款|税|在线缴|我要|办理|查询/;
  const AIDING = /无障碍|长者|适老|关怀版|放大|朗读|配色|accessib|\ba11y|access-?tool|contrast|zoom in|screen ?reader/i;
  const host = location.hostname;
  const base = (name) => name.split('.').slice(-3).join('.').replace(/^www\./, '');
  const gov = (name) => /(?:^|\.)gov\.cn$/.test(name) || /(?:^|\.)(?:conac\.cn|beian\.(?:gov|miit)\.(?:gov\.)?cn|12377\.cn|people\.com\.cn|xinhuanet\.com|news\.cn|cctv\.com)$/.test(name);
  const outside = (url) => { try { const u = new URL(url, document.baseURI); return /^https?:/.test(u.protocol) && u.hostname !== host && base(u.hostname) !== base(host) && !gov(u.hostname) ? u : null; } catch { return null; } };
  const items = [];
  for (const el of dom.all()) {
    if (items.length > 80) break;
    const marks = `${el.id} ${el.getAttribute('class') || ''} ${el.getAttribute('name') || ''}`;
    if (el.matches('iframe,frame,embed,object')) {
      const url = el.src || el.data || '';
      const b = el.getBoundingClientRect();
      if (!url || b.width < 40 || b.height < 30 || !dom.visible(el)) continue;
      const there = outside(url);
      if (!there) continue;
      const suspect = ADS.test(`${there.hostname}${there.pathname}`) || TOKENS.test(marks) || TRADE.test(`${el.title} ${el.getAttribute('aria-label') || ''}`);
      items.push({ target: dom.target(el), kind: 'advert', why: suspect ? '来自第三方的框架，地址或名称像广告' : '', url: there.href.slice(0, 300), text: dom.squeeze(el.title).slice(0, 60) });
      continue;
    }
    const style = getComputedStyle(el);
    const floats = style.position === 'fixed' || (style.position === 'absolute' && parseInt(style.zIndex, 10) >= 10);
    if (floats && !dom.isToolbar(el) && !AIDING.test(`${marks} ${dom.squeeze(el.innerText).slice(0, 400)}`) && !dom.closest(dom.parent(el), (at) => getComputedStyle(at).position === 'fixed')) {
      const b = el.getBoundingClientRect();
      if (b.width < 60 || b.height < 60 || !dom.visible(el) || el.querySelector('nav') || el.matches('nav,header')) continue;
      const links = [...(el.matches('a[href]') ? [el] : []), ...el.querySelectorAll('a[href]')];
      const away = links.map((a) => outside(a.getAttribute('href'))).find(Boolean);
      const words = `${dom.squeeze(el.innerText)} ${[...el.querySelectorAll('img')].map((i) => `${i.alt} ${i.src}`).join(' ')}`;
      const suspect = (away && (ADS.test(`${away.hostname}${away.pathname}`) || TRADE.test(words) || TOKENS.test(marks) || el.querySelector('img'))) || TRADE.test(dom.squeeze(el.innerText)) || TOKENS.test(marks);
      if (links.length || suspect) items.push({ target: dom.target(el), kind: 'advert', why: suspect ? '未经点按就浮现，并指向非政府网站或写着商业用语' : '', url: away ? away.href.slice(0, 300) : '', text: dom.squeeze(words).slice(0, 60) });
    }
    if (el.matches('a,button,input[type=button],input[type=submit],input[type=image],[role=button],[onclick]')) {
      const text = dom.squeeze(el.innerText || el.value || dom.name(el));
      if (!text || text.length > 24 || !dom.visible(el)) continue;
      if (!URGE.test(text) && !/下载|支付|缴费|购买|领取|充值|安装/.test(text)) continue;
      const href = el.getAttribute('href') || '';
      const harmless = FILE.test(href) || el.hasAttribute('download') || (SERVICE.test(text) && !/红包|礼|APP|客户端/i.test(text)) || !URGE.test(text);
      const row = el.closest('li,tr,p') && dom.chars(dom.squeeze(el.closest('li,tr,p').innerText)) > dom.chars(text) + 12;
      items.push({ target: dom.target(el), kind: 'inducement', why: harmless || (row && text.length > 14) ? '' : '按钮用语催促下载或付款', url: href.slice(0, 300), text: text.slice(0, 60) });
    }
  }
  return items;
}

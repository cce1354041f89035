(arg, dom) => {
  // Buttons of a question that lies over the page, which a visitor would answer with yes to go on.
  const YES = /^(?:继续访问|继续前往|继续浏览|继续|确定|确认|是的?|前往|立即前往|立即进入|进入|同意|好的?|我?知道了|ok|yes|continue)$/i;
  const out = [];
  for (const el of document.querySelectorAll('a,button,input[type=button],[role=button],span,div,i,em')) {
    const text = dom.squeeze(el.innerText || el.value);
    if (!YES.test(text) || !dom.visible(el)) continue;
    if (!dom.closest(el, (at) => /^(fixed|absolute)$/.test(getComputedStyle(at).position))) continue;
    if ([...el.children].some((kid) => YES.test(dom.squeeze(kid.innerText)))) continue;
    out.push(dom.selector(el));
    if (out.length > 6) break;
  }
  return out;
}

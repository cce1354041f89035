(() => {
  // The browser's own functions, kept before a page's scripts come. Old libraries put others in their place (`Array.from`,
  // `Object.keys`, `Element`) or teach arrays a `toJSON`: while a script of ours runs, what the browser brought stands
  // there again, and afterwards the page's. Nothing of the page runs meanwhile. Only the language's own syntax is used
  // here: anything else may be the page's by now.
  const NAME = '__a11yPristine', CALM = 200;
  const { ownKeys, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, apply } = Reflect;
  if (typeof window[NAME] === 'function') return;
  const GLOBALS = [
    'Array', 'CSS', 'CSSStyleSheet', 'DOMMatrix', 'Date', 'Document', 'Element', 'Error', 'Event', 'Function', 'HTMLElement', 'Highlight',
    'JSON', 'Map', 'Math', 'MutationObserver', 'Node', 'NodeFilter', 'Number', 'Object', 'Promise', 'Proxy', 'Range', 'Reflect', 'RegExp',
    'Set', 'ShadowRoot', 'String', 'Symbol', 'URL', 'WeakMap', 'WeakSet', 'cancelAnimationFrame', 'clearTimeout', 'decodeURIComponent',
    'encodeURIComponent', 'getComputedStyle', 'isFinite', 'isNaN', 'matchMedia', 'parseFloat', 'parseInt', 'performance',
    'queueMicrotask', 'requestAnimationFrame', 'setTimeout',
  ];
  const iterated = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()));
  const OWNERS = [
    Object, Object.prototype, Function.prototype, Array, Array.prototype, String, String.prototype, Number, Number.prototype,
    Boolean.prototype, RegExp.prototype, Date, Date.prototype, Map.prototype, Set.prototype, WeakMap.prototype, WeakSet.prototype,
    Promise, Promise.prototype, Symbol.prototype, JSON, Math, Reflect, iterated, getPrototypeOf([][Symbol.iterator]()),
    EventTarget.prototype, Node.prototype, Element.prototype, HTMLElement.prototype, Document.prototype, DocumentFragment.prototype,
    ShadowRoot.prototype, CharacterData.prototype, Range.prototype, NodeList.prototype, HTMLCollection.prototype, DOMTokenList.prototype,
    NamedNodeMap.prototype, CSSStyleDeclaration.prototype, TreeWalker.prototype, Performance.prototype, DOMMatrixReadOnly.prototype,
  ];
  const kept = [];
  const keep = (owner, names) => {
    for (let i = 0; i < names.length; i += 1) {
      const was = getOwnPropertyDescriptor(owner, names[i]);
      // A class hands out itself: `constructor` decides nothing. Handlers are the page's to set.
      if (was && was.configurable && names[i] !== 'constructor' && !(typeof names[i] === 'string' && names[i][0] === 'o' && names[i][1] === 'n')) kept[kept.length] = { owner, name: names[i], was, plain: 'value' in was };
    }
  };
  keep(window, GLOBALS);
  for (let i = 0; i < OWNERS.length; i += 1) keep(OWNERS[i], ownKeys(OWNERS[i]));
  // What nothing but a page adds to; and what a page may hide by a property of the very object.
  const BARE = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Boolean.prototype, Function.prototype, Date.prototype, RegExp.prototype];
  const dateToJSON = Date.prototype.toJSON;
  const SELVES = [document, performance];
  const { setTimeout: wait, performance: clock } = window, now = performance.now;

  // Pictures and forms called `body` stand for the document's own, fields called `children` for their form's. That cannot be
  // overridden, so they are called otherwise meanwhile. What fields are called everywhere does no harm to any script of ours.
  const COMMON = { __proto__: null, id: 1, name: 1, action: 1, method: 1, target: 1, title: 1, type: 1, length: 1, submit: 1, reset: 1, elements: 1, encoding: 1, lang: 1, dir: 1, hidden: 1, style: 1 };
  const formsOf = getOwnPropertyDescriptor(Document.prototype, 'forms').get, select = Document.prototype.querySelectorAll;
  const attributeOf = Element.prototype.getAttributeNode, inForm = getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements').get;
  const formed = HTMLFormElement.prototype, ofForms = (name) => name in formed && !COMMON[name];
  const IN_DOCUMENT = 'img[name],form[name],embed[name],iframe[name],object';
  const hides = (owner, proto) => {
    const found = { __proto__: null }, names = ownKeys(owner);
    let any = false;
    for (let i = 0; i < names.length; i += 1) if (typeof names[i] === 'string' && names[i] !== 'location' && names[i] in proto) { found[names[i]] = true; any = true; }
    return any ? found : null;
  };
  const rename = (list, hidden) => {
    for (let i = 0; i < list.length && i < 2000; i += 1) {
      for (let k = 0; k < 2; k += 1) {
        const one = apply(attributeOf, list[i], [k ? 'id' : 'name']);
        if (one && hidden(one.value)) { renamed[renamed.length] = { one, was: one.value }; one.value = `${one.value} `; }
      }
    }
  };

  // What a page has replaced and then frozen cannot be brought back: nothing that is read with it is to be trusted.
  let changed = null, renamed = null, spoiled = '';
  const change = (owner, name, is, was) => {
    if (was ? defineProperty(owner, name, was) : deleteProperty(owner, name)) changed[changed.length] = { owner, name, is };
    else if (was) spoiled = typeof name === 'string' ? name : 'a symbol';
  };
  // Where nothing was found to be changed, it is not looked for again at once: axe comes back a hundred times a second.
  let calm = -1;
  const enter = () => {
    if (changed) return () => {};
    changed = [];
    renamed = [];
    const time = apply(now, clock, []);
    if (calm >= 0 && time - calm < CALM) return leave;
    calm = -1;
    for (let i = 0; i < kept.length; i += 1) {
      const { owner, name, was, plain } = kept[i];
      const is = plain ? null : getOwnPropertyDescriptor(owner, name);
      if (plain ? owner[name] !== was.value : !is || is.get !== was.get) change(owner, name, is || getOwnPropertyDescriptor(owner, name), was);
    }
    for (let i = 0; i < BARE.length; i += 1) {
      const owner = BARE[i];
      for (const name in owner) { const is = getOwnPropertyDescriptor(owner, name); if (is) change(owner, name, is, null); }
      const taught = getOwnPropertyDescriptor(owner, 'toJSON');
      if (taught && taught.value !== dateToJSON) change(owner, 'toJSON', taught, null);
    }
    for (let i = 0; i < SELVES.length; i += 1) {
      const owner = SELVES[i], names = hides(owner, getPrototypeOf(owner));
      for (const name in names) change(owner, name, getOwnPropertyDescriptor(owner, name), null);
    }
    const still = hides(document, Document.prototype);
    if (still) rename(apply(select, document, [IN_DOCUMENT]), (name) => still[name] === true);
    const forms = apply(formsOf, document, []);
    for (let i = 0; i < forms.length && i < 50; i += 1) rename(apply(inForm, forms[i], []), ofForms);
    if (forms.length) rename(apply(select, document, ['form img[name]']), ofForms);
    if (!changed.length && !renamed.length && !spoiled) calm = time;
    return leave;
  };
  const leave = () => {
    const back = changed, called = renamed;
    changed = renamed = null;
    for (let i = called.length - 1; i >= 0; i -= 1) called[i].one.value = called[i].was;
    for (let i = back.length - 1; i >= 0; i -= 1) {
      if (back[i].is) defineProperty(back[i].owner, back[i].name, back[i].is);
      else deleteProperty(back[i].owner, back[i].name);
    }
  };
  // What `work` returns, in the browser's own world; and in the page's, where its handlers are called at once.
  const within = (work) => {
    const end = enter();
    try {
      if (spoiled) throw new Error(`the page has replaced ${spoiled} and frozen it`);
      return work();
    } finally { end(); }
  };
  within.without = (work) => {
    if (!changed) return work();
    leave();
    try { return work(); } finally { enter(); }
  };
  within.wait = (work, time) => apply(wait, window, [() => within(work), time]);
  within.now = () => apply(now, clock, []);
  defineProperty(window, NAME, { value: within, enumerable: false, configurable: false, writable: false });
})()

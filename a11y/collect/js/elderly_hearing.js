() => {
  // Offered before a page's own scripts: zh-CN voices, ears on every way in which a page can make itself heard, and open shadow roots.
  const key = Symbol.for('a11y.hearing');
  if (window[key]) return;
  const heard = [];
  const media = new Set();
  const clock = () => performance.timeOrigin + performance.now();
  const state = { pace: 4, least: 40 };
  const note = (way, event, text, url, seconds) => {
    if (heard.length < 3000) heard.push({ at: clock(), way, event, text: String(text || '').slice(0, 20000), url: String(url || '').slice(0, 4000), seconds: Number.isFinite(seconds) ? seconds : 0 });
  };
  const tools = {
    take: () => heard.splice(0, heard.length),
    pace: (each, least) => { state.pace = each; state.least = least; },
    busy: () => ({ speaking: Boolean(speech.speaking && !speech.paused), playing: [...media].filter((m) => !m.paused && !m.ended && m.error === null).length }),
    silence: () => { speech.cancel(); for (const m of media) m.pause(); },
  };
  Object.defineProperty(window, key, { value: tools });

  // A visitor sees what is in a closed shadow root as well; we could not look into it.
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (given) {
    return attach.call(this, given && given.mode === 'closed' ? Object.assign({}, given, { mode: 'open' }) : given);
  };

  // --- speech synthesis ---
  class Utterance extends EventTarget {
    constructor(text) {
      super();
      Object.assign(this, { text: text === undefined ? '' : String(text), lang: '', voice: null, volume: 1, rate: 1, pitch: 1,
        onstart: null, onend: null, onerror: null, onpause: null, onresume: null, onmark: null, onboundary: null });
    }
  }
  const voice = (name, lang) => ({ name, lang, voiceURI: name, localService: true, default: lang === 'zh-CN' });
  const voices = [voice('Ting-Ting', 'zh-CN'), voice('Microsoft Huihui - Chinese (Simplified, PRC)', 'zh-CN'),
    voice('Microsoft Kangkang - Chinese (Simplified, PRC)', 'zh-CN'), voice('Microsoft Yaoyao - Chinese (Simplified, PRC)', 'zh-CN'), voice('English', 'en-US')];
  const fire = (to, type, more) => {
    const event = new Event(type);
    Object.assign(event, { utterance: to, charIndex: 0, charLength: 0, elapsedTime: 0, name: '' }, more);
    try { if (typeof to[`on${type}`] === 'function') to[`on${type}`](event); } catch (error) { setTimeout(() => { throw error; }); }
    to.dispatchEvent(event);
  };
  let queue = [], current = null, timer = 0;
  class Synthesis extends EventTarget {
    constructor() { super(); this.onvoiceschanged = null; this.isPaused = false; }
    get speaking() { return current !== null; }
    get pending() { return queue.length > 0; }
    get paused() { return this.isPaused; }
    getVoices() { return voices.slice(); }
    speak(utterance) {
      note('speechSynthesis', 'speak', utterance && utterance.text);
      if (!utterance || queue.length > 500) return;
      queue.push(utterance);
      setTimeout(next, 0);
    }
    cancel() {
      note('speechSynthesis', 'cancel');
      const was = [current, ...queue].filter(Boolean);
      queue = []; current = null; clearTimeout(timer);
      was.forEach((u) => setTimeout(() => { fire(u, 'error', { error: 'canceled' }); }, 0));
    }
    pause() { note('speechSynthesis', 'pause'); this.isPaused = true; if (current) fire(current, 'pause'); }
    resume() { note('speechSynthesis', 'resume'); this.isPaused = false; if (current) fire(current, 'resume'); setTimeout(next, 0); }
  }
  const speech = new Synthesis();
  function next() {
    if (current || speech.isPaused || !queue.length) return;
    current = queue.shift();
    const mine = current;
    setTimeout(() => {
      if (current !== mine) return;
      fire(mine, 'start');
      fire(mine, 'boundary', { name: 'word', charLength: Math.min(1, mine.text.length) });
      const end = () => {
        if (current !== mine) return;
        if (speech.isPaused) { timer = setTimeout(end, 50); return; }
        current = null;
        fire(mine, 'boundary', { name: 'word', charIndex: Math.max(0, mine.text.length - 1) });
        fire(mine, 'end', { charIndex: mine.text.length });
        setTimeout(next, 0);
      };
      timer = setTimeout(end, Math.max(state.least, mine.text.length * state.pace));
    }, 5);
  }
  const define = (name, value) => { try { Object.defineProperty(window, name, { value, configurable: true, writable: true }); } catch (e) { window[name] = value; } };
  try { Object.defineProperty(window, 'speechSynthesis', { get: () => speech, configurable: true }); } catch (e) { /* frozen by the page */ }
  define('SpeechSynthesisUtterance', Utterance);
  define('webkitSpeechSynthesisUtterance', Utterance);
  setTimeout(() => { const e = new Event('voiceschanged'); speech.dispatchEvent(e); if (speech.onvoiceschanged) speech.onvoiceschanged(e); }, 30);

  // --- media ---
  const follow = (element) => {
    if (media.has(element) || media.size > 300) return;
    media.add(element);
    const tell = (event) => note('media', event.type, '', element.currentSrc || element.src, element.duration);
    for (const type of ['playing', 'pause', 'ended', 'error']) element.addEventListener(type, tell);
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    follow(this);
    note('media', 'play', '', this.currentSrc || this.src || (this.querySelector('source') || {}).src);
    return play.apply(this, arguments);
  };
  const NativeAudio = window.Audio;
  const Sound = function (src) {
    const element = src === undefined ? new NativeAudio() : new NativeAudio(src);
    follow(element);
    return element;
  };
  Sound.prototype = NativeAudio.prototype;
  define('Audio', Sound);
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (name) {
    const element = create.apply(this, arguments);
    if (element instanceof HTMLMediaElement) follow(element);
    return element;
  };
  addEventListener('play', (event) => {
    if (event.target instanceof HTMLMediaElement) {
      follow(event.target);
      if (event.target.autoplay) note('media', 'play', '', event.target.currentSrc || event.target.src);
    }
  }, true);

  // --- Web Audio ---
  const Source = window.AudioBufferSourceNode || window.AudioScheduledSourceNode;
  if (Source) {
    const start = Source.prototype.start;
    Source.prototype.start = function () { note('webaudio', 'play', '', ''); return start.apply(this, arguments); };
  }
}

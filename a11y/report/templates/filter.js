(() => {
  const box = document.getElementById('filter');
  if (!box) return;
  const SHOWN = 50;
  const fields = ['page', 'check', 'impact', 'outcome'].map((name) => box.querySelector(`[name=${name}]`));
  const words = box.querySelector('[name=words]');
  const list = document.getElementById('found');
  const count = document.getElementById('count');
  const more = document.getElementById('more');
  let data = null;
  let hits = [];
  let shown = 0;

  const show = () => {
    const part = document.createDocumentFragment();
    for (const row of hits.slice(shown, shown + SHOWN)) {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = row[4];
      link.textContent = `${data.outcomes[row[3]]} · ${data.impacts[row[2]]} · ${data.checks[row[1]]} · ${row[5]}`;
      item.append(link, document.createTextNode(data.pages[row[0]]));
      part.append(item);
    }
    list.append(part);
    shown = Math.min(hits.length, shown + SHOWN);
    more.hidden = shown >= hits.length;
  };

  const sieve = () => {
    const wanted = fields.map((field) => (field.value === '' ? -1 : Number(field.value)));
    const text = words.value.trim().toLowerCase();
    hits = data.rows.filter((row) =>
      wanted.every((value, i) => value < 0 || row[i] === value) &&
      (!text || row[5].toLowerCase().includes(text) || data.pages[row[0]].toLowerCase().includes(text)));
    list.replaceChildren();
    shown = 0;
    count.textContent = box.dataset.count.replace('{n}', hits.length).replace('{all}', data.rows.length);
    show();
  };

  const fill = () => {
    data = window.A11Y_INDEX;
    [data.pages, data.checks, data.impacts, data.outcomes].forEach((names, i) => {
      names.forEach((name, value) => fields[i].append(new Option(name, value)));
    });
    box.querySelector('form').hidden = false;
    for (const field of fields) field.addEventListener('change', sieve);
    words.addEventListener('input', sieve);
    more.addEventListener('click', show);
    box.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
    box.querySelector('[type=reset]').addEventListener('click', () => setTimeout(sieve));
    sieve();
  };

  box.hidden = false;
  const open = document.getElementById('filter-open');
  const load = () => {
    open.hidden = true;
    if (window.A11Y_INDEX) { fill(); fields[0].focus(); return; }
    const script = document.createElement('script');
    script.src = box.dataset.index;
    script.onload = () => { fill(); fields[0].focus(); };
    document.head.append(script);
  };
  open.addEventListener('click', load);
})();

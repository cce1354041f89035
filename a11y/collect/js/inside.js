({within, paths}, dom) => {
  // For each selector of ours: whether what it names lies inside something that `within` matches.
  const areas = new Set(document.querySelectorAll(within));
  const holds = (el) => {
    for (let at = el; at; at = at.parentNode || at.host) if (areas.has(at)) return true;
    return false;
  };
  return paths.map((path) => Boolean(path) && holds(dom.find(path)));
}

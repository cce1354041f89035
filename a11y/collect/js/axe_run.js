(arg, dom) => {
  // Run axe in this document alone and say what it failed and what it left open, with targets in our own form.
  const { options, most } = arg;
  try { if (!window.axe || !window.axe.broughtBeforehand) return null; } catch { return null; }
  const decide = (node) => {
    const one = [...node.any, ...node.all, ...node.none].find((check) => check.data && typeof check.data === 'object') ||
      [...node.any, ...node.all, ...node.none][0];
    if (!one) return {};
    const data = one.data && typeof one.data === 'object' && !Array.isArray(one.data) ? one.data : one.data === undefined || one.data === null ? {} : { value: one.data };
    return { check: one.id, ...data };
  };
  const rules = new Map();
  const add = (results, outcome) => {
    for (const result of results) {
      if (!rules.has(result.id)) {
        rules.set(result.id, { id: result.id, outcome, impact: result.impact || null, tags: result.tags, help: result.help, nodes: [], error: null });
      }
      const rule = rules.get(result.id);
      if (result.error) rule.error = String(result.error.message || result.error).slice(0, 300);
      if (outcome !== 'failed' && outcome !== 'cantTell') continue;
      for (const node of result.nodes) {
        if (rule.nodes.length >= most) break;
        const target = node.element ? dom.target(node.element) : { selector: '', html: (node.html || '').slice(0, 300) };
        rule.nodes.push({ target, outcome, summary: (node.failureSummary || '').slice(0, 400), data: decide(node) });
      }
    }
  };
  const shows = () => { for (const el of dom.all()) if (dom.ownText(el) && dom.visible(el)) return true; return false; };
  return dom.later(axe.run(document, options), (results) => {
    add(results.violations, 'failed');
    add(results.incomplete, 'cantTell');
    add(results.passes, 'passed');
    add(results.inapplicable, 'inapplicable');
    // Text that nobody can see passes there: where there is no other, nothing was looked at.
    const contrast = rules.get('color-contrast');
    if (contrast && contrast.outcome === 'passed' && !shows()) contrast.outcome = 'inapplicable';
    const version = axe.version;
    try { delete window.axe; } catch { window.axe = undefined; }
    const whole = { version, rules: [...rules.values()] };
    return typeof [].toJSON !== 'function' && typeof {}.toJSON !== 'function' ? JSON.stringify(whole) : whole;
  });
}

(arg, dom) => dom.later(axe.finishRun(arg.partials, arg.options), (results) => {
  // Bring the frames' partial results together. The nodes keep axe's own targets: each frame translates its own.
  const decide = (node) => {
    const checks = [...node.any, ...node.all, ...node.none];
    const one = checks.find((check) => check.data && typeof check.data === 'object') || checks[0];
    if (!one) return {};
    const data = one.data && typeof one.data === 'object' && !Array.isArray(one.data) ? one.data : one.data === undefined || one.data === null ? {} : { value: one.data };
    return { check: one.id, ...data };
  };
  const rules = new Map();
  const add = (list, outcome) => {
    for (const result of list) {
      if (!rules.has(result.id)) rules.set(result.id, { id: result.id, outcome, impact: result.impact || null, tags: result.tags, help: result.help, nodes: [], error: null });
      const rule = rules.get(result.id);
      if (result.error) rule.error = String(result.error.message || result.error).slice(0, 300);
      if (outcome !== 'failed' && outcome !== 'cantTell') continue;
      for (const node of result.nodes) {
        if (rule.nodes.length >= arg.most) break;
        rule.nodes.push({ target: node.target, html: (node.html || '').slice(0, 300), outcome, summary: (node.failureSummary || '').slice(0, 400), data: decide(node) });
      }
    }
  };
  add(results.violations, 'failed');
  add(results.incomplete, 'cantTell');
  add(results.passes, 'passed');
  add(results.inapplicable, 'inapplicable');
  return [...rules.values()];
})

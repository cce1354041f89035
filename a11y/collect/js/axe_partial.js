(arg, dom) => {
  // Run axe's rules in one frame and hand over what `finishRun` needs: every doubtful node, and passed ones only where a
  // rule compares the nodes of all frames.
  const { options, context } = arg;
  const compared = new Set();
  for (const rule of axe._audit.rules) {
    for (const check of [...rule.any, ...rule.all, ...rule.none]) {
      const found = axe._audit.checks[(check && check.id) || check];
      if (found && found.after) compared.add(rule.id);
    }
  }
  const clean = (node) => (!node.any.length || node.any.some((c) => c.result === true)) && node.all.every((c) => c.result === true) && node.none.every((c) => c.result === false);
  const frames = axe.utils.getFrameContexts(context, options).map((one) => one);
  return dom.later(axe.runPartial(context, options), (partial) => {
    for (const rule of partial.results) {
      if (compared.has(rule.id)) continue;
      let passed = false;
      rule.nodes = rule.nodes.filter((node) => { if (!clean(node)) return true; const first = !passed; passed = true; return first; });
    }
    return { partial, frames, version: axe.version };
  });
}

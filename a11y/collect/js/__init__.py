"""The in-page scripts, and how they are put together.

`NAME.js` holds one function expression `(arg, dom) => result`; `dom.js` holds `() => ({…})`, the shared library that
every other one is given. Evaluated as a string, so a strict Content-Security-Policy does not stop it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def source(name: str) -> str:
    """The text of `NAME.js`, without its trailing semicolon."""
    return resources.files(__name__).joinpath(f"{name}.js").read_text("utf-8").rstrip().removesuffix(";")


@cache
def script(name: str) -> str:
    """A function expression of one argument for `evaluate`, with `dom` at hand, run among the browser's own functions."""
    return pristine(f"(arg) => {{ const dom = ({source('dom')})(); return ({source(name)})(arg, dom); }}")


@cache
def scripts(name: str, *besides: str) -> str:
    """As `script`, with what further scripts say of the same document: `[result, {name: result}, window]`.

    `window`: where it lies, its size and pixels per CSS pixel; null unless the document is at rest: no more than
    `arg.small` elements, no fonts on their way, no animation with an end, and nothing changed while `_SETTLE` watched.

    They share `dom` and all that it remembers. `arg.hurry`: milliseconds after which no further one is begun; one that
    was not, or that broke, is missing.
    """
    further = ", ".join(f"['{one}', {source(one)}]" for one in besides)
    return pristine(f"""(arg) => {{
      const began = performance.now(), dom = ({source("dom")})();
      const first = ({source(name)})(arg, dom), said = {{}}, waiting = [];
      for (const [name, ask] of [{further}]) {{
        if (performance.now() - began > arg.hurry) break;
        try {{
          const one = ask(arg, dom);
          if (one && typeof one.then === 'function') waiting.push(one.then((late) => {{ said[name] = late; }}, () => 0));
          else said[name] = one;
        }} catch (_) {{ /* it is asked by itself later, and tells why */ }}
      }}
      const kept = window.__a11yPristine, isMoving = (one) => one.playState === 'running' && one.effect && one.effect.getComputedTiming().endTime !== Infinity;
      const rests = () => typeof kept === 'function' && kept.touched && kept.touched() < began && document.fonts.status === 'loaded' &&
        document.getElementsByTagName('*').length <= arg.small && !document.getAnimations().some(isMoving);
      const view = () => (rests() ? [scrollX, scrollY, innerWidth, innerHeight, devicePixelRatio] : null);
      const all = () => [first, typeof first === 'string' ? JSON.stringify(said) : said, view()];
      return waiting.length ? Promise.all(waiting).then(dom.pristine(all)) : all();
    }}""")


def pristine(expression: str) -> str:
    """The function expression, run among the browser's own functions where the page has put others in their place.

    Only for what reads: a handler of the page that is called meanwhile would miss what the page has added.
    """
    return (
        f"(arg) => {{ const within = window.__a11yPristine, run = ({expression}); "
        "return typeof within === 'function' ? within(() => run(arg)) : run(arg); }"
    )


KEEP_PRISTINE = source("pristine")
"""To be run in every document before its own scripts: keeps the functions that `pristine` brings back."""

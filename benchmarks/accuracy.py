"""Others' cases, counted: for axe alone and for us, the failed examples caught, undecided, missed, and false failures.

    python benchmarks/accuracy.py DIR [--walks] [--only RULE…] [--concurrency 2]

DIR holds W3C's ACT examples (a `testcases.json` with its `testcases` folder beside it) and, or, the British government's
tool audit (a `tests` folder of pages, each with one barrier). They are served on loopback; nothing of them is kept.
`--walks` also presses keys on the examples of rules about the keyboard, focus, motion and enlarging, which takes minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pages import served
from playwright.async_api import async_playwright

from a11y import checks
from a11y.collect import gatherers
from a11y.collect.axe import packaged_script
from a11y.collect.browser import VIEWPORTS, launch_options
from a11y.collect.steps import Stage
from a11y.evidence import AxeResults, Literal, Page, PageEvidence, Sample, is_site_artifact
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site
from a11y.registry import checks as known_checks

ALL_RULES = ("color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions")
"""Level AAA: asked of axe in both columns, for the examples ask for them too."""
EXPERIMENTAL = (
    "css-orientation-lock", "focus-order-semantics", "hidden-content", "label-content-name-mismatch", "p-as-heading",
    "table-fake-caption", "td-has-header",
)  # fmt: skip

OURS: Mapping[str, tuple[tuple[str, Mapping[str, Any]], ...]] = {
    "afw4f7": (("contrast/text", {}),),
    "09o5cg": (("contrast/text", {"min_ratio": 7, "large_ratio": 4.5}),),
    "2t702h": (("axe/summary-name", {}),),
    "kb1m8s": (("axe/aria-prohibited-attr", {}), ("axe/aria-allowed-attr", {})),
}
"""ACT rule → checks that answer it, beside those that say so by a tag `act:RULE`."""
WALKS: Mapping[str, tuple[tuple[str, Mapping[str, Any]], ...]] = {
    "oj04fd": (("interaction/focus-visible", {}),),
    "80af7b": (("interaction/keyboard", {}),),
    "a1b64e": (("interaction/keyboard", {}),),
    "ebe86a": (("interaction/keyboard", {}),),
    "efbfc7": (("interaction/motion", {}),),
    "59br37": (("interaction/resize", {}),),
}


@dataclass(slots=True)
class Tally:
    """What one way said of the examples."""

    caught: int = 0
    undecided: int = 0
    missed: int = 0
    false: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, expected: str, said: Outcome | None, name: str) -> None:
        if expected == "failed":
            if said is Outcome.FAILED:
                self.caught += 1
            elif said is Outcome.CANT_TELL:
                self.undecided += 1
            else:
                self.missed += 1
        elif said is Outcome.FAILED:
            self.false += 1
            self.wrong.append(name)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path)
    words.add_argument("--walks", action="store_true")
    words.add_argument("--only", nargs="*", default=())
    words.add_argument("--concurrency", type=int, default=2)
    words.add_argument("--verbose", action="store_true")
    said = words.parse_args()
    for listing in sorted(said.folder.rglob("testcases.json")):
        asyncio.run(act(listing, said))
    for folder in sorted(said.folder.rglob("tests")):
        if (folder.parent / "analysis.json").exists():
            asyncio.run(audit(folder, said))


# --- W3C's ACT examples -----------------------------------------------------------------------------------------------


async def act(listing: Path, said: argparse.Namespace) -> None:
    cases = [
        c for c in json.loads(listing.read_text("utf-8"))["testcases"] if not said.only or c["ruleId"] in said.only
    ]
    answers = {**OURS, **(WALKS if said.walks else {})}
    tagged: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for id, check in known_checks().items():
        for tag in check.tags:
            if tag.startswith("act:"):
                tagged[tag[4:]].append((id, {}))
    # The examples ask for files below /WAI/, as on their own site.
    root = Path(tempfile.mkdtemp())
    (root / "WAI").symlink_to(listing.parents[2].resolve())
    prefix = "WAI/" + listing.parent.relative_to(listing.parents[2]).as_posix()
    alone, ours = Tally(), Tally()
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    # As W3C's own server says; without it the examples' dashes and dots are read as other letters.
    with served(root, "utf-8") as origin:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options())
            rules = await act_rules(browser)

            async def one(case: dict[str, Any]) -> None:
                rule, expected = case["ruleId"], case["expected"]
                mine = (*answers.get(rule, ()), *tagged[rule])
                axe_rules = rules.get(rule, [])
                checked = [(f"axe/{r}", {}) for r in axe_rules if f"axe/{r}" in known_checks()]
                url = origin + quote(f"{prefix}/{case['relativePath']}")
                try:
                    seen = await asyncio.wait_for(look(browser, url, needs([*mine, *checked])), 90)
                except Exception as error:  # an example that breaks is counted as missed, not as the end
                    print("broke:", url, repr(error)[:200])
                    seen = PageEvidence(blank(url))
                first = axe_says(seen, axe_rules)
                second = ours_say(seen, [*checked, *mine])
                name = f"{rule} {case['testcaseTitle']} {case['relativePath'].rpartition('/')[2]}"
                alone.add(expected, first, name)
                ours.add(expected, second, name)
                if said.verbose:
                    tell(expected, second, name)
                if expected == "failed":
                    by_rule[f"{rule} {case['ruleName']}"][second.value if second else "none"] += 1

            await in_turn(cases, one, said.concurrency)
            await browser.close()
    summed(cases, alone, ours, by_rule if said.verbose else {})


def summed(cases: list[dict[str, Any]], alone: Tally, ours: Tally, by_rule: Mapping[str, Counter[str]]) -> None:
    """Print the figures of both ways."""
    failing = sum(c["expected"] == "failed" for c in cases)
    print(f"W3C ACT: {len(cases)} examples, {failing} failed ones")
    for who, tally in (("axe alone", alone), ("we", ours)):
        counts = f"caught {tally.caught}, undecided {tally.undecided}, missed {tally.missed}"
        print(f"{who:10s} {counts}, false failures {tally.false}")
    print("false failures of ours only:", *sorted(set(ours.wrong) - set(alone.wrong)), sep="\n  ")
    for rule, outcomes in sorted(by_rule.items()):
        print(" ", rule, dict(outcomes))


def tell(expected: str, said: Outcome | None, name: str) -> None:
    """Print an example that came out otherwise than W3C says."""
    if (expected == "failed") != (said is Outcome.FAILED):
        print("  ", expected, "→", said.value if said else "none", name, flush=True)


async def act_rules(browser: Any) -> dict[str, list[str]]:
    """ACT rule → axe's rules that say they answer it."""
    page = await browser.new_page()
    await page.evaluate(packaged_script())
    found: dict[str, list[str]] = defaultdict(list)
    for rule, acts in await page.evaluate("axe.getRules().map((r) => [r.ruleId, r.actIds || []])"):
        for one in acts:
            found[one].append(rule)
    await page.close()
    return found


def axe_says(seen: PageEvidence, rules: Iterable[str]) -> Outcome | None:
    """The worst of axe's own outcomes for some of its rules."""
    results = seen.artifacts.get(AxeResults)
    said = [Outcome(r.outcome) for r in (results.rules if results else ()) if r.id in set(rules)]
    said += [Outcome(n.outcome) for r in (results.rules if results else ()) if r.id in set(rules) for n in r.nodes]
    return max(said, default=None)


def ours_say(seen: PageEvidence, wanted: Iterable[tuple[str, Mapping[str, Any]]]) -> Outcome | None:
    """The worst outcome of some checks of ours."""
    known = known_checks()
    runs = [checks.Run(known[id], {**known[id].options, **options}) for id, options in wanted if id in known]
    results = checks.run(evidence_of(seen), runs)
    return max((r.outcome for r in results), default=None)


# --- the British tool audit -------------------------------------------------------------------------------------------


async def audit(folder: Path, said: argparse.Namespace) -> None:
    """One barrier a page: caught where something fails there that does not fail on most of the pages."""
    pages = sorted(folder.glob("*.html"))
    failing: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {}
    known = known_checks()
    skip = ("elderly", "content", "identity", "site", "links")
    wanted = [(id, {}) for id, c in known.items() if c.family not in skip and (said.walks or c.family != "interaction")]
    wanted += [(id, {}) for id in ("links/empty", "links/outside-prompt", "links/insecure")]
    with served(folder.parent, "utf-8") as origin:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options())

            async def one(path: Path) -> None:
                url = f"{origin}{meant(path)}"
                try:
                    seen = await asyncio.wait_for(look(browser, url, needs(wanted)), 120)
                except Exception as error:
                    print("broke:", path.name, repr(error)[:200])
                    seen = PageEvidence(blank(url))
                results = seen.artifacts.get(AxeResults)
                nodes = [(r.id, n.outcome) for r in (results.rules if results else ()) for n in r.nodes]
                # Empty links are everywhere in the examples; they count where the barrier is one of links.
                chosen = [id for id, _ in wanted if not id.startswith("links/") or path.name.startswith("links-")]
                runs = [checks.Run(known[id], known[id].options) for id in chosen]
                made = checks.run(evidence_of(seen), runs)
                failing[path.name] = (
                    {id for id, outcome in nodes if outcome == "failed"},
                    {id for id, outcome in nodes if outcome == "cantTell"},
                    {r.check for r in made if r.outcome is Outcome.FAILED},
                    {r.check for r in made if r.outcome is Outcome.CANT_TELL},
                )

            await in_turn(pages, one, said.concurrency)
            await browser.close()
    common = [Counter(id for sets in failing.values() for id in sets[i]) for i in range(4)]
    usual = [{id for id, n in count.items() if n > 0.2 * len(pages)} for count in common]
    print(
        f"British audit: {len(pages)} barriers (rules that fail on a fifth of the pages are the frame's, not counted)"
    )
    for who, f, d in (("axe alone", 0, 1), ("we", 2, 3)):
        caught = [name for name, sets in failing.items() if sets[f] - usual[f]]
        undecided = [name for name, sets in failing.items() if name not in caught and sets[d] - usual[d]]
        missed = len(pages) - len(caught) - len(undecided)
        share = f"{len(caught)} ({len(caught) / len(pages):.0%})"
        print(f"{who:10s} caught {share}, undecided {len(undecided)}, missed {missed}")
    if said.verbose:
        for name, sets in sorted(failing.items()):
            print(" ", name[:70], sorted(sets[2] - usual[2]), sorted(sets[3] - usual[3]))


def meant(path: Path) -> str:
    """The page with the barrier: the one that the test's own page does nothing but link to, else that page."""
    main = re.search(r"<main>(.*?)</main>", path.read_text("utf-8"), re.DOTALL)
    told = (
        re.fullmatch(r"\s*(?:<p>)?\s*<a href=\"\.\./(example-pages/[^\"]+)\">[^<]*</a>\s*(?:</p>)?\s*", main.group(1))
        if main
        else None
    )
    return quote(told.group(1) if told else f"tests/{path.name}")


# --- both -------------------------------------------------------------------------------------------------------------


async def look(browser: Any, url: str, wanted: set[type]) -> PageEvidence:
    """The page with axe's results under every rule, and what else is wanted."""
    width, height = VIEWPORTS[Device.DESKTOP]
    context = await browser.new_context(viewport={"width": width, "height": height})
    try:
        stage = Stage(await context.new_page())
        stage.settings["axe_rules"] = (*ALL_RULES, *EXPERIMENTAL)
        landing = await stage.goto(url)
        await stage.settle(quiet=0.15, bound=2)
        page = Page(url, landing.url, Role.HOME, Mode.STANDARD, Device.DESKTOP, landing.status, walked=True)
        artifacts, errors = await gatherers.gather(stage, page, {AxeResults, *wanted})
        return PageEvidence(page, artifacts, errors)
    finally:
        await context.close()


def needs(wanted: Iterable[tuple[str, Mapping[str, Any]]]) -> set[type]:
    known = known_checks()
    found = {need for id, _ in wanted if id in known for need in known[id].needs}
    return {need for need in found if need is not Page and not is_site_artifact(need)}


def evidence_of(seen: PageEvidence) -> Literal:
    site = Site(url=seen.page.url)
    return Literal(Sample(site, "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True)), (seen,))


def blank(url: str) -> Page:
    return Page(url, url, Role.HOME, Mode.STANDARD, Device.DESKTOP, 0)


async def in_turn(items: Iterable[Any], work: Any, concurrency: int) -> None:
    waiting, done = list(items), 0

    async def worker() -> None:
        nonlocal done
        while waiting:
            await work(waiting.pop(0))
            done += 1
            if done % 200 == 0:
                print(f"… {done}", flush=True)

    await asyncio.gather(*(worker() for _ in range(concurrency)))


if __name__ == "__main__":
    main()

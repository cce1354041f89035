"""A profile is a published document as data: which indicators, which checks answer them, what they cost.

One schema for all documents (`profiles/README.md` is it on one page). Profiles name checks; checks never name laws.
A profile is found by id (packaged, or brought by the entry point group `a11y.profiles`) or by the path of a TOML file.
"""

from __future__ import annotations

import difflib
import importlib.metadata
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from a11y import registry
from a11y.errors import UsageError
from a11y.model import Device, Impact, Mode, Role

CONFIDENCES = {
    "V": "原文已读",
    "V2": "条款引文已读",
    "S": "据二手资料",
    "N": "据新闻报道",
    "M": "凭记忆，未见原文",
    "E": "本工具的工程推断",
    "D": "推算",
}
"""How well the published rule is known to us."""
DECIDING = ("V", "V2", "S")
"""Confidences that may decide a verdict; the others are advice."""

_CONTRACT = """
    contrast/text contrast/icon
    interaction/keyboard interaction/focus-visible interaction/target-size interaction/motion interaction/resize
    interaction/reflow interaction/popup-close interaction/captcha
    elderly/entry elderly/works elderly/persists elderly/exit elderly/font-size elderly/enlarge elderly/contrast-theme
    elderly/line-spacing elderly/pointer elderly/caption elderly/read-aloud elderly/toolbar elderly/advert
    elderly/inducement
    links/dead links/soft-404 links/empty links/outside-prompt links/hidden links/insecure
    content/home-fresh content/column-fresh content/column-blank content/column-missing content/undated
    content/duplicate content/interpretation-exists content/interpretation-linked content/guide-exists
    content/guide-elements content/guide-materials content/guide-wording content/guide-policy content/guide-form
    content/messages-public content/messages-fields content/messages-fresh content/messages-late content/statistics
    content/survey content/open-data content/annual-report content/search content/wording content/privacy
    identity/site-code identity/party-mark identity/icp identity/police identity/sponsor identity/contact
    identity/sitemap identity/meta-site identity/meta-column identity/meta-content identity/find-error
    identity/consistent identity/domain identity/name
    site/reachable site/https site/ipv6 site/load-time site/console-errors
"""
CONTRACT_CHECKS = frozenset(_CONTRACT.split())
"""Check ids that are fixed. A profile may name one before it exists here: its indicator is then untested."""

AXE_UNUSUAL = frozenset(
    {
        "color-contrast-enhanced", "css-orientation-lock", "focus-order-semantics", "hidden-content",
        "identical-links-same-purpose", "label-content-name-mismatch", "meta-refresh-no-exceptions", "p-as-heading",
        "table-fake-caption", "td-has-header",
    }
)  # fmt: skip
"""Rules of axe-core 4.12 tagged AAA or experimental: run only where a profile names them."""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str | int) else value


def _tabled(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


Listed = BeforeValidator(_listed)
"""One word stands for a list of one."""
ByGroup = Decimal | dict[str, Decimal]
"""One number, or one for each group of sites; `*` is everyone else."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Where(_Table):
    """Which findings of the named checks a row looks at; what is not said is not restricted. Several tables: any."""

    role: Annotated[tuple[Role, ...], Listed] = ()
    not_role: Annotated[tuple[Role, ...], Listed] = ()
    """Everything but these roles: 首页以外."""
    kind: Annotated[tuple[str, ...], Listed] = ()
    """`data.kind` of the finding: link, image, attachment …"""
    mode: Annotated[tuple[Mode, ...], Listed] = ()
    device: Annotated[tuple[Device, ...], Listed] = ()
    key: Annotated[tuple[str, ...], Listed] = ()
    not_key: Annotated[tuple[str, ...], Listed] = ()
    """The check's own keys (`trap`, `click`), taken in or left out."""
    impact: Impact | None = None
    """Failed and doubtful findings below this impact are shown, and decide nothing here."""
    data: dict[str, Any] = {}
    """Failed and doubtful findings count only with these values in their `data`."""
    least: dict[str, Decimal] = {}
    """… only with at least these numbers in their `data`."""
    most: dict[str, Decimal] = {}
    """… only with at most these numbers there, where they are known."""
    without: Annotated[tuple[str, ...], Listed] = ()
    """… only without these keys in their `data`."""


class Unless(_Table):
    """What makes good a failure: a number that another check measured."""

    check: str
    measure: str
    at_least: Decimal


class Reach(_Table):
    """A number that the row's checks must have measured: it alone decides; unknown, a failure is doubtful."""

    measure: str
    at_least: Decimal


class When(_Table):
    """Which sites an indicator is for; it is inapplicable to the others."""

    kind: Annotated[tuple[Literal["portal", "department"], ...], Listed] = ()
    group: Annotated[tuple[str, ...], Listed] = ()
    no_service: bool | None = None


class Tier(_Table):
    """One step of an indicator whose points go by steps. The first step that fits is taken."""

    points: Decimal
    at_least: ByGroup | None = None
    at_most: ByGroup | None = None
    above: ByGroup | None = None
    below: ByGroup | None = None
    also: str = ""
    """A further condition in words: the step is taken only where a person gives its points."""


class Indicator(_Table):
    """One line of the document."""

    id: str
    title: str
    kind: Literal["require", "veto", "deduct", "bonus"]
    """`require`: to be met, no points; `veto`: one situation fails the site; `deduct` and `bonus`: points."""
    source: Literal["V", "V2", "S", "N", "M", "E", "D"]
    clause: str = ""
    block: str = ""
    """一级指标."""
    part: str = ""
    rule: str = ""
    """The document's own words, or ours where they were not seen (评分细则)."""
    checks: tuple[str, ...] = ()
    """None: manual, untested until a ruling or the ledger answers."""
    where: Annotated[tuple[Where, ...], BeforeValidator(_tabled)] = ()
    when: When = When()
    unless: Unless | None = None
    reach: Reach | None = None
    per: Literal["target", "page", "item", "check", "site"] = "target"
    """What counts once: each element, each page, each thing whatever the number of its places, each check, the site."""
    at_least: int = Field(default=1, ge=1)
    """So many counted failures make the indicator fail (veto and require): fewer pass."""
    each: Decimal | None = Field(default=None, ge=0)
    """Points that one failure costs, or that one counted unit of the ledger gives."""
    points: Decimal | None = Field(default=None, ge=0)
    """Full marks of the row."""
    cap: str = ""
    """Name in `[caps]` of the full marks that this row shares with others."""
    tiers: tuple[Tier, ...] = ()
    measure: str = ""
    """Key of the finding's `data` that the steps are compared with."""
    zero: Literal["row", "part", "total"] | None = None
    """One failure takes the whole row (不得分), the whole part, or everything."""
    uncapped: bool = False
    """A penalty outside the base that knows no limit."""
    earn: bool = False
    """Points are given for what is proved, not taken for what is wrong."""
    factor: Decimal | None = None
    """The ledger's number times this is earned."""
    quota: ByGroup | None = None
    """The ledger's number by this, at most 1, of the full marks is earned."""
    relative: Literal["group-best"] | None = None
    """The ledger's number by the highest of the same group, of the full marks, is earned."""
    repeat: Literal["one", "sum", "best"] = "one"
    """Several rows of the ledger for one site: the latest, their sum, or the best of them."""
    once: str = ""
    """Class of problem: what an address costs is taken once, in the row of the class where it costs most."""
    sample: int | None = Field(default=None, ge=1)
    """So many are looked at, chosen by the seed."""
    partly: bool = False
    """The checks can prove failure only: what they leave needs a person."""
    doubts_only: bool = False
    """Even a failure by count only asks a person, because the number in the rule is not confirmed."""
    inapplicable: str = ""
    """Why the line never applies to web pages (仅适用于移动应用)."""
    advice: bool = False
    """Shown, and decides nothing."""
    unconfirmed: bool = False
    """The document's points for this row are not known to us; none are invented."""
    ask: str = ""
    """What a person has to fill in."""
    unit: str = ""
    range: tuple[Decimal, Decimal] | None = None
    """Lowest and highest number that may be filled in."""
    note: str = ""

    @property
    def given(self) -> bool:
        """True where points are given for what is proved; doubtful ones are then not given."""
        by_number = self.factor is not None or self.quota is not None or self.relative is not None
        return self.earn or by_number or self.kind == "bonus" or (bool(self.tiers) and not self.measure)

    @property
    def manual(self) -> bool:
        """True where only a person can answer."""
        return not self.checks and not self.inapplicable

    @property
    def decides(self) -> bool:
        """True where the verdict may rest on it."""
        return not self.advice and self.source in DECIDING


class Cap(_Table):
    """Full marks that several lines share: one row of the office's own table."""

    points: Decimal = Field(ge=0)
    title: str = ""


class NoService(_Table):
    """How a department without services is scored: without some blocks, on a smaller base, stretched."""

    leave_out: tuple[str, ...]
    factor: str

    def stretch(self, points: Decimal) -> Decimal:
        """Points on the smaller base, as points on the full one: 75 × 4/3 is 100, exactly."""
        fraction = Fraction(self.factor)
        return points * fraction.numerator / fraction.denominator


class Scoring(_Table):
    """How points become a score."""

    base: Decimal | None = None
    """Full marks before bonuses; the rows must add up to it."""
    cap: Decimal | None = None
    """No score is higher."""
    passing: Decimal | None = Field(default=None, alias="pass")
    """A score below it fails; itself it passes."""
    bonus_above: Decimal | None = None
    """Bonuses are given only where the score before them is above this; itself it is not enough."""
    bonus_cap: Decimal | None = None
    veto: Literal["fail", "zero"] = "fail"
    """A vetoed site has no score; or it has, and the part of the vetoes is 0."""
    no_service: NoService | None = None
    unconfirmed: str = ""
    """Why no score is given at all: 分值未确认."""


class Part(_Table):
    """One of the weighted parts of a score."""

    id: str
    title: str
    full: Decimal = Decimal(100)
    weight: ByGroup = Decimal(1)
    hold: bool = True
    """Held to 0 and its full marks after bonuses and penalties."""


class Band(_Table):
    """One class of scores; the first that fits, from above."""

    title: str
    at_least: Decimal | None = None
    above: Decimal | None = None

    def holds(self, score: Decimal) -> bool:
        """True where `score` belongs to the band."""
        return (self.at_least is None or score >= self.at_least) and (self.above is None or score > self.above)


class Extends(_Table):
    """Indicators taken over from another profile."""

    profile: str
    kinds: tuple[Literal["require", "veto", "deduct", "bonus"], ...] = ("require", "veto", "deduct", "bonus")
    without: tuple[str, ...] = ()


class Profile(_Table):
    """One document: its indicators and its way of scoring."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: str
    source: str
    version: str
    status: str
    in_force: str = ""
    superseded_by: str = ""
    summary: str = ""
    """One line on what it is for."""
    notes: tuple[str, ...] = ()
    """What a reader of a report must know: what is not included, what is not confirmed."""
    extends: Extends | None = None
    scoring: Scoring | None = None
    groups: tuple[str, ...] = ()
    """Kinds of unit that weights, quotas and steps tell apart."""
    parts: tuple[Part, ...] = Field(default=(), alias="part")
    caps: dict[str, Cap] = {}
    bands: tuple[Band, ...] = Field(default=(), alias="band")
    grades: dict[Literal["passed", "failed", "cantTell", "untested", "inapplicable"], str] = {}
    """Words for the verdicts, where the document has its own."""
    options: dict[str, dict[str, Any]] = {}
    """Keyword options of checks, one place per profile."""
    indicators: tuple[Indicator, ...] = Field(default=(), alias="indicator")

    @property
    def checks(self) -> tuple[str, ...]:
        """Names of all checks that the indicators name, each once, in order."""
        named = [check for row in self.indicators for check in row.checks]
        named += [row.unless.check for row in self.indicators if row.unless is not None]
        return tuple(dict.fromkeys(named))

    @property
    def axe_rules(self) -> frozenset[str]:
        """Rules of axe that are named, so that those which are off by default can be switched on."""
        return frozenset(check.removeprefix("axe/") for check in self.checks if check.startswith("axe/"))

    @property
    def axe_extra(self) -> frozenset[str]:
        """Named rules of axe that no ordinary run asks: AAA and experimental ones."""
        return self.axe_rules & AXE_UNUSUAL

    @property
    def by_id(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {row.id: row for row in self.indicators}

    def full_marks(self, row: Indicator) -> Decimal | None:
        """Points that the row can give or lose; those of its shared cap, if it has one; None: no limit."""
        return self.caps[row.cap].points if row.cap else row.points


def of_group(value: ByGroup, group: str) -> Decimal | None:
    """The number for `group`; None where it depends on the group and the group is not known."""
    if isinstance(value, Decimal):
        return value
    return value.get(group, value.get("*"))


def load_profile(id_or_path: str | Path) -> Profile:
    """The profile of that id, or in that TOML file, with what it extends.

    Raises:
        UsageError: there is none, or it is wrong; the message names file, key and the nearest valid name.
    """
    return _load(Path(id_or_path), ()) if _is_path(id_or_path) else _known(_find(str(id_or_path)))


@cache
def all_profiles() -> tuple[Profile, ...]:
    """Every packaged and installed profile, in the order of ids."""
    return tuple(_known(path) for _, path in sorted(_available().items()))


@cache
def _known(path: Path) -> Profile:
    """A packaged profile, read once."""
    return _load(path, ())


def folder() -> Path:
    """Where the packaged profiles lie: in the repository, or in an installed wheel."""
    installed = Path(__file__).parent / "_data" / "profiles"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "profiles"


def nearest(word: str, valid: Iterable[str]) -> str:
    """「；最接近的是 each」, or what is valid where nothing is near."""
    names = sorted(set(valid))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if near:
        return f"；最接近的是 {near[0]}"
    return f"；可用的有 {'、'.join(names[:12])}{' 等' if len(names) > 12 else ''}" if names else ""


def _is_path(id_or_path: str | Path) -> bool:
    return isinstance(id_or_path, Path) or id_or_path.endswith(".toml") or "/" in id_or_path or "\\" in id_or_path


def _find(id: str) -> Path:
    known = _available()
    if id not in known:
        raise UsageError(f"没有名为 {id} 的检测规范{nearest(id, known)}。a11y profiles 列出全部")
    return known[id]


@cache
def _available() -> Mapping[str, Path]:
    folders = [folder()]
    for entry in importlib.metadata.entry_points(group="a11y.profiles"):
        loaded = entry.load()
        folders.append(Path(loaded if isinstance(loaded, str | Path) else next(iter(loaded.__path__))))
    return {path.stem: path for each in reversed(folders) for path in sorted(each.glob("*.toml"))}


def _load(path: Path, above: tuple[str, ...]) -> Profile:
    profile = parse(_read(path), path.name)
    if profile.extends is None:
        return profile
    if profile.id in above or profile.extends.profile == profile.id:
        raise UsageError(f"{path.name}：extends 绕成了圈：{' → '.join((*above, profile.id))}")
    base_path = _find_beside(path, profile.extends.profile)
    return _join(profile, _load(base_path, (*above, profile.id)), path.name)


def _find_beside(path: Path, id: str) -> Path:
    beside = path.with_name(f"{id}.toml")
    if beside.is_file():
        return beside
    try:
        return _find(id)
    except UsageError as error:
        raise UsageError(f"{path.name}：extends.profile：{error}") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError:
        raise UsageError(f"找不到检测规范文件 {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不了检测规范文件 {path}：{error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path.name}：不是合法的 TOML：{error}") from None


def parse(data: Mapping[str, Any], name: str) -> Profile:
    """A profile from the table that a TOML file holds; `name` is the file's, for messages.

    Raises:
        UsageError: with one line for every fault.
    """
    try:
        profile = Profile.model_validate(_with_caps(data))
    except ValidationError as error:
        raise UsageError("\n".join(_faults(error, data, name))) from None
    faults = [f"{name}：{fault}" for fault in _contradictions(profile)]
    if faults:
        raise UsageError("\n".join(faults))
    return profile


def _with_caps(data: Mapping[str, Any]) -> dict[str, Any]:
    """`"4.2" = 2` is short for `"4.2" = {points = 2}`."""
    caps = data.get("caps", {})
    if not isinstance(caps, dict):
        return dict(data)
    return {**data, "caps": {k: v if isinstance(v, dict) else {"points": v} for k, v in caps.items()}}


def _join(child: Profile, base: Profile, name: str) -> Profile:
    """`child` with the rows of `base` that it takes over put before its own; its own row of the same id replaces."""
    extends = child.extends
    assert extends is not None  # noqa: S101  (the caller has looked)
    own = {row.id for row in child.indicators}
    for id in extends.without:
        if id not in base.by_id:
            raise UsageError(f"{name}：extends.without：{base.id} 没有指标 {id}{nearest(id, base.by_id)}")
    taken = [
        row for row in base.indicators
        if row.kind in extends.kinds and row.id not in own and row.id not in extends.without
    ]  # fmt: skip
    caps = {row.cap: base.caps[row.cap] for row in taken if row.cap}
    checks = {check for row in taken for check in row.checks}
    options = {check: dict(given) for check, given in base.options.items() if check in checks}
    for check, given in child.options.items():
        options[check] = {**options.get(check, {}), **given}
    joined = child.model_copy(
        update={"indicators": (*taken, *child.indicators), "caps": {**caps, **child.caps}, "options": options}
    )
    faults = [f"{name}：{fault}" for fault in _sums(joined)]
    if faults:
        raise UsageError("\n".join(faults))
    return joined


# What may be wrong although every value has the right type.


def _contradictions(profile: Profile) -> Iterator[str]:
    seen: set[str] = set()
    for row in profile.indicators:
        if row.id in seen:
            yield f"指标「{row.id}」出现了两次；每个 id 只能用一次"
        seen.add(row.id)
        for fault in _row_faults(row, profile):
            yield f"指标「{row.id}」：{fault}"
    for id in profile.options:
        yield from _option_faults(id, profile)
    if profile.extends is None:
        yield from _sums(profile)


def _row_faults(row: Indicator, profile: Profile) -> Iterator[str]:
    yield from _name_faults(row, profile)
    if row.source not in DECIDING and not row.advice:
        words = f"source = {row.source}（{CONFIDENCES[row.source]}）的条款不能作为判定依据"
        yield f"{words}；请写 advice = true，或换成 V、V2、S"
    if row.source not in DECIDING and row.kind == "veto":
        yield f"kind：来源为 {row.source} 的条款不能是单项否决"
    scored = row.kind in ("deduct", "bonus")
    if not scored and (row.points is not None or row.cap or row.each is not None):
        yield f'points、cap、each：{row.kind} 没有分值；要计分请用 kind = "deduct" 或 "bonus"'
    if scored and not row.unconfirmed:
        yield from _scored_faults(row)


def _name_faults(row: Indicator, profile: Profile) -> Iterator[str]:
    for check in (*row.checks, *([row.unless.check] if row.unless else [])):
        if not _is_known(check):
            yield f"checks：没有名为 {check} 的检查项{nearest(check, _known_checks())}"
    if row.cap and row.cap not in profile.caps:
        yield f"cap：[caps] 里没有 {row.cap}{nearest(row.cap, profile.caps)}"
    if row.part and row.part not in {part.id for part in profile.parts}:
        yield f"part：没有名为 {row.part} 的部分{nearest(row.part, [part.id for part in profile.parts])}"
    for group in _groups_named(row):
        if group != "*" and group not in profile.groups:
            yield f"单位类别 {group} 不在 groups 里{nearest(group, profile.groups)}"


def _scored_faults(row: Indicator) -> Iterator[str]:
    limited = row.points is not None or bool(row.cap)
    if row.points is not None and row.cap:
        yield "points 与 cap 只能写一个：共用满分的条目只写 cap"
    if row.once and (row.per not in ("target", "page") or row.each is None):
        yield 'once 按地址只扣一次，要写 each，per 只能是 "target" 或 "page"'
    if not limited and not row.uncapped and row.zero not in ("part", "total"):
        yield "缺 points（本条满分）、cap（共用满分）或 uncapped = true"
    ways = [row.each is not None, row.zero is not None, bool(row.tiers), row.factor is not None]
    if not any([*ways, row.quota is not None, row.relative is not None, row.earn]):
        yield "没有写怎样得分或扣分：each、zero、tiers、factor、quota、relative、earn 至少一个"
    if row.tiers and row.checks and not row.measure and not row.earn:
        yield "measure：由检查项判定的分档要写出与哪个实测值比较"


def _groups_named(row: Indicator) -> Iterator[str]:
    yield from row.when.group
    for value in (row.quota, *(v for t in row.tiers for v in (t.at_least, t.at_most, t.above, t.below))):
        if isinstance(value, dict):
            yield from value


def _option_faults(id: str, profile: Profile) -> Iterator[str]:
    if not _is_known(id):
        yield f"[options]：没有名为 {id} 的检查项{nearest(id, _known_checks())}"
        return
    check = registry.checks().get(id)
    if check is None:
        return
    types = get_type_hints(check.function)
    for name, value in profile.options[id].items():
        if name not in check.options:
            yield f'[options]."{id}"：没有名为 {name} 的选项{nearest(name, check.options)}'
        elif fault := _misfit(types[name], value):
            yield f'[options]."{id}".{name}：{fault}，现为 {value!r}'


def _misfit(kind: Any, value: Any) -> str:
    """Why an option cannot be `value`; empty where it can. Not-a-number would let everything pass."""
    if kind is bool:
        return "" if isinstance(value, bool) else "应为 true 或 false"
    if kind in (int, float):
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if not is_number or not Decimal(value).is_finite() or value < 0:
            return "应为不小于 0 的数"
        return "应为整数" if kind is int and value != int(value) else ""
    if kind is str:
        return "" if isinstance(value, str) else "应为带引号的文字"
    whole = isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    return "" if whole or get_origin(kind) not in (tuple, Sequence) else "应为文字的列表"


def _sums(profile: Profile) -> Iterator[str]:
    """Rows that do not add up to the full marks they say they have."""
    if profile.scoring is None or profile.scoring.unconfirmed:
        return
    wanted: dict[str, Decimal | None] = {part.id: part.full for part in profile.parts} or {"": profile.scoring.base}
    for part, full in wanted.items():
        total = base_points(profile, part)
        if full is not None and total != full:
            where = f"部分 {part}" if part else "[scoring] base"
            yield f"{where}：各条满分加起来是 {total}，应为 {full}"


def base_points(profile: Profile, part: str = "") -> Decimal:
    """Full marks of the rows of a part before bonuses and penalties."""
    rows = [row for row in profile.indicators if row.kind == "deduct" and row.part == part]
    caps = {row.cap for row in rows if row.cap}
    shared = sum((profile.caps[cap].points for cap in caps), Decimal(0))
    return shared + sum((row.points for row in rows if row.points is not None and not row.uncapped), Decimal(0))


@cache
def _known_checks() -> frozenset[str]:
    return frozenset(registry.checks()) | CONTRACT_CHECKS


def _is_known(check: str) -> bool:
    if check in _known_checks():
        return True
    has_axe = any(known.startswith("axe/") for known in registry.checks())
    return check.startswith("axe/") and not has_axe


# Messages that a person can act on, from pydantic's.

_WORDS = {
    "missing": "缺这一项",
    "decimal_parsing": "应为数字",
    "decimal_type": "应为数字",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "string_type": "应为带引号的文字",
    "tuple_type": '应为列表，如 ["…"]',
    "list_type": '应为列表，如 ["…"]',
    "dict_type": "应为表，如 { 键 = 值 }",
    "model_type": "应为表，如 { 键 = 值 }",
    "model_attributes_type": "应为表，如 { 键 = 值 }",
    "greater_than_equal": "不能小于 {ge}",
    "string_pattern_mismatch": "只能用小写字母、数字、点和连字符",
}
_TABLES: dict[str, type[_Table]] = {
    "indicator": Indicator, "scoring": Scoring, "part": Part, "band": Band, "caps": Cap, "extends": Extends,
    "where": Where, "when": When, "unless": Unless, "reach": Reach, "tiers": Tier, "no_service": NoService,
}  # fmt: skip


def _faults(error: ValidationError, data: Mapping[str, Any], name: str) -> Iterator[str]:
    told: set[str] = set()
    for fault in error.errors():
        place = _place(fault["loc"], data)
        key = str(fault["loc"][-1])
        context = fault.get("ctx", {})
        if fault["type"] == "extra_forbidden":
            text = f"不认识这个键{nearest(key, _keys(fault['loc']))}"
        elif fault["type"] in ("literal_error", "enum"):
            allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            text = f"不能是 {fault['input']!r}{nearest(str(fault['input']), allowed)}"
            text += f"（可用 {'、'.join(allowed)}）"
        else:
            text = _WORDS.get(fault["type"], fault["msg"]).format(**context)
            if fault["type"] != "missing":
                text += f"，现为 {fault['input']!r}"
        line = f"{name}：{place}：{text}"
        if line not in told:
            told.add(line)
            yield line


def _place(loc: Sequence[str | int], data: Mapping[str, Any]) -> str:
    """`indicator「4.2a」.each` rather than `indicator.17.each`."""
    words: list[str] = []
    at: Any = data
    for step in loc:
        at = _inside(at, step)
        if isinstance(step, int):
            label = at.get("id", at.get("title", step + 1)) if isinstance(at, dict) else step + 1
            words[-1] += f"「{label}」" if words else ""
        elif step not in ("decimal", "dict[str,decimal]"):
            words.append(str(step))
    return ".".join(words)


def _inside(at: Any, step: str | int) -> Any:
    if isinstance(at, dict):
        return at.get(step)
    return at[step] if isinstance(at, list) and isinstance(step, int) and step < len(at) else None


def _keys(loc: Sequence[str | int]) -> list[str]:
    """Names that are valid where `loc` points."""
    tables = [_TABLES[step] for step in loc[:-1] if isinstance(step, str) and step in _TABLES]
    table: type[_Table] = tables[-1] if tables else Profile
    return [field.alias or name for name, field in table.model_fields.items()]

"""A draft site file: what was found of a site's columns, guides, messages and search, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from a11y import marks
from a11y.collect import once
from a11y.collect.columns import COLUMN_KINDS
from a11y.collect.content import Survey, column_seen, explore, found_columns, guides_of, messages_of
from a11y.collect.context import Context
from a11y.collect.options import Options
from a11y.collect.visits import Visits
from a11y.errors import A11yError
from a11y.evidence import ColumnSeen
from a11y.model import Column, Site

MOST_GUIDES = 40
MOST_OTHERS = 15


def draft(site: Site, options: Options) -> str:
    """The draft of a site file, as TOML.

    Raises:
        A11yError: the home page could not be read.
        UsageError, BrowserMissingError: as `collect`.
    """
    return to_toml(once(site, options, discover))


async def discover(context: Context) -> Site:
    """The site as found: what its owner gave stays, the rest is filled in.

    Raises:
        A11yError: the home page could not be read.
    """
    visits = Visits(context)
    survey = await explore(visits)
    if survey is None:
        raise A11yError(f"首页打不开，无法查找栏目：{context.site.url}")
    site = context.site
    columns = site.columns or tuple(await _columns(survey))
    guides = site.guides or tuple((await guides_of(survey))[0])[:MOST_GUIDES]
    said = await messages_of(survey)
    messages = site.messages or ("" if said.error else said.url)
    return replace(
        _named(site, survey), columns=columns, guides=guides, messages=messages, search=site.search or _search(survey)
    )


async def _columns(survey: Survey) -> list[Column]:
    """What behaves as a column, and what else the navigation leads to that is a list: a person strikes it out."""
    sure = [seen for seen in await found_columns(survey) if not seen.error]
    known = {seen.url for seen in sure}
    rest = [c for c in survey.of_kind("other") if c.level == 1 and c.url not in known][:MOST_OTHERS]
    others = await survey.visits.all(rest, lambda candidate: column_seen(survey, candidate, None))
    return [_column(seen) for seen in [*sure, *(seen for seen in others if not seen.error and len(seen.entries) >= 3)]]


def _column(seen: ColumnSeen) -> Column:
    kind = seen.kind if seen.kind in COLUMN_KINDS else "other"
    return Column(seen.name, seen.url, kind, seen.level, None)


def _named(site: Site, survey: Survey) -> Site:
    """Name, code, sponsor and kind by the home page's own marks."""
    document = survey.home.document
    if document is None:
        return site
    tags, text = document.tags, document.text
    codes = [code for code in (tags.get("siteidcode", ""), *marks.site_codes(text)) if marks.is_site_code(code)]
    name = site.name or tags.get("sitename", "") or document.title
    portal = bool(name) and name.removesuffix("网站").removesuffix("门户").endswith(
        ("人民政府", "政府", "管理委员会", "管委会")
    )
    return replace(
        site,
        url=survey.home.url,
        name=name[:60],
        code=site.code or (codes[0] if codes else ""),
        sponsor=site.sponsor or marks.sponsor(text),
        kind=site.kind or ("portal" if portal else "department" if codes else None),
    )


def _search(survey: Survey) -> str:
    """The address that asks, ending where the query goes; empty where it is not asked by an address."""
    way = next((way for way in survey.ways if way.form == "get"), None)
    return way.template("{q}") if way else ""


def to_toml(site: Site) -> str:
    """A site file in TOML, as `--site` reads it, with a word to its reader at the top."""
    return "\n".join(_lines(site)) + "\n"


def _lines(site: Site) -> Iterator[str]:
    yield "# 自动找到的草稿：请核对每个栏目的名称、网址和类型，删去不是栏目的，补上漏掉的，再用 --site 指定本文件。"
    yield "# 栏目类型 kind：news 动态要闻、notice 通知公告、policy 政策文件、interpretation 政策解读、overview 概况信息、"
    yield "# leaders 领导信息、statistics 统计信息、other 其他；period_days 为应更新周期（天），可不填。"
    yield from _filled(site, ("id", "name", "url", "code", "sponsor", "kind", "group", "region"))
    yield from ("no_service = true",) if site.no_service else ()
    for name in ("scope", "tags"):
        if values := getattr(site, name):
            yield f"{name} = [{', '.join(_quoted(value) for value in values)}]"
    yield from _filled(site, ("messages", "search"))
    for column in site.columns:
        yield from ("", "[[column]]", *_filled(column, ("name", "url", "kind")), f"level = {column.level}")
        yield from (f"period_days = {column.period_days}",) if column.period_days is not None else ()
    for guide in site.guides:
        yield from ("", "[[guide]]", f"url = {_quoted(guide)}")


def _filled(thing: Any, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if value := getattr(thing, name):
            yield f"{name} = {_quoted(value)}"


def _quoted(value: Any) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")

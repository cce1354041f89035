"""The chapter on the elderly version, brought into one shape for the templates.

`SiteReport.chapters["elderly"]` is one mapping, or a list of them (one per device), or `{"devices": [...]}`. Everything in
it may be missing:

- `entered` bool, `reason`, `kind`, `summary`, `device`;
- `entry` {`text`, `picture`, `selector`, `page`, and any facts};
- `before`, `after` {`picture`, `px`, `url`};
- `steps` [{`step`, `px`, `factor`, `picture`}];
- `services` [{`name`, `offered`, `worked` (true, false, null), `detail` or `measured`, `picture`, `before`, `after`}];
- `transcript` [{`text`, `way`, `after`, `own` (true: the page's own text)}], `share_read` from 0 to 1,
  `clips` [path of a sound that cannot be told from text];
- `keyboard` {`picture`, `note`, `stops` [{`name`, `selector`, `visible`}]};
- `focus` [{`name`, `before`, `after`}].

`SiteReport.chapters["walk"]` may hold `keyboard` and `focus` for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from a11y.model import SiteReport
from a11y.report._clean import one_line
from a11y.report._words import DEVICES, Say

_FACTS = {
    "text": "入口文字",
    "name": "读屏名称",
    "page": "所在页面",
    "place": "位置",
    "selector": "选择器",
    "visible": "不悬停就看得见",
    "named": "有文字名称",
    "reachable": "键盘能到达",
    "kind": "切换方式",
    "leads_to": "打开的地址",
}
_MOST = 200
"""Rows shown of any list: a hostile page can say a great deal."""


def chapters(report: SiteReport, say: Say) -> list[dict[str, Any]]:
    """The elderly chapters of a report, one per device; none where there is no such matter."""
    given = report.chapters.get("elderly")
    if isinstance(given, Mapping) and isinstance(given.get("matter"), Mapping | Sequence):
        given = given["matter"]
    if isinstance(given, Mapping) and isinstance(given.get("devices"), Sequence | Mapping):
        devices = given["devices"]
        given = (
            [{"device": name, **part} for name, part in devices.items() if isinstance(part, Mapping)]
            if isinstance(devices, Mapping)
            else devices
        )
    parts = [given] if isinstance(given, Mapping) else given if isinstance(given, Sequence) else []
    walk = _mapping(report.chapters.get("walk"))
    return [_chapter({**walk, **part}, say) for part in parts if isinstance(part, Mapping) and part]


def _chapter(part: Mapping[str, Any], say: Say) -> dict[str, Any]:
    entry = _mapping(part.get("entry"))
    keyboard = _mapping(part.get("keyboard"))
    services = [_service(row) for row in _rows(part.get("services"))]
    largest = max((_float(row.get("px")) for row in _rows(part.get("steps"))), default=0.0)
    share = part.get("share_read")
    return {
        "title": say(DEVICES.get(str(part.get("device", "")), "适老版")),
        "summary": _text(part.get("summary")),
        "entered": bool(part.get("entered", True)),
        "reason": _text(part.get("reason")),
        "entry": {
            "text": _text(entry.get("text") or entry.get("name")),
            "picture": entry.get("picture"),
            "facts": [
                (label, _fact(entry[key], say)) for key, label in _FACTS.items() if entry.get(key) not in {None, ""}
            ],
        },
        "before": _side(part.get("before"), say),
        "after": _side(part.get("after"), say),
        "steps": [_step(row, number, largest) for number, row in enumerate(_rows(part.get("steps")))],
        "services": services,
        "pairs": [row for row in services if row["before"] or row["after"]],
        "transcript": [_line(row) for row in _rows(part.get("transcript"))],
        "clips": [path for path in _list(part.get("clips")) if isinstance(path, str)],
        "read": say("读出了正文的 {n}%。", n=round(_float(share) * 100)) if isinstance(share, int | float) else "",
        "keyboard": {
            "picture": keyboard.get("picture"),
            "note": _text(keyboard.get("note")),
            "stops": [_stop(row) for row in _rows(keyboard.get("stops"))],
        },
        "focus": [{**row, "name": _text(row.get("name"))} for row in _rows(part.get("focus"))],
    }


def _side(value: Any, say: Say) -> dict[str, Any]:
    side = _mapping(value)
    px = _float(side.get("px"))
    return {"picture": side.get("picture"), "note": "：" + say("正文 {px} 像素", px=f"{px:g}") if px else ""}


def _step(row: Mapping[str, Any], number: int, largest: float) -> dict[str, Any]:
    px = _float(row.get("px"))
    return {
        "step": row.get("step", number),
        "px": px,
        "factor": _float(row.get("factor")),
        "picture": row.get("picture"),
        "share": round(100 * px / largest, 1) if largest else 0,
    }


def _service(row: Mapping[str, Any]) -> dict[str, Any]:
    worked = row.get("worked")
    offered = row.get("offered", True)
    word, outcome = "没能确定", "cantTell"
    if not offered:
        word, outcome = "—", "untested"
    elif worked is not None:
        word, outcome = ("管用", "passed") if worked else ("不管用", "failed")
    return {
        "name": _text(row.get("name")),
        "offered_word": "有" if offered else "没有" if row.get("applicable", True) else "不适用",
        "worked_word": word,
        "outcome": outcome,
        "detail": _text(row.get("detail") or row.get("measured")),
        "picture": row.get("picture"),
        "before": row.get("before"),
        "after": row.get("after"),
    }


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    own = row.get("own")
    kind = "" if own is None else "读的是页面自己的文字" if own else "不是页面正文"
    return {
        "text": one_line(str(row.get("text") or "")),
        "way": _text(row.get("way")),
        "after": _text(row.get("after")),
        "kind": kind,
    }


def _stop(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _text(row.get("name")) or _text(row.get("selector")),
        "selector": str(row.get("selector") or ""),
        "invisible": row.get("visible") is False,
    }


def _fact(value: Any, say: Say) -> Any:
    return say("是") if value is True else say("否") if value is False else value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in _list(value) if isinstance(row, Mapping)]


def _list(value: Any) -> list[Any]:
    return list(value[:_MOST]) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _text(value: Any) -> str:
    return "" if value is None else one_line(str(value), 300)


def _float(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0

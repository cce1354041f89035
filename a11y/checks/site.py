"""The site as a service: does it open, over what, how fast, and do its scripts run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from a11y.errors import KINDS
from a11y.evidence import ConsoleErrors, Https, Ipv6, LoadTimes, Probes, Sample, Visit
from a11y.model import Certainty, Finding, Impact, Target, cannot_tell, failed, passed, untested
from a11y.registry import check


@check(
    "site/reachable",
    title="网站经常打不开",
    why="一周里每二十次就有一次打不开的网站，办事的人不能指望它；这是单项否决的情形。",
    remedy="排查服务器、带宽和域名解析；在监测平台上设置告警，连续失败时立即处理。",
    impact=Impact.CRITICAL,
)
def reachable(
    probes: Probes,
    sample: Sample,
    *,
    seconds: float = 15,
    share: float = 0.05,
    at_least: int = 140,
    days: int = 7,
    warning: float = 0.03,
    longest_gap_hours: float = 24,
    least_days: int = 6,
) -> Iterator[Finding]:
    """Of the visits recorded in the week before, fewer than `share` took `seconds` or more, or did not open at all.

    Applicable: always. Visits that our own network, guard or a wall against machines kept from the site do not count.
    Passed: 6 of 140.    Failed: 7 of 140.    Untested: fewer than `at_least`, a gap of `longest_gap_hours` in which
    nobody looked, or visits on fewer than `least_days` of the days, unless those that were made fail it anyway. From `warning` on, the data say so.
    Source: 国办秘函〔2019〕19号 单项否决“站点无法访问”.
    """
    end = datetime.fromisoformat(sample.collected_at)
    week = [v for v in probes.visits if end - timedelta(days=days) <= datetime.fromisoformat(v.at) <= end]
    counted = [v for v in week if not v.ours]
    bad = [v for v in counted if not v.ok or v.seconds >= seconds]
    ratio = len(bad) / len(counted) if counted else 0.0
    gaps = _gaps(week, longest_gap_hours)
    spread = len({(end - datetime.fromisoformat(v.at)) // timedelta(days=1) for v in counted})
    data: dict[str, Any] = {
        "visits": len(counted), "failed_visits": len(bad), "ours": len(week) - len(counted), "share": round(ratio, 4),
        "gaps": gaps, "days": spread, "warning": ratio >= warning, "slowest": max((v.seconds for v in counted), default=None),
        "examples": [f"{v.at} {KINDS[v.kind].text if v.kind in KINDS else f'{v.seconds:g} 秒'}" for v in bad[:10]],
    }  # fmt: skip
    measured, required = (
        f"{len(bad)}/{len(counted)}",
        f"{seconds:g} 秒以上打不开的少于 {share:.0%}，至少访问 {at_least} 次",
    )
    if len(counted) < at_least:
        yield untested(Target(), reason="too-few-visits", measured=measured, required=required, **data)
    elif ratio >= share:
        yield failed(
            Target(),
            f"最近 {days} 天访问 {len(counted)} 次，{len(bad)} 次在 {seconds:g} 秒内没有打开，占 {ratio:.1%}",
            measured=measured, required=required, **data,
        )  # fmt: skip
    elif gaps:
        yield untested(Target(), reason="gaps", measured=measured, required=required, **data)
    elif spread < least_days:
        yield untested(Target(), reason="too-few-days", measured=measured, required=required, **data)
    else:
        yield passed(Target(), measured=measured, **data)


def _gaps(visits: Sequence[Visit], hours: float) -> list[str]:
    """Stretches between two visits longer than `hours`, as `from/to`."""
    at = sorted(datetime.fromisoformat(visit.at) for visit in visits)
    return [
        f"{before.isoformat(timespec='minutes')}/{after.isoformat(timespec='minutes')}"
        for before, after in pairwise(at)
        if after - before > timedelta(hours=hours)
    ]


@check(
    "site/https",
    title="网站没有启用 HTTPS",
    why="明文传输的内容可能在途中被偷看、篡改或插入广告，浏览器也会标示“不安全”。",
    remedy="为域名配置受信任的证书，让 http 地址自动转到 https。",
    impact=Impact.MODERATE,
)
def https(seen: Https) -> Iterator[Finding]:
    """The home page is to be had over HTTPS with a certificate that browsers accept.

    Passed: it is, whether or not http leads there (`data.forced`).    Failed: no answer over HTTPS, or a certificate that
    is expired, self-signed or another host's.
    Source: 本工具的要求.
    """
    data: dict[str, Any] = {"url": seen.url, "forced": seen.forced, "detail": seen.detail}
    if seen.untested or seen.offered is None:
        yield untested(Target(), reason=seen.untested or "not-asked", required="HTTPS 可用", **data)
    elif not seen.offered:
        why = KINDS[seen.kind].text if seen.kind in KINDS else f"服务器回答 {seen.status}"
        yield failed(Target(), f"网站不能用 HTTPS 打开：{why}", measured=why, required="HTTPS 可用", **data)
    elif seen.certificate is False:
        yield failed(
            Target(), "网站的 HTTPS 证书不被浏览器接受（过期、自签名或域名不符）",
            measured="证书无效", required="证书有效", impact=Impact.SERIOUS, **data,
        )  # fmt: skip
    else:
        yield passed(Target(), measured="HTTPS 可用", **data)


@check(
    "site/ipv6",
    title="网站不支持 IPv6",
    why="国家要求政府网站完成 IPv6 改造；只有 IPv6 的网络里的人会打不开。",
    remedy="为域名添加 AAAA 记录，并让网站在 IPv6 上提供同样的内容。",
    impact=Impact.MODERATE,
)
def ipv6(seen: Ipv6) -> Iterator[Finding]:
    """The site's name has an IPv6 address, and the home page comes over it.

    Failed: no AAAA record; or there is one, and the page does not come.    Untested: there is no IPv6 here.
    Source: 国办秘函〔2019〕19号 IPv6改造 （按通行做法）.
    """
    data: dict[str, Any] = {"host": seen.host, "addresses": list(seen.addresses)}
    required = "有 AAAA 记录，首页能经 IPv6 打开"
    if not seen.addresses and not seen.untested:
        yield failed(
            Target(),
            f"域名 {seen.host} 没有 IPv6 地址（AAAA 记录）",
            measured="无 AAAA 记录",
            required=required,
            **data,
        )
    elif seen.untested:
        yield untested(Target(), reason=seen.untested, required=required, **data)
    elif not 200 <= seen.status < 400:
        why = KINDS[seen.kind].text if seen.kind in KINDS else f"服务器回答 {seen.status}"
        yield failed(
            Target(),
            f"域名 {seen.host} 有 IPv6 地址，但首页经 IPv6 打不开：{why}",
            measured=why,
            required=required,
            **data,
        )
    else:
        yield passed(Target(), measured="首页能经 IPv6 打开", **data)


@check(
    "site/load-time",
    title="首页打开慢",
    why="等得久了，老年人会以为坏了，反复点击或放弃。",
    remedy="压缩图片和脚本，合并请求，启用缓存；首屏以外的内容稍后再载入。",
    impact=Impact.MINOR,
)
def load_time(seen: LoadTimes, *, max_seconds: float = 3) -> Iterator[Finding]:
    """The home page loads within `max_seconds`, by the median of three measured alone.

    Source: 国办发〔2017〕47号 网页设计规范 （推荐，据二手资料）.
    """
    if not seen.seconds:
        yield untested(Target(), reason=seen.untested or "not-measured", required=max_seconds)
        return
    middle = round(median(seen.seconds), 2)
    data: dict[str, Any] = {"seconds": list(seen.seconds), "url": seen.url}
    if middle > max_seconds:
        at_least = "至少 " if seen.bounded and middle == max(seen.seconds) else ""
        yield failed(
            Target(), f"首页打开用了 {at_least}{middle:g} 秒（三次的中位数），应不超过 {max_seconds:g} 秒",
            measured=middle, required=max_seconds, **data,
        )  # fmt: skip
    else:
        yield passed(Target(), measured=middle, **data)


@check(
    "site/console-errors",
    title="页面脚本出错",
    why="脚本出错往往意味着某个按钮、菜单或列表不起作用。",
    remedy="按浏览器控制台的提示修正脚本；不再使用的脚本删去。",
    impact=Impact.MINOR,
    certainty=Certainty.DOUBTS,
)
def console_errors(seen: ConsoleErrors) -> Iterator[Finding]:
    """The pages' own scripts run without errors.

    Applicable: every page of the sample whose console was heard.    Doubtful: a script error was told of.

    Source: 本工具的要求.
    """
    for page in seen.pages:
        if page.count:
            yield cannot_tell(
                Target(), f"页面脚本报错 {page.count} 次：{page.errors[0][:120]}",
                reason="script-error", measured=page.count, required=0, page=page.url, key=page.url, errors=list(page.errors),
            )  # fmt: skip
        else:
            yield passed(Target(), page=page.url, key=page.url, measured=0)

"""Checks of our own."""

from collections.abc import Iterator

from a11y.evidence import Meta, Page
from a11y.model import Finding, Impact, Role, Target, failed, passed
from a11y.registry import check


@check(
    "wangchuan/title-suffix",
    title="网页标题没有带站名",
    why="读屏用户先听到标题，没有站名就不知道自己在哪个网站。",
    remedy="在标题末尾加上“ - 望川镇便民服务网”。",
    impact=Impact.MINOR,
)
def title_suffix(page: Page, meta: Meta, *, suffix: str = "望川镇便民服务网") -> Iterator[Finding]:
    """The title of every page ends with the site's name.

    Applicable: every page.    Passed: `<title>通知 - 望川镇便民服务网</title>`    Failed: `<title>通知</title>`
    """
    if page.role is Role.HOME or meta.title.endswith(suffix):
        yield passed(Target(), measured=meta.title)
    else:
        yield failed(Target(), f"标题“{meta.title[:40]}”没有以“{suffix}”结尾", measured=meta.title, required=suffix)

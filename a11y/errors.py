"""What can go wrong, each with what the command does about it.

`classify` is the single source of truth for failures of a browser or a connection: a table from
pattern to kind and whether trying again makes sense. A bot wall is never "site down".
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass


class A11yError(Exception):
    """A fault that the user can mend: the command prints its one line and exits with `status`."""

    status = 3


class UsageError(A11yError):
    """Used wrongly: a bad option, a bad file, a refused address. Exit status 4."""

    status = 4


class BrowserMissingError(A11yError):
    """No browser can be started here: the line names the command that brings one. Exit status 3."""


class ReportError(A11yError):
    """A report could not be written. Exit status 3."""


class DiskFullError(A11yError):
    """There is no room left for results. No site is blamed for it; what is done is kept. Exit status 3."""


class EvidenceError(UsageError):
    """A folder is no evidence of ours, or of a version that this release does not read."""


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹", errno.EEXIST: "已有同名文件", errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "名称太长", errno.EDQUOT: "磁盘配额已用完",
}  # fmt: skip
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""No room left."""


def why(error: OSError) -> str:
    """Why a file could not be read or written, in Chinese where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a page or a connection fails."""

    name: str
    retryable: bool
    """A second try may find it well."""
    ours: bool
    """The cause is our machine, our guard or our limits, so the site is not blamed."""
    text: str
    """What it is, in Chinese."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("dns", True, False, "域名无法解析"),
        Kind("refused", True, False, "连接被拒绝"),
        Kind("reset", True, False, "连接被中断"),
        Kind("timeout", True, False, "在时限内没有打开"),
        Kind("tls", False, False, "安全证书或加密连接有误"),
        Kind("redirects", False, False, "重定向循环不止"),
        Kind("http", False, False, "服务器返回错误状态"),
        Kind("server", True, False, "服务器内部错误"),
        Kind("empty", False, False, "页面没有内容"),
        Kind("not-html", False, False, "不是网页"),
        Kind("bot-wall", False, True, "被防爬虫页面拦截，未能看到真实内容"),
        Kind("sandbox", False, True, "页面的安全策略（CSP sandbox）不允许检查"),
        Kind("garbled", False, False, "页面显示为乱码，文字无法辨认"),
        Kind("spoiled", False, True, "页面脚本改坏了浏览器自带的功能，读出的内容不可信"),
        Kind("hang", False, False, "页面太大或脚本不停，在时限内没有看完"),
        Kind("crash", True, False, "页面使浏览器崩溃"),
        Kind("blocked-by-us", False, True, "内网或本机地址，被本工具拒绝访问"),
        Kind("robots", False, True, "robots.txt 不允许访问"),
        Kind("network", True, True, "本机网络不通"),
        Kind("too-large", False, True, "内容过大，未读完"),
        Kind("gatherer", False, True, "采集程序出错"),
        Kind("check", False, True, "检查程序出错"),
        Kind("report", False, True, "报告程序出错"),
        Kind("unknown", True, True, "未知错误"),
    )
}

_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"ERR_NAME_NOT_RESOLVED|Name or service not known|getaddrinfo|NXDOMAIN", "dns"),
    (r"ERR_CONNECTION_REFUSED|ECONNREFUSED|Connect call failed", "refused"),
    (r"ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|ERR_EMPTY_RESPONSE|ECONNRESET|Server disconnected", "reset"),
    (r"ERR_HTTP2|ERR_INVALID_(?:HTTP_)?RESPONSE|ERR_CONTENT_LENGTH|ERR_INCOMPLETE", "reset"),
    (r"ERR_TOO_MANY_REDIRECTS|TooManyRedirects", "redirects"),
    (r"ERR_CERT|ERR_SSL|ERR_BAD_SSL|SSL|certificate", "tls"),
    (r"ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ENETUNREACH", "network"),
    (r"ERR_BLOCKED_BY_CLIENT|ERR_ACCESS_DENIED", "blocked-by-us"),
    (r"ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|Timeout \d+ms exceeded|TimeoutError|timed out", "timeout"),
    (r"Target crashed|Page crashed|Target page, context or browser has been closed|crash", "crash"),
    (r"Download is starting|ERR_ABORTED", "not-html"),
    (r"ERR_ADDRESS_UNREACHABLE|EHOSTUNREACH|ERR_UNSAFE_PORT", "refused"),
)  # fmt: skip


def classify(detail: str) -> Kind:
    """The kind of failure that a browser's or a socket's message `detail` tells of.

    Socks failures are told by the guard's own record, not from here: see `collect.guard`.
    """
    for pattern, name in _PATTERNS:
        if re.search(pattern, detail, re.IGNORECASE):
            return KINDS[name]
    return KINDS["unknown"]

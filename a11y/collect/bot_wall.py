"""A page that asks whether the visitor is a machine is not the site: it is never "down", and never "no problem".

Patterns are those of the protections that Chinese government sites stand behind (加速乐, 瑞数, 创宇盾, 安全狗, 云锁,
雷池, 阿里云, 腾讯云, 百度云) and of the large foreign ones. Words count only on a page with little text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LITTLE_TEXT = 600
"""Characters of visible text below which a page can be a wall at all."""

_HEADERS = {"cf-mitigated": "challenge", "x-amzn-waf-action": "", "x-datadome": "", "x-sucuri-block": ""}
_MARKUP = re.compile(
    r"__jsl_clearance|_\$jsl|\$_ts\s*=|window\[[\"']\$_ts|acw_sc__v[23]|arg1\s*=\s*['\"][0-9A-F]{40}|_Incapsula_Resource|"
    r"/cdn-cgi/challenge-platform|cf-browser-verification|cf_chl_|safeline|/_guard/|yunsuo_session|"
    r"aliyun[\w.-]*captcha|TencentCaptcha|geetest_|gt_captcha|awswaf|px-captcha|captcha-delivery\.com|"
    r"probe\.js\?|security_verify_data|srcset_challenge|_wafchallenge|waf_?js_?challenge",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"正在(?:进行)?(?:安全)?(?:检测|验证|检查)您?的?(?:浏览器|访问|环境)|浏览器安全检查|安全验证|人机验证|访问验证|请完成验证|"
    r"滑动(?:滑块|完成)|拖动滑块|请输入验证码(?:后)?(?:继续|访问)|(?:您|你)的?(?:访问|请求)(?:过于频繁|被拦截|行为异常|已被拦截|被阻断|存在风险)|"
    r"访问(?:行为异常|被拦截|被阻断|受限|过于频繁)|请求被拦截|网站防火墙|(?:创宇盾|安全狗|云锁|云盾|护卫神|雷池|WAF)|"
    r"疑似(?:恶意|攻击|机器)|checking your browser|just a moment|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"attention required|are you a robot|unusual traffic|access denied|"
    r"request blocked|ddos protection|enable javascript and cookies",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_REFUSALS = frozenset({202, 403, 405, 412, 418, 429, 503, 521})


def is_bot_wall(status: int, headers: Mapping[str, str], markup: str, text: str | None = None) -> bool:
    """True for a challenge or a refusal of machines.

    `markup`: the document's source; `text`: its visible text where a browser has rendered it. Header names are in lower
    case.
    """
    for name, value in _HEADERS.items():
        if name in headers and (not value or value in headers[name].lower()):
            return True
    head = markup[:60_000]
    words = text if text is not None else _TAGS.sub(" ", head)
    words = " ".join(words.split())
    if len(words) > LITTLE_TEXT:
        return False
    if _WORDS.search(words):
        return True
    # A script of such a protection runs on good pages too; it is the wall where there is nothing beside it.
    return bool(_MARKUP.search(head)) and (len(words) < 60 or status in _REFUSALS)

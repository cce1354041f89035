"""The dictionary of slips, and personal numbers: what is told, and what must never be."""

from __future__ import annotations

import pytest

from a11y import privacy, wording


def test_there_are_enough_exact_entries_and_none_is_both() -> None:
    assert len(wording.exact()) >= 500
    assert not set(wording.exact()) & set(wording.suspected())


def test_no_right_word_holds_a_wrong_one() -> None:
    words = [*wording.exact().values(), *wording.suspected().values()]
    assert [(word.wrong, word.right) for word in words if list(wording.slips(word.right))] == []
    assert [word.wrong for word in words if word.wrong == word.right or not word.right] == []


def test_every_exception_holds_its_entry_and_is_let_pass() -> None:
    for word in wording.exact().values():
        for right in word.unless:
            assert word.wrong in right
            assert list(wording.slips(right)) == []


def test_every_entry_is_found() -> None:
    for word in wording.exact().values():
        found = {(slip.wrong, slip.right) for slip in wording.slips(f"会议指出，{word.wrong}。") if slip.exact}
        assert any(wrong in word.wrong or word.wrong in wrong for wrong, _ in found), word


@pytest.mark.parametrize(
    "right",
    [
        "县长在人民日报发布署名文章", "各电厂按装机容量申报", "要深入贯彻并落实好会议精神", "贯彻离退休干部政策", "经研究竞赛规则如下",
        "企业竟争取到了订单", "他毕竟争取过", "喜欢渡轮的游客", "过渡假期安排", "防寒宣传活动", "立即定目标、定任务", "一幅射箭图",
        "增辐射带动能力", "杨松驰援前线", "变迁徒步路线", "即使用户不同意", "选拔款式", "必须提交必需的材料", "调整冶金结构",
        "宣布署理行政长官", "这篇辐射防护论文", "办公庭院整洁", "自已故父亲处继承", "来自已经批准的项目",
    ],
)  # fmt: skip
def test_words_that_meet_are_no_slip(right: str) -> None:
    assert [slip.wrong for slip in wording.slips(right) if slip.exact] == []


@pytest.mark.parametrize(
    ("text", "wrong", "exact"),
    [
        ("对工作进行了布署", "布署", True), ("要再接再励", "再接再励", True), ("迫不急待地", "迫不急待", True),
        ("截止目前共受理", "截止目前", False), ("招聘启示", "招聘启示", False),
    ],
)  # fmt: skip
def test_slips(text: str, wrong: str, exact: bool) -> None:
    [slip] = wording.slips(text)
    assert (slip.wrong, slip.exact, text[slip.start : slip.start + len(wrong)]) == (wrong, exact, wrong)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("身份证号 11010519491231002X", ["identity"]),
        ("11010519491231002x", ["identity"]),
        ("1101 0519 4912 3100 2X", ["identity"]),
        ("110105194912310021", []),
        ("11010519490231002X", []),
        ("110105********002X", []),
        ("银行卡号：6222020200000000006", ["card"]),
        ("6222 0202 0000 0000 006", ["card"]),
        ("6222020200000000007", []),
        ("合同编号：6222020200000000006", []),
        ("统一社会信用代码：113212000143195170", []),
        ("受益人王某，手机号 13812345678", ["phone"]),
        ("王某 13812345678", ["phone"]),
        ("联系电话：13812345678", []),
        ("咨询热线：0527-84360000、13812345678", []),
        ("138****5678", []),
        ("公网安备 32120202000123号", []),
        ("t202511201234567890", []),
    ],
)
def test_personal_numbers(text: str, kinds: list[str]) -> None:
    found = list(privacy.leaks(text))
    assert [leak.kind for leak in found] == kinds
    assert not any(digits in leak.masked for leak in found for digits in ("19491231", "0200000000", "1234567"))

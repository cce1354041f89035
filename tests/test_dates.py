"""Dates as pages write them: read where they are facts, left alone where they are something else."""

from __future__ import annotations

from datetime import date

import pytest

from a11y import dates

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-06-13 14∶06", "2026-06-13 14:06"),
        ("2026-06-13 14:06:59", "2026-06-13 14:06"),
        ("2026-06-13T14:06:00+08:00", "2026-06-13 14:06"),
        ("2026-06-12T22:30:00Z", "2026-06-13 06:30"),
        ("二〇二五年三月八日", "2025-03-08"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("二零二五年十月二十日", "2025-10-20"),
        ("2026年6月13日", "2026-06-13"),
        ("2026 年 6 月 13 日 9时05分", "2026-06-13 09:05"),
        ("2026/6/13", "2026-06-13"),
        ("2026.06.13", "2026-06-13"),
        ("［2026－06－13］", "2026-06-13"),
        ("２０２６年０６月１３日　１４：０６", "2026-06-13 14:06"),
        ("2026-6-3[10:20]", "2026-06-03 10:20"),
        ("20260613", "2026-06-13"),
        ("20260613140600", "2026-06-13 14:06"),
        ("[06-13]", "2026-06-13"),
        ("06-13", "2026-06-13"),
        ("6月13日", "2026-06-13"),
        ("12-31", "2025-12-31"),
        ("11-23", "2026-11-23"),
        ("(11/24)", "2025-11-24"),
        ("昨天", "2026-11-21"),
        ("3天前", "2026-11-19"),
        ("2小时前", "2026-11-22"),
        ("Jun 13, 2026", "2026-06-13"),
        ("13 June 2026", "2026-06-13"),
        ("二Ｏ二六年六月十三日", "2026-06-13"),
        ("13/06月", "2026-06-13"),
        ("13 6月", "2026-06-13"),
        ("2周前", "2026-11-08"),
        ("3个月前", "2026-08-24"),
        ("1年前", "2025-11-22"),
    ],
)
def test_forms_that_are_read(written: str, read: str) -> None:
    assert str(dates.parse(written, TODAY)) == read


@pytest.mark.parametrize(
    "written",
    [
        "国办发〔2015〕15号", "版权所有 2006-2020", "Copyright © 2010-2026", "2026-13-45", "2026-02-30", "电话 010-12345678",
        "增长3.5%", "1.5倍", "2026年", "2026年11月", "0599-1234567", "", "第5项", "邮编：223800", "GB/T 37668-2019",
        "第1-2期", "共3/12页", "3-5岁", "1-6年级",
    ],
)  # fmt: skip
def test_what_is_no_date(written: str) -> None:
    assert dates.parse(written, TODAY) is None


def test_a_year_is_never_made_up_without_a_day_to_reckon_from() -> None:
    assert dates.parse("06-13") is None
    assert dates.parse("昨天") is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("http://a.gov.cn/2025/0308/c1.html", "2025-03-08"),
        ("http://a.gov.cn/zwgk/202503/t20250308_123.shtml", "2025-03-08"),
        ("http://a.gov.cn/art/2025/3/8/art_1_2.html", "2025-03-08"),
        ("http://a.gov.cn/n1/2025-03/08/content_1.htm", "2025-03-08"),
        ("http://a.gov.cn/20250308/1.html", "2025-03-08"),
        ("http://a.gov.cn/2025/03/08/1.html", "2025-03-08"),
        ("http://a.gov.cn/c/20250308123456.html", "2025-03-08"),
        ("http://a.gov.cn/2025/03/12.html", None),
        ("http://a.gov.cn/col/202503/1.html", None),
        ("http://a.gov.cn/art_123420250308.html", None),
        ("http://2025.0308.gov.cn/a.html", None),
        ("http://a.gov.cn/a.html?t=20250308", None),
    ],
)
def test_days_in_addresses(address: str, day: str | None) -> None:
    found = dates.in_address(address)
    assert (str(found) if found else None) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("来源：办公室 发布时间：2026-06-13 14∶06 浏览：12", "2026-06-13 14:06"),
        ("发布日期： [ 2026-06-13 ]", "2026-06-13"),
        ("日期：2026年1月2日 来源：2025年1月1日报", "2026-01-02"),
        ("时间：2026-01-02 发布时间：2026-01-05", "2026-01-05"),
        ("依据2015年3月8日印发的国发〔2015〕3号，现予公告", None),
        ("活动时间：2020-01-01", None),
        ("有效时间：2020-01-01", None),
        ("版权所有 2026-01-01", None),
        ("发布时间：见附件。会议于2020年1月1日召开", None),
        ("发布：2026-11-20", "2026-11-20"),
        ("发布日期：二Ｏ二六年十一月二日", "2026-11-02"),
        ("Updated: November 2, 2026 Source: Anlan Daily", "2026-11-02"),
        ("Release time: 02 Nov 2026", "2026-11-02"),
        ("Date: 2026-11-02", "2026-11-02"),
        ("The conference on this date was held. 2020-01-01", None),
    ],
)
def test_labelled_dates(text: str, day: str | None) -> None:
    found = dates.labelled(text, TODAY)
    assert (str(found[0]) if found else None) == day


def test_a_label_whose_date_cannot_be_read_is_seen() -> None:
    assert dates.has_label_without_date("发布时间：上周五", TODAY)
    assert not dates.has_label_without_date("发布时间：2026-01-05", TODAY)
    assert not dates.has_label_without_date("没有任何标签", TODAY)


def test_the_more_trustworthy_place_wins() -> None:
    texts = ["发布时间：2026-02-02", "依据2015年3月8日的规定"]
    url = "http://a.gov.cn/2026/0404/a.html"
    row = dates.parse("2026-03-03")
    sources = [
        dates.publication(pub_date="2026-01-01", texts=texts, row=row, url=url),
        dates.publication(texts=texts, row=row, url=url),
        dates.publication(row=row, url=url),
        dates.publication(url=url),
        dates.publication(pub_date="null", texts=["依据2015年3月8日的规定"], url="http://a.gov.cn/a.html"),
    ]
    told = [(found.source, str(found.moment)) if found else None for found in sources]
    assert told == [
        ("meta", "2026-01-01"), ("label", "2026-02-02"), ("row", "2026-03-03"), ("address", "2026-04-04"), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "title", "day"),
    [
        ("2026-11-20", "关于2015年考试的通知", "2026-11-20"),
        ("11-20", "某某会议召开", "2026-11-20"),
        ("[图] 某某会议召开 (2026年11月20日)", "某某会议召开", "2026-11-20"),
        ("点击：1234", "某某会议召开", None),
        ("11-02 2025", "某某会议召开", "2025-11-02"),
        ("2025 11-02", "某某会议召开", "2025-11-02"),
        ("11-02 2025年度决算", "某某会议召开", "2026-11-02"),
        ("公示期：2026-10-01 至 2026-11-01", "某某公示", "2026-10-01"),
        ("[10-20~11-19]", "某某公示", "2026-10-20"),
        ("02 11月", "某某会议召开", "2026-11-02"),
    ],
)
def test_date_column_of_a_row(row: str, title: str, day: str | None) -> None:
    found = dates.in_row(row, TODAY, title=title)
    assert (str(found[0]) if found else None) == day


@pytest.mark.parametrize(
    ("day", "months", "back"),
    [
        (date(2026, 11, 22), 6, date(2026, 5, 22)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
    ],
)
def test_months_back(day: date, months: int, back: date) -> None:
    assert dates.months_back(day, months) == back


def test_the_day_is_that_of_shanghai() -> None:
    assert dates.local_day("2026-11-21T17:00:00+00:00") == date(2026, 11, 22)
    assert dates.local_day("2026-11-22T00:30:00") == date(2026, 11, 22)


def test_times_count_only_where_both_show_one() -> None:
    both = [dates.parse(text) for text in ("2026-01-01 10:00", "2026-01-01", "2026-01-01 10:00:30", "2026-01-01 11:00")]
    first, *others = both
    assert first is not None
    assert [dates.same(first, other) for other in others if other] == [True, True, False]

"""What the vendor checks at every commit."""

import pytest


@pytest.mark.parametrize("path", ["index.html", "notice.html"])
def test_page_conforms(page, a11y, base_url, path):
    page.goto(base_url + path)
    a11y.check(page).assert_conforms()


def test_search_box_has_a_name(page, a11y, base_url):
    page.goto(base_url)
    a11y.check(page, only=["axe/label"], within="main").assert_conforms()


def test_elderly_mode_takes(page, a11y, base_url):
    page.goto(base_url)
    entered = a11y.enter_elderly(page)
    assert entered.kind == "place"
    a11y.check(entered.page, only=["elderly/font-size"]).assert_conforms()

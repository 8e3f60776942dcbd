"""A list page: one queryset behind page, fragment and file; the URL is the whole state."""

import io
import re

import pytest
from django.test import Client
from factories.core import LegalEntityFactory
from kit_pages import ViewTable
from openpyxl import load_workbook
from people import empowered

from o2c.core.access.models import User
from o2c.core.pages.models import SavedView
from o2c.core.pages.slices import slice_of

FRAGMENT = {"HX-Request": "true", "HX-Target": "list"}


def names(html: str) -> list[str]:
    return re.findall(r'<a href="/kit/[0-9a-f-]+/">([^<]+)</a>', html)


def get(browser: Client, url: str, **headers: str) -> str:
    response = browser.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_the_exact_count_and_fifty_rows_in_order(browser: Client, views: list[SavedView]) -> None:
    html = get(browser, "/kit/list/")
    assert names(html) == [f"view {n:03}" for n in range(50)]
    assert "120 rows" in html
    assert "1 to 50 of 120" in html


def test_the_fragment_is_the_same_list_without_the_shell(browser: Client, views: list[SavedView]) -> None:
    response = browser.get("/kit/list/?page=2", headers=FRAGMENT)
    html = response.content.decode()
    assert names(html) == [f"view {n:03}" for n in range(50, 100)]
    assert "<html" not in html
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(("page", "first"), [("1", 0), ("3", 100), ("99", 100), ("0", 0), ("x", 0), ("²", 0)])
def test_a_page_number_out_of_range_shows_the_nearest_page(browser: Client, views: list[SavedView], page: str, first: int) -> None:
    assert names(get(browser, f"/kit/list/?page={page}"))[0] == f"view {first:03}"


def test_a_heading_sorts_and_says_so(browser: Client, views: list[SavedView]) -> None:
    html = get(browser, "/kit/list/?o=-name")
    assert names(html)[0] == "view 119"
    assert 'aria-sort="descending"><a href="/kit/list/?o=name"' in html


def test_an_unknown_order_is_the_tables_own(browser: Client, views: list[SavedView]) -> None:
    assert names(get(browser, "/kit/list/?o=password"))[0] == "view 000"


def test_a_filter_is_a_chip_that_can_be_removed_and_keeps_the_order(browser: Client, views: list[SavedView]) -> None:
    html = get(browser, "/kit/list/?shared=true&o=-name&page=1")
    assert "40 rows" in html
    assert re.search(r'Shared: <b>yes</b><a href="/kit/list/\?o=-name"', html)


def test_search_narrows(browser: Client, views: list[SavedView]) -> None:
    assert names(get(browser, "/kit/list/?q=view 11")) == [f"view {n}" for n in range(110, 120)]


@pytest.mark.parametrize(("start", "stop"), [(0, 50), (10, 30), (60, 110), (100, 120), (119, 120), (100, 150)])
def test_a_slice_far_inside_is_the_same_as_a_plain_slice(views: list[SavedView], start: int, stop: int) -> None:
    ordered = SavedView.objects.order_by("shared", "-name", "pk")
    assert slice_of(ordered, start, stop, 120) == list(ordered[start:stop])


def test_a_far_page_takes_no_more_queries_than_the_first(
    browser: Client, views: list[SavedView], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        browser.get("/kit/list/?page=3")


def test_totals_are_of_the_whole_filter_and_per_currency(browser: Client) -> None:
    for code, currency in [("A", "EUR"), ("B", "EUR"), ("C", "JPY")]:
        LegalEntityFactory(code=code, base_currency=currency)
    html = get(browser, "/kit/entities/")
    assert "Total EUR of all rows of the filter" in html
    assert "Total JPY of all rows of the filter" in html


def test_three_different_empty_texts(browser: Client, reader: User) -> None:
    SavedView.objects.create(owner=reader, listing="elsewhere", name="x")
    assert "Nothing here yet." in get(browser, "/kit/list/")
    limited = Client()
    limited.force_login(empowered("core.save_view", name="Lea Limited", region="FR"))
    assert "none that you may see" in get(limited, "/kit/list/")
    assert "No row matches this filter." in get(browser, "/kit/list/?q=nothing")


def test_the_file_holds_the_same_rows_and_the_list_of_filters(browser: Client, views: list[SavedView]) -> None:
    response = browser.get("/kit/list/?shared=true&o=-name&export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))  # type: ignore[call-overload]
    rows = list(book.worksheets[1].values)
    assert [row[0] for row in rows[1:]] == [f"view {n:03}" for n in range(117, -1, -3)]
    assert rows[0][:4] == tuple(str(column.label) for column in ViewTable.columns if column.shown)
    assert ("Shared", "yes") in list(book.worksheets[0].values)


def test_a_stranger_sees_no_button_they_may_not_press(browser: Client, views: list[SavedView]) -> None:
    stranger = Client()
    stranger.force_login(User.objects.create(email="stan@example.com", name="Stan"))
    html = get(stranger, "/kit/list/")
    assert "New view" not in html
    assert "Share views" not in html
    assert "New view" in get(browser, "/kit/list/")

"""Bulk actions: a rehearsal that changes nothing, then the verb row by row; never more rows than were shown."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from o2c.core.access.models import User
from o2c.core.pages import bulk
from o2c.core.pages.models import SavedView

LIST = "/kit/list/?q=view 00"


def post(browser: Client, url: str = LIST, **given: object) -> str:
    return browser.post(url, {"bulk": "share", **given}, follow=True).content.decode()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', html)
    assert found
    return found[1]


def unshared() -> int:
    return SavedView.objects.filter(shared=False).count()


def test_the_rehearsal_says_how_many_change_and_why_others_do_not(browser: Client, views: list[SavedView]) -> None:
    html = post(browser, row=[str(view.public_id) for view in views[:4]])
    assert "<b>2</b> rows will be changed." in html
    assert "<b>2</b> rows will stay as they are." in html
    assert "This view belongs to someone else" in html
    assert unshared() == 80


def test_confirming_runs_the_verb_for_each_row_and_reports_the_refused(browser: Client, views: list[SavedView]) -> None:
    rehearsal = post(browser, row=[str(view.public_id) for view in views[:4]])
    html = post(browser, selection=hidden(rehearsal, "selection"), confirm="1")
    assert "Share views: done for 2 rows." in html
    assert unshared() == 78


def test_all_matching_means_the_filter_that_was_shown(browser: Client, views: list[SavedView]) -> None:
    everything = hidden(browser.get("/kit/list/?q=view 0").content.decode(), "everything")
    html = post(browser, "/kit/list/?q=view 0", everything=everything)
    assert "100 rows selected" in html


def test_a_selection_whose_count_changed_is_refused(browser: Client, views: list[SavedView], reader: User) -> None:
    everything = hidden(browser.get("/kit/list/?q=view").content.decode(), "everything")
    SavedView.objects.create(owner=reader, listing="test", name="view new")
    html = post(browser, "/kit/list/?q=view", everything=everything, confirm="1")
    assert "found 120 rows when you selected them and finds 121 now" in html
    assert unshared() == 81


def test_a_selection_of_another_filter_or_a_forged_one_is_refused(browser: Client, views: list[SavedView]) -> None:
    everything = hidden(browser.get("/kit/list/?q=view 0").content.decode(), "everything")
    assert "could not be read" in post(browser, "/kit/list/", everything=everything, confirm="1")
    assert "could not be read" in post(browser, everything=everything + "x", confirm="1")
    assert unshared() == 80


def test_nothing_selected_is_said(browser: Client, views: list[SavedView]) -> None:
    assert "No row is selected" in post(browser)


def test_more_rows_than_a_worker_can_do_are_refused(browser: Client, views: list[SavedView], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 100)
    everything = hidden(browser.get("/kit/list/").content.decode(), "everything")
    assert "At most 100 rows at once, and 120 are selected" in post(browser, "/kit/list/", everything=everything)


def test_many_rows_are_tried_in_part_and_done_by_a_worker(
    browser: Client, views: list[SavedView], reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 50)
    orders: list[bulk.Order] = []
    monkeypatch.setattr(bulk, "_workers", [lambda order, user: orders.append(order) or "/kit/list/"])
    everything = hidden(browser.get("/kit/list/").content.decode(), "everything")
    rehearsal = post(browser, "/kit/list/", everything=everything)
    assert "Tried on the first 50 rows:" in rehearsal
    assert "Share views (120)" in rehearsal
    html = post(browser, "/kit/list/", selection=hidden(rehearsal, "selection"), confirm="1")
    assert "A worker is doing it" in html
    assert (orders[0].verb, len(orders[0].ids), orders[0].arguments()) == ("tests.share_view", 120, {})
    assert unshared() == 80


def test_an_order_carries_what_was_typed_into_the_form() -> None:
    order = bulk.Order("Rename", "tests.rename_view", [1], "kit_pages.NameForm", {"name": ["new"], "amount": ["1,200.50"]})
    assert order.arguments() == {"name": "new", "amount": Decimal("1200.50"), "version": None}


def test_a_row_outside_the_list_cannot_be_slipped_in(browser: Client, views: list[SavedView], reader: User) -> None:
    outside = SavedView.objects.create(owner=reader, listing="elsewhere", name="outside")
    html = post(browser, row=[str(outside.public_id)], confirm="1")
    assert "finds 0 now" in html
    outside.refresh_from_db()
    assert not outside.shared


def test_an_action_the_user_may_not_take_is_forbidden(views: list[SavedView], browser: Client) -> None:
    stranger = Client()
    stranger.force_login(User.objects.create(email="stan@example.com", name="Stan"))
    assert stranger.post(LIST, {"bulk": "share", "row": [str(views[1].public_id)], "confirm": "1"}).status_code == 403
    assert unshared() == 80

"""What rooms register: menu links by right, panels, timeline sources, search."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from o2c.core.pages import jump, menu, panels, timeline


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the test registers."""
    for module, name, empty in [
        (menu, "_links", {}),
        (menu, "_indicators", {}),
        (panels, "_panels", {}),
        (timeline, "_sources", {}),
        (jump, "_sources", []),
    ]:
        monkeypatch.setattr(module, name, empty)


class Reader:
    def may(self, permission: str) -> bool:
        return permission == "yes"


def test_the_menu_shows_only_what_the_user_may_open() -> None:
    menu.add("billing", "Hidden", "jump", "no")
    menu.add("accounts", "Second", "indicators", "yes", order=60)
    menu.add("accounts", "First", "preferences", "yes", order=10)
    areas = menu.areas(Reader())
    assert [(area.name, [link.label for link in area.links]) for area in areas] == [("accounts", ["First", "Second"])]


def test_an_area_nobody_knows_is_an_error_at_start() -> None:
    with pytest.raises(ValueError, match="unknown area"):
        menu.add("sales", "x", "jump", "yes")


def test_panels_come_in_order_and_by_right() -> None:
    subject = SimpleNamespace(public_id="0b8b2b4e-6f43-4e0a-9a55-0f6f8b1a2c3d")
    panels.add("accounts.customer", "Secret", "save_view", permission="no")
    panels.add("accounts.customer", "Items", "remove_view", permission="yes")
    (panel,) = panels.shown("accounts.customer", subject, Reader())
    assert panel.url == f"/views/{subject.public_id}/remove/"
    assert panels.shown("accounts.contract", subject, Reader()) == []


def test_panels_of_the_start_page_are_about_nobody() -> None:
    panels.add("home", "Mine", "jump", permission="yes")
    assert [panel.url for panel in panels.shown("home", None, Reader())] == ["/jump/"]


def test_the_timeline_is_one_list_newest_first() -> None:
    now = datetime(2026, 2, 28, tzinfo=UTC)
    timeline.source("old", lambda subject, actor, limit: [timeline.TimelineEntry(now - timedelta(days=2), "a", "older")])
    timeline.source("new", lambda subject, actor, limit: [timeline.TimelineEntry(now, "b", "newer")])
    assert [entry.title for entry in timeline.entries(None, None)] == ["newer", "older"]


def found(actor: object, text: str) -> list[jump.Hit]:
    return [jump.Hit(f"C-{number}", "customer", f"/kit/{number}/") for number in range(2) if text in f"C-{number}"]


def test_enter_on_a_single_hit_opens_it(browser: Client) -> None:
    jump.source(found)
    assert browser.get("/jump/?q=C-1").headers["Location"] == "/kit/1/"
    several = browser.get("/jump/?q=C-").content.decode()
    assert several.count("/kit/") == 2
    assert "Nothing found" in browser.get("/jump/?q=zzz").content.decode()


def test_one_letter_searches_nothing(browser: Client) -> None:
    jump.source(found)
    assert jump.hits(None, "C") == []


def test_counts_are_shown_to_those_who_have_any(browser: Client) -> None:
    menu.indicator("work", lambda user: menu.Indicator("My work", 12, "/work/", "checklist"))
    menu.indicator("none", lambda user: None)
    html = browser.get("/indicators/").content.decode()
    assert html.count("badge-count") == 1
    assert "My work" in html

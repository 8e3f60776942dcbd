"""The kit in a real browser: keys, selection, swaps that keep the focus, dialogs, forms, narrow and dark windows."""

from typing import Any

import pytest
from people import empowered
from playwright.sync_api import Page, expect

from o2c.core.access.models import User
from o2c.core.pages.models import SavedView

POWERS = ("core.save_view", "core.remove_view", "core.choose_columns", "core.export_list", "tests.rename_view", "tests.share_view")
LIST = "/kit/list/"


@pytest.fixture
def reader(settings: Any, db: None) -> User:
    settings.ROOT_URLCONF = "kit_pages"
    reader = empowered(*POWERS)
    SavedView.objects.bulk_create(SavedView(owner=reader, listing="test", name=f"view {n:03}") for n in range(120))
    return reader


@pytest.fixture
def page(page_as: Any, reader: User) -> Page:
    opened: Page = page_as(reader, LIST)
    return opened


def test_search_swaps_the_rows_keeps_the_caret_and_the_address(page: Page) -> None:
    box = page.get_by_role("searchbox", name="Search in this list")
    box.press_sequentially("view 11")
    expect(page.get_by_role("row")).to_have_count(11)
    expect(box).to_be_focused()
    page.wait_for_url("**/kit/list/?q=view**11")
    expect(page.locator("#live")).to_have_text("10 rows")


def test_sort_and_page_swap_only_the_list_and_back_returns(page: Page) -> None:
    page.get_by_role("link", name="Name").click()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="view 069")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="view 119")).to_be_visible()


def test_the_next_page_begins_at_its_first_row(page: Page) -> None:
    page.locator(".list-card").evaluate("box => box.scrollTo(0, 500)")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="view 050")).to_be_in_viewport()


def test_shift_click_selects_a_range_and_the_bar_says_how_many(page: Page) -> None:
    page.get_by_role("checkbox", name="Select view 002").click()
    page.get_by_role("checkbox", name="Select view 006").click(modifiers=["Shift"])
    bar = page.get_by_role("region", name="Selected rows")
    expect(bar).to_contain_text("5 selected on this page")
    bar.get_by_role("button", name="Share views").click()
    expect(page.get_by_role("heading", name="Share views")).to_be_visible()
    expect(page.get_by_text("5 rows selected")).to_be_visible()
    page.get_by_role("button", name="Share views (5)").click()
    expect(page.get_by_role("status").filter(has_text="done for 5 rows")).to_be_visible()


def test_keys_move_select_and_open(page: Page) -> None:
    for key in ["j", "j", "x"]:
        page.keyboard.press(key)
    expect(page.get_by_role("checkbox", name="Select view 001")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rename")).to_be_visible()


def test_slash_goes_to_the_search_box_and_question_mark_lists_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys on this page")).to_contain_text("Go to the search box")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Jump to")).to_be_focused()


def test_saved_view_is_made_and_removed_after_a_question(page: Page) -> None:
    page.get_by_role("searchbox", name="Search in this list").fill("view 00")
    expect(page.get_by_role("row")).to_have_count(11)
    page.get_by_text("Save view").first.click()
    page.get_by_label("Name of the view").fill("First ten")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("link", name="First ten")).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Remove view").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Remove the view “First ten”?")
    expect(asked.get_by_role("button", name="Go back")).to_be_focused()
    asked.get_by_role("button", name="Remove view").click()
    expect(page.get_by_role("link", name="First ten")).to_have_count(0)


def test_a_field_is_checked_when_left_and_the_summary_takes_the_focus(page: Page) -> None:
    page.get_by_role("link", name="view 003").click()
    page.get_by_label("Amount").fill("lots")
    page.get_by_label("Name").focus()
    expect(page.get_by_text("Write an amount such as 1,234.56.")).to_be_visible()
    page.get_by_label("Name").fill("")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Amount")).to_have_value("lots")
    page.get_by_role("alert").get_by_role("link", name="Name").click()
    expect(page.get_by_label("Name")).to_be_focused()


def test_the_way_back_keeps_the_filter(page: Page) -> None:
    page.goto(f"{LIST}?q=view+11&o=-name")
    page.get_by_role("link", name="view 115").click()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Views").click()
    page.wait_for_url("**/kit/list/?q=view+11&o=-name")


def test_preferences_change_theme_rows_and_language(page: Page) -> None:
    page.get_by_role("button", name="Your menu").click()
    page.get_by_label("Theme").select_option("dark")
    page.get_by_label("Rows", exact=True).select_option("roomy")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("body")).to_have_class("roomy")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_list_and_form_are_accessible_and_never_scroll_sideways(page: Page, axe: Any, theme: str, width: int) -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for url in ["/_kit/", f"{LIST}?q=view&shared=false", f"{LIST}?q=none", page.locator("tbody a").first.get_attribute("href")]:
        page.goto(url or "")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

"""The browser tests' own tools: they see what they must see."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page


def test_the_browser_reaches_this_server(page_as: Callable[..., Page]) -> None:
    page = page_as(None, "/health/")
    assert '"database": "ok"' in page.content()
    assert page.viewport_size == {"width": 1440, "height": 900}


def test_axe_names_what_a_blind_reader_would_miss(page_as: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    page = page_as(None, "/health/")
    page.set_content("<html lang=en><title>Form</title><main><h1>Form</h1><input type=text></main></html>")
    with pytest.raises(AssertionError, match=r"label \(critical\)"):
        axe(page)
    page.set_content("<html lang=en><title>Form</title><main><h1>Form</h1><label>Name <input type=text></label></main></html>")
    axe(page)

"""Every page that needs no row, once per way of looking at it: both themes, a telephone, right to left, a longer language."""

from typing import Any

import every_page
import pytest
from django.utils import translation
from playwright.sync_api import Page

from o2c.core.access.models import User

ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
TURN = """() => {
    document.documentElement.dir = "rtl";
    const sheet = document.querySelector("link[href*='tabler.min.css']");
    return new Promise((done) => { sheet.onload = done; sheet.href = sheet.href.replace("tabler.min.css", "tabler.rtl.min.css"); });
}"""


@pytest.fixture
def everyone(db: None) -> User:
    return every_page.everyone()


def look(page: Page, user: User, axe: Any = None, *, turn: bool = False) -> None:
    seen = list(every_page.pages(user))
    assert len(seen) > 10
    wide = []
    for url in seen:
        page.goto(url)
        if turn:
            page.evaluate(TURN)
        if axe:
            axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(url)
    assert wide == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible(page_as: Any, axe: Any, everyone: User, theme: str) -> None:
    page = page_as(everyone)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    look(page, everyone, axe)


def test_every_page_fits_a_telephone(page_as: Any, everyone: User) -> None:
    page = page_as(everyone)
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, everyone)


def test_every_page_fits_from_right_to_left(page_as: Any, everyone: User) -> None:
    look(page_as(everyone), everyone, turn=True)


def test_every_page_fits_a_language_forty_percent_longer(page_as: Any, everyone: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(text: str) -> str:
        return text and f"{text.translate(ACCENTS)} {'ñ' * (len(text) * 2 // 5)}" if "%(" not in text and "{" not in text else text

    monkeypatch.setattr(translation._trans, "gettext", longer, raising=False)
    look(page_as(everyone), everyone)

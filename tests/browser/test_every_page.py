"""Every page that needs no row, once per way of looking at it: both themes, a telephone, right to left, a longer language."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from people import person
from playwright.sync_api import Page

from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.checks import patterns

ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
TURN = """() => {
    document.documentElement.dir = "rtl";
    const sheet = document.querySelector("link[href*='tabler.min.css']");
    return new Promise((done) => { sheet.onload = done; sheet.href = sheet.href.replace("tabler.min.css", "tabler.rtl.min.css"); });
}"""


@pytest.fixture
def everyone(db: None) -> User:
    """One person with every role, so that every page opens."""
    for role in set(ROLE_NAMES) - {"system"}:
        everyone = person(role, name="Eve Everyone")
    return everyone


def pages(user: User) -> Iterator[str]:
    """The addresses without parameters that answer this user with a whole page of ours."""
    client = Client()
    client.force_login(user)
    for pattern in patterns():
        try:
            url = reverse(pattern.name) if pattern.name else ""
        except NoReverseMatch:
            continue
        if url and "/sign-" not in url:
            response = client.get(url)
            if response.status_code == 200 and b'<main id="main"' in response.getvalue():
                yield url


def look(page: Page, user: User, axe: Any = None, *, turn: bool = False) -> None:
    seen = list(pages(user))
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
        return text and f"{text.translate(ACCENTS)} {'ñ' * (len(text) * 2 // 5)}" if "%(" not in text else text

    monkeypatch.setattr(translation._trans, "gettext", longer, raising=False)
    look(page_as(everyone), everyone)

"""A real Chromium, people who are already signed in, and axe for every page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import chromium
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from o2c.core.access.models import User

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread

HERE = Path(__file__).parent
AXE = (HERE.parent / "vendor" / "axe-core@4.14.1" / "axe.min.js").read_text()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PageAs = Callable[..., Page]
Axe = Callable[[Page], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if not path:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(chromium.MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page_as(browser: Browser, live_server: Any) -> Iterator[PageAs]:
    """`page_as(person, "/path/")`: a window of 1440 x 900 in which that person has signed in, on that page.

    A script error or a content that the policy refused fails the test.
    """
    contexts, complaints = [], []

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def open_page(person: User | None, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Europe/Paris", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if person:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def axe() -> Axe:
    """`axe(page)`: no serious or critical accessibility violation; names the rule and the elements otherwise."""

    def assert_accessible(page: Page) -> None:
        page.evaluate(AXE)
        violations = page.evaluate("async () => (await axe.run(document)).violations")
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:200]}"
            for violation in violations
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]
        assert found == [], "\n".join([page.url, *found])

    return assert_accessible

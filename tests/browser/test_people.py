"""An administrator lets a person in; the person chooses a password, asks for codes and comes in with one."""

import time
from typing import Any

import pyotp
import pytest
from django.core.cache import cache
from people import person
from playwright.sync_api import Page, expect

from o2c.core.access.models import SignIn, User
from o2c.core.outbox.models import Outbox

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def invited(page_as: Any, axe: Any) -> str:
    """The link of the invitation, after the administrator has invited and given a role."""
    page = page_as(person("admin"), "/users/")
    axe(page)
    page.get_by_role("link", name="Invite a person").click()
    page.get_by_label("Name").fill("Nina New")
    page.get_by_label("E-mail address").fill("nina@example.com")
    axe(page)
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nina New")
    page.get_by_role("link", name="Give a role").click()
    page.get_by_label("Role").select_option("clerk")
    page.get_by_label("From").fill("today")
    page.get_by_label("Reason").fill("new colleague")
    page.get_by_role("button", name="Give role").click()
    expect(page.get_by_role("rowheader", name="Customer account clerk")).to_be_visible()
    axe(page)
    return str(Outbox.objects.get(topic="invitation").payload["link"]).split("8000", 1)[1]


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill("nina@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_new_colleague_comes_in_with_a_password_and_a_code(page_as: Any, axe: Any) -> None:
    link = invited(page_as, axe)
    page = page_as(None, link)
    axe(page)
    page.get_by_label("New password (required)").fill(PASSWORD)
    page.get_by_label("New password, again").fill(PASSWORD)
    page.get_by_role("button", name="Choose this password").click()
    expect(page.get_by_text("Password chosen")).to_be_visible()
    axe(page)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nina New")

    page.goto("/profile/codes/")
    secret = page.locator("bdi.code").inner_text()
    expect(page.locator("svg.qr")).to_be_visible()
    axe(page)
    page.get_by_label("Code the app shows now").fill(pyotp.TOTP(secret).at(time.time() - 30))
    page.get_by_role("button", name="Turn on codes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    axe(page)
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page)
    axe(page)
    page.get_by_label("Code from your app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nina New")
    assert [row.outcome for row in SignIn.objects.order_by("pk")] == ["signed_in", "signed_out", "signed_in"]


def test_two_minutes_before_the_end_one_is_asked_and_may_stay(page_as: Any, axe: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 121
    page = page_as(person("clerk"), "/profile/")

    dialog = page.get_by_role("dialog", name="You will be signed out in two minutes")
    expect(dialog).to_be_visible()
    axe(page)
    with page.expect_response("**/session/stay/") as answer:
        dialog.get_by_role("button", name="Stay signed in").click()

    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    assert User.objects.get(email="clara.clerk@example.com").is_active


def test_what_was_typed_into_an_ended_session_is_there_after_signing_in(page_as: Any) -> None:
    clerk = person("clerk")
    clerk.set_password(PASSWORD)
    clerk.save()
    page = page_as(clerk, "/work/new/")
    page.get_by_label("What", exact=False).first.fill("Call Aurora")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")

    page.get_by_label("E-mail address").fill(clerk.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("New task")
    expect(page.locator("[name=title]")).to_have_value("Call Aurora")

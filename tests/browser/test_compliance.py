"""Compliance by keyboard: ten alerts in a row, one that comes back, a hit that travels to legal and is released by two others."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from factories.accounts import FinancialAccountFactory
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, alert_of, clerk, legal, near_miss, officer
from people import person
from playwright.sync_api import Page, expect

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import services
from o2c.compliance.alerts.models import ComplianceAlert, Decision
from o2c.compliance.freezes.models import Freeze
from o2c.core import gates

TEN = [f"Nordhavn Shipping and Trading {place}" for place in "Oslo Bergen Malmo Aarhus Odense Turku Riga Tallinn Gdansk Kiel".split()]


SLOW = 20_000  # milliseconds, on a busy machine
SETTLES = 300  # milliseconds until a page has its keys


def presses(page: Page, key: str) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLES)
    page.keyboard.press(key)


def clears(page: Page, reason: str) -> None:
    """Take the alert on the page, say what differs, and go on: keys only."""
    presses(page, "t")
    expect(page.get_by_label("What differs")).to_be_focused(timeout=SLOW)
    chosen = page.get_by_label("What differs").locator("option:checked")
    for _option in range(12):  # typing ahead loses letters on a busy machine, arrows do not
        if "country" in chosen.inner_text().lower():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(reason)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("What differs")).to_have_count(0, timeout=SLOW)


def test_an_analyst_clears_ten_by_keyboard_and_one_comes_back_when_the_list_changes(page_as: Any, axe: Any) -> None:
    load_list(NORDHAVN, BOREALIS, CLEAN)
    for name in TEN:
        screened(near_miss(name))
    ComplianceAlert.objects.update(four_eyes=False)
    assert ComplianceAlert.objects.count() == len(TEN)
    page = page_as(clerk(), "/compliance/alerts/?open=true")
    axe(page)
    presses(page, "g")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nordhavn")
    for name in TEN:
        clears(page, f"Not in Russia: {name}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alerts")
    assert set(ComplianceAlert.objects.values_list("state", flat=True)) == {"false_positive"}
    assert {decision.by for decision in Decision.objects.all()} == {clerk()}

    load_list(replace(NORDHAVN, countries=("RU", "DK")), BOREALIS, CLEAN)
    again = ComplianceAlert.objects.order_by("pk")[0]
    screened(again.customer)
    page.goto(page.url.split("/compliance/")[0] + "/compliance/alerts/?state=alert")
    presses(page, "j")
    expect(page.locator("#panel")).to_contain_text("What changed since")
    expect(page.locator("#panel ins").first).to_contain_text("Denmark")
    axe(page)


def acts(page: Page, path: str, key: str, reason: str, button: str, axe: Any) -> None:
    """Open the alert, press the key of the step, say why, and press its button."""
    page.goto(path)
    presses(page, key)
    page.get_by_label("Reason and evidence").fill(reason)
    axe(page)
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state("networkidle")


def test_a_confirmed_hit_travels_to_legal_blocks_what_we_decide_and_is_released_by_two_others(page_as: Any, axe: Any) -> None:
    alert = alert_of(near_miss("Borealis Cargo Holding Ltd", country="RU"))
    customer, path = alert.customer, alert.get_absolute_url()
    account = FinancialAccountFactory(customer=customer, state="proposed", opened_on=None, is_ready=False)
    page = page_as(clerk(), path)
    presses(page, "t")
    expect(page.locator("main")).to_contain_text("investigating")
    acts(page, path, "c", "Same register extract", "Confirm", axe)
    expect(page.locator("main")).to_contain_text("escalated")
    assert page.get_by_role("link", name="Hand over to legal").count() == 0
    for question in ("post_document", "refund", "open_account"):
        assert "customer_frozen" in {reason.code for reason in gates.reasons_against(question, customer)}

    acts(page_as(officer(), path), path, "h", "Both registers agree", "Hand over to legal", axe)
    acts(page_as(legal(), path), path, "u", "It is them", "Uphold", axe)
    desk = page_as(person("supervisor"), account.get_absolute_url())
    desk.get_by_role("button", name="Open account").click()
    expect(desk.locator("body")).to_contain_text("Not allowed for this customer")

    first = page_as(officer("Olga Officer"), path)
    first.get_by_role("link", name="Propose release").click()
    first.get_by_label("Reason and evidence").fill("Delisted on 3 March")
    first.get_by_role("button", name="Propose release").click()
    expect(first.locator("main")).to_contain_text("a second person decides")
    second = page_as(officer("Omar Officer"), path)
    second.get_by_role("button", name="Release").click()
    expect(second.locator("main")).to_contain_text("released")
    assert Freeze.objects.get().end_kind == "released"
    assert "customer_frozen" not in {reason.code for reason in gates.reasons_against("refund", customer)}


def test_an_auditor_answers_why_a_pair_scored_what_it_scored_a_year_ago(page_as: Any, axe: Any) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=380), tick=False):
        alert = alert_of(near_miss())
        services.take_alert(alert.pk, actor=clerk())
    load_list(BOREALIS, CLEAN)
    page = page_as(person("auditor"), "/compliance/assurance/")
    axe(page)
    page.get_by_label("From").fill("-500")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Scores").click()
    axe(page)
    page.get_by_role("link", name="Nordhavn Shiping").click()
    expect(page.locator("main")).to_contain_text("equal")
    expect(page.locator("main")).to_contain_text("Why this score")
    axe(page)


@pytest.fixture
def customers() -> tuple[Customer, Customer]:
    load_list(NORDHAVN, BOREALIS, CLEAN)
    pair = near_miss("Nordhavn Shiping and Trading Ltd"), near_miss("Borealis Cargo Holding Ltd", country="RU")
    for customer in pair:
        screened(customer)
    return pair


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_side_by_side_page_fits_a_telephone(page_as: Any, axe: Any, customers: tuple[Customer, Customer], theme: str) -> None:
    alert = ComplianceAlert.objects.get(customer=customers[0])
    services.take_alert(alert.pk, actor=officer())
    page = page_as(officer(), alert.get_absolute_url())
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    page.set_viewport_size({"width": 390, "height": 844})
    for address in (alert.get_absolute_url(), reverse("alert_clear", args=[alert.public_id]), customers[0].get_absolute_url()):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
        axe(page)

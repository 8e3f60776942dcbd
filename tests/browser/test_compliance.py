"""The officer clears one alert and confirms another by keyboard; the freeze then stops what we decide."""

from typing import Any

import pytest
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, near_miss, officer
from people import person
from playwright.sync_api import Page, expect

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import services
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.core import gates

SETTLES = 300  # milliseconds until a swapped panel has its keys


@pytest.fixture
def customers() -> tuple[Customer, Customer]:
    """One that only sounds like a listed company, and one that is it."""
    load_list(NORDHAVN, BOREALIS, CLEAN)
    pair = near_miss("Nordhavn Shiping and Trading Ltd"), near_miss("Borealis Cargo Holding Ltd", country="RU")
    for customer in pair:
        screened(customer)
    return pair


def choose(page: Page, customer: Customer) -> None:
    """Move down the queue by keyboard until the panel shows this customer's alert, and take it."""
    alert = ComplianceAlert.objects.get(customer=customer)
    row = page.locator(f"#row-{alert.public_id}")
    for _ in range(3):
        page.keyboard.press("j")
        if row.get_attribute("aria-selected") == "true":
            break
    expect(page.locator("#panel")).to_contain_text(str(alert.entry))
    page.wait_for_timeout(SETTLES)
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(alert))


def test_one_is_cleared_the_other_confirmed_and_frozen(page_as: Any, axe: Any, customers: tuple[Customer, Customer]) -> None:
    harmless, listed = customers
    page = page_as(officer(), "/compliance/alerts/")
    axe(page)
    choose(page, harmless)
    axe(page)
    page.keyboard.press("f")
    page.get_by_label("What differs").select_option(label="different full name")
    page.get_by_label("Reason and evidence").fill("Danish register, other owner")
    axe(page)
    page.get_by_role("button", name="False positive").click()
    expect(page.locator("main")).to_contain_text("Danish register, other owner")

    page.goto(page.url.split("/compliance/")[0] + "/compliance/alerts/?open=true")
    choose(page, listed)
    page.keyboard.press("c")
    page.get_by_label("Reason and evidence").fill("Same register extract")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("main")).to_contain_text("with legal")

    page.goto(page.url.split("/compliance/")[0] + "/compliance/freezes/?in_force=true")
    expect(page.get_by_role("table")).to_contain_text("Borealis Cargo Holding")
    axe(page)
    assert "customer_frozen" in {reason.code for reason in gates.reasons_against("post_document", listed)}

    account = FinancialAccountFactory(customer=listed, state="proposed", opened_on=None, is_ready=False)
    page = page_as(person("supervisor"), account.get_absolute_url())
    page.get_by_role("button", name="Open account").click()
    expect(page.locator("body")).to_contain_text("Not allowed for this customer")
    account.refresh_from_db()
    assert account.state == "proposed"


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

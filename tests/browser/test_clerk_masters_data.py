"""A clerk who works in French enters a client that is nearly known, notes a call, merges the two, and parts them again."""

from typing import Any

import pytest
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from french import follow, fr, in_french, press
from playwright.sync_api import Page, expect

from o2c.accounts.customers.models import Customer, Interaction
from o2c.accounts.quality.models import CustomerMerge
from o2c.core.access.models import User


@pytest.fixture
def known() -> Customer:
    entity = LegalEntityFactory(code="FR01", country="FR")
    customer: Customer = make.CustomerFactory(entity=entity, legal_name="Boulangerie Martin SARL", country="FR", number="K1")
    return customer


@pytest.fixture
def clerk() -> User:
    return in_french("clerk")


def pick(page: Page, label: str, text: str) -> None:
    box = page.get_by_role("combobox", name=fr(label)).and_(page.locator("input"))
    box.click()
    box.press_sequentially(text, delay=10)
    page.get_by_role("option").filter(has_text=text).first.click()


def enters_a_client_that_is_nearly_known(page: Page, axe: Any) -> Customer:
    page.get_by_label(fr("Legal name")).fill("Boulangerie Martins SARL")
    pick(page, "Country", "France")
    expect(page.locator("#remarks")).to_contain_text("K1 Boulangerie Martin SARL")
    page.get_by_role("checkbox", name="FR01").check()
    axe(page)
    press(page, "Enter customer")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Boulangerie Martins SARL")
    axe(page)
    return Customer.objects.exclude(number="K1").get()


def notes_a_call(page: Page, axe: Any) -> None:
    follow(page, "Note a contact")
    page.get_by_label(fr("About")).fill("Première question")
    page.get_by_label(fr("Tone")).select_option("tense")
    axe(page)
    press(page, "Note contact")
    expect(page.locator("main")).to_contain_text("Première question")


def test_a_clerk_enters_merges_and_parts(page_as: Any, axe: Any, known: Customer, clerk: User) -> None:
    page: Page = page_as(clerk, reverse("customer_new"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    entered = enters_a_client_that_is_nearly_known(page, axe)
    notes_a_call(page, axe)
    assert Interaction.objects.get().tone == "tense"

    page.goto(reverse("customer_merge_new", args=[entered.public_id]))
    pick(page, "is the same as", "Boulangerie Martin SARL")
    page.get_by_label(fr("Why they are one")).fill("Saisi deux fois")
    axe(page)
    press(page, "Merge")
    expect(page.get_by_role("heading", level=1)).to_contain_text("→")
    axe(page)
    assert CustomerMerge.objects.get().survivor == known

    page.goto(entered.get_absolute_url())
    expect(page.locator("main")).to_contain_text("K1 Boulangerie Martin SARL")
    page.goto(CustomerMerge.objects.get().get_absolute_url())
    follow(page, "Undo the merge")
    page.get_by_label(fr("Reason")).fill("Deux succursales")
    press(page, "Undo the merge")
    expect(page.locator("main")).to_contain_text("Deux succursales")
    entered.refresh_from_db()
    assert entered.merged_into is None

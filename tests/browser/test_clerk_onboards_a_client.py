"""A clerk takes a new client from an empty form to an active account with a linked campaign; a second person approves the contract."""

from typing import Any

import pytest
from factories import accounts as make
from factories.compliance import load_list, screened
from factories.core import LegalEntityFactory
from factories.kyc import known as approved_file
from factories.sanctions import CLEAN
from people import person
from playwright.sync_api import Page, expect

from o2c.accounts.contracts.models import Contract
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import CampaignAccount


@pytest.fixture
def known() -> Customer:
    """One of our entities, a list to screen against, and a customer that is already here."""
    load_list(CLEAN)
    entity = LegalEntityFactory(code="FR01", country="FR")
    return make.CustomerFactory(entity=entity, legal_name="Boulangerie Martin SARL", country="FR", number="K1")


class Desk:
    """A person in front of the browser, who finds things by what they say."""

    def __init__(self, page: Page, axe: Any) -> None:
        self.page, self.axe = page, axe

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name, exact=True).click()

    def fill(self, **typed: str) -> None:
        for label, text in typed.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)

    def pick(self, label: str, text: str) -> None:
        """Type into a picker and take what it offers."""
        # The picker is loaded when a page has one: until then the plain select answers to the same name.
        box = self.page.get_by_role("combobox", name=label).and_(self.page.locator("input"))
        box.click()
        box.press_sequentially(text, delay=10)
        self.page.get_by_role("option").filter(has_text=text).first.click()

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.axe(self.page)

    def is_told(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


def enters_the_customer(desk: Desk) -> Customer:
    desk.fill(Legal_name="Boulangerie Martins SARL")
    desk.pick("Country", "France")
    expect(desk.page.locator("#remarks")).to_contain_text("K1 Boulangerie Martin SARL")
    desk.axe(desk.page)
    desk.fill(Legal_name="Boulangerie Durand SARL", VAT_id="FR83404833049")
    desk.page.get_by_role("checkbox", name="FR01").check()
    desk.press("Enter customer")
    desk.is_told("The check digit of FR83404833049 is wrong")
    desk.axe(desk.page)
    desk.fill(VAT_id="FR83404833048")
    desk.press("Enter customer")
    desk.is_at("Boulangerie Durand SARL")
    desk.is_told("there is no billing address that is valid today")
    return Customer.objects.get(vat_id="FR83404833048")


def completes_it(desk: Desk) -> None:
    desk.follow("New address")
    desk.is_at("New address")
    desk.fill(Street_and_number="1 rue du Four", City="Lyon")
    desk.press("Save address")
    desk.follow("New contact")
    desk.is_at("New contact")
    desk.fill(Name="Paul Durand")
    desk.page.get_by_label("E-mail address").fill("paul@durand.example")
    desk.press("Add contact")
    desk.is_told("Ready for billing")
    desk.press("Start onboarding")


def enters_the_contract(desk: Desk) -> str:
    desk.follow("New contract")
    desk.is_at("New contract")
    desk.page.get_by_label("Number").fill("CT-2026-1")
    desk.page.get_by_label("Our entity").select_option("FR01")
    desk.page.get_by_label("Starts on").fill("1/1/2026")
    desk.pick("Currency", "EUR")
    desk.page.get_by_label("Payment terms").select_option("NET30")
    desk.press("Enter contract")
    desk.is_at("Contract CT-2026-1")
    desk.press("Submit")
    desk.is_told("submitted")
    return desk.page.url


def opens_the_account(desk: Desk, customer: Customer) -> None:
    desk.page.goto(customer.get_absolute_url())
    desk.follow("New financial account")
    desk.is_at("New financial account")
    desk.page.get_by_label("Our entity").select_option("FR01")
    desk.pick("Currency", "EUR")
    desk.page.get_by_label("Payment terms").select_option("NET30")
    desk.press("Propose account")
    desk.is_at(f"Financial account {customer.number}-01")
    desk.press("Open account")
    expect(desk.page.locator(".head .st")).to_have_text("active")


def links_a_campaign(desk: Desk, customer: Customer) -> None:
    desk.page.goto(customer.get_absolute_url())
    desk.follow("New campaign")
    desk.is_at("New campaign")
    desk.page.get_by_label("External id").fill("feed-1")
    desk.page.get_by_label("Name", exact=False).first.fill("Croissants")
    desk.page.get_by_label("Starts on").fill("today")
    desk.pick("Currency", "EUR")
    desk.press("Enter campaign")
    desk.is_at("Croissants")
    desk.follow("Link to an account")
    desk.page.get_by_label("Financial account").select_option(label=f"{customer.number}-01")
    desk.axe(desk.page)
    desk.press("Link campaign")
    expect(desk.page.locator("#panel-campaign_accounts")).to_contain_text(f"{customer.number}-01")


def test_from_an_empty_form_to_a_linked_campaign(page_as: Any, axe: Any, known: Customer) -> None:
    desk = Desk(page_as(person("clerk"), "/accounts/customers/"), axe)
    desk.is_at("Customers")
    desk.follow("New customer")
    customer = enters_the_customer(desk)
    completes_it(desk)
    screened(customer)
    approved_file(customer)
    desk.press("Activate")
    expect(desk.page.locator(".head .st")).to_have_text("active")
    contract = enters_the_contract(desk)

    second = Desk(page_as(person("supervisor"), contract), axe)
    second.press("Approve")
    make.controlled(Contract.objects.get())
    second.page.reload()
    second.press("Activate")
    second.is_told("active")

    opens_the_account(desk, customer)
    links_a_campaign(desk, customer)
    assert CampaignAccount.objects.get().account.customer == customer

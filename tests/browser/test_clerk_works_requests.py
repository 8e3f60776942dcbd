"""Sales support files a request by REST; a clerk in French applies it; a mandate the bank does not know says what to do next."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from french import follow, fr, in_french, press
from people import person
from playwright.sync_api import Page, expect

from o2c.accounts.customers.models import Customer
from o2c.accounts.payment_methods.models import Mandate
from o2c.accounts.payment_methods.services import mandates
from o2c.core.access.models import User
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

MOVE = {"kind": "billing", "lines": "2 rue Neuve", "city": "Lyon", "country": "FR", "valid_from": "2026-01-01"}


@pytest.fixture
def customer() -> Customer:
    known: Customer = make.CustomerFactory(
        entity=LegalEntityFactory(code="FR01", country="FR"), legal_name="Boulangerie Martin SARL", country="FR", number="K1"
    )
    make.AddressFactory(customer=known, lines="1 rue du Four", city="Paris", postcode="", country="FR", valid_from=date(2025, 1, 1))
    return known


@pytest.fixture
def clerk() -> User:
    return in_french("clerk")


class SalesSystem:
    """What sales support uses: a token that may file requests and read them."""

    def __init__(self) -> None:
        ApiToken.objects.create(
            user=person("sales_support"), name="crm", digest=digest("o2c_sales"), expires_on="2999-01-01",
            scopes=["accounts.file_request", "accounts.view_requests"],
        )  # fmt: skip
        self.client = Client(headers={"Authorization": "Bearer o2c_sales"})

    def files(self, **body: Any) -> dict[str, Any]:
        answer = self.client.post("/api/v1/requests", body, "application/json", headers={"Idempotency-Key": uuid.uuid4().hex})
        assert answer.status_code == 201
        return dict(answer.json())

    def reads(self, request_id: str) -> dict[str, Any]:
        return dict(self.client.get(f"/api/v1/requests/{request_id}").json())


def test_a_request_of_sales_support_is_applied_and_followed(page_as: Any, axe: Any, customer: Customer, clerk: User) -> None:
    sales = SalesSystem()
    filed = sales.files(kind="address", customer=str(customer.public_id), payload=MOVE, reason="They moved on 1 January")
    assert filed["state"] == "new"

    page: Page = page_as(clerk, reverse("request_list"))
    axe(page)
    page.locator("main").get_by_role("link", name=filed["number"]).first.click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("main")).to_contain_text("They moved on 1 January")
    axe(page)
    press(page, "Start work")
    expect(page.locator(".head .st")).to_have_text(fr("in progress"))
    assert (sales.reads(filed["id"])["state"], sales.reads(filed["id"])["owner"]) == ("in_progress", clerk.name)

    follow(page, "Apply")
    expect(page.locator("#changes").get_by_role("row").filter(has_text="2 rue Neuve, Lyon")).to_contain_text("1 rue du Four, Paris")
    page.get_by_label(fr("For the requester")).fill("Saisi comme sur la lettre")
    axe(page)
    press(page, "Apply")
    changed = page.locator("#changes").get_by_role("row").filter(has_text="2 rue Neuve, Lyon")
    expect(changed).to_contain_text("1 rue du Four, Paris")
    axe(page)

    told = sales.reads(filed["id"])
    assert (told["state"], told["outcome"]) == ("applied", "Saisi comme sur la lettre")
    assert told["applied"][0]["before"]["address"] == "1 rue du Four, Paris, FR"
    assert told["applied"][0]["after"]["address"] == "2 rue Neuve, Lyon, FR"


@pytest.fixture
def mandate(customer: Customer, clerk: User) -> Mandate:
    """A mandate the customer signed, in use."""
    entity = customer.entities.get()
    drafted = mandates.draft_mandate(
        customer=customer, entity=entity, iban="FR1420041010050500013M02606", holder="Boulangerie Martin", actor=clerk
    )
    mandates.send_mandate(drafted.pk, actor=clerk)
    return mandates.sign_mandate(drafted.pk, signed_on=date(2026, 1, 5), actor=clerk)


def test_a_mandate_the_bank_does_not_know_says_what_to_do_next(page_as: Any, axe: Any, mandate: Mandate, clerk: User) -> None:
    page: Page = page_as(clerk, mandate.get_absolute_url())
    axe(page)
    page.locator("main").get_by_text(fr("Enter a returned collection")).first.click()
    page.get_by_label(fr("Code of the bank")).select_option("MD01")
    page.get_by_label(fr("Rejected on")).fill("9/2/2026")
    page.get_by_label(fr("Amount")).fill("120,00")
    page.locator("[name=reference]").fill("E2E-1")
    axe(page)
    press(page, "Enter a returned collection")

    expect(page.locator(".head .st")).to_have_text(fr("suspended"))
    notice = page.locator("main").get_by_role("status").filter(has_text="MD01")
    expect(notice).to_contain_text(fr("The bank knows no such mandate"))
    expect(notice).to_contain_text("ne prélevez pas")
    axe(page)
    page.goto(reverse("mandate_list"))
    expect(page.get_by_role("row").filter(has_text=mandate.reference)).to_contain_text(fr("suspended"))
    axe(page)

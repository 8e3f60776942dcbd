"""The browser's and REST's doors to payment methods, and the page a customer reaches by a link."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.customers.models import Customer
from o2c.accounts.payment_methods.models import Mandate, PaymentMethod, Registration
from o2c.accounts.payment_methods.services import cards, registrations
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.outbox.models import Outbox
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"
CARD = {
    "processor": "acme",
    "brand": "Visa",
    "last4": "1111",
    "holder": "Jean Martin",
    "token": "tok_12345678",
    "expires": date(2999, 1, 1),
}


@pytest.fixture
def customer() -> Customer:
    return make.CustomerFactory(entity=LegalEntityFactory(code="FR01"), number="K7", legal_name="Martin", language="fr")


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(person("clerk"))
    return client


def test_a_mandate_from_its_draft_to_the_next_step_after_md01(desk: Client, customer: Customer) -> None:
    typed = {"entity": "FR01", "scheme": "core", "iban": IBAN, "holder": "Martin"}
    assert desk.post(reverse("mandate_new", args=[customer.public_id]), {**typed, "iban": "DE00"}).status_code == 422
    desk.post(reverse("mandate_new", args=[customer.public_id]), typed)
    mandate = Mandate.objects.get()

    def press(move: str, **typed: Any) -> None:
        assert desk.post(reverse("mandate_move", args=[mandate.public_id, move]), typed).status_code == 302

    press("send")
    press("sign", signed_on="2025-01-01")
    desk.post(
        reverse("mandate_amend", args=[mandate.public_id]),
        {"iban": "FR1420041010050500013M02606", "holder": "Martin", "reason": "New bank", "version": Mandate.objects.get().version},
    )
    press("rejection", code="MD01", rejected_on="2026-01-09", amount="120.00", reference="E2E-1")

    shown = desk.get(mandate.get_absolute_url()).content.decode()
    for words in ("MD01", "The bank knows no such mandate", "do not collect again before that", "New bank", "FR•• •••• 2606"):
        assert words in shown
    assert IBAN not in shown
    assert "FR01-K7-01" in desk.get(reverse("mandate_list")).content.decode()
    press("resume", reason="Found")


def test_methods_of_a_customer(desk: Client, customer: Customer) -> None:
    method = cards.add_card(customer=customer, actor=person("system"), **CARD)  # type: ignore[arg-type]
    desk.post(reverse("payment_method_new", args=[customer.public_id]), {"kind": "transfer"})
    transfer = PaymentMethod.objects.get(kind="transfer")

    panel = desk.get(reverse("customer_payment_methods", args=[customer.public_id])).content.decode()
    shown = desk.get(method.get_absolute_url()).content.decode()
    assert "Visa •••• 1111" in panel
    assert "01/2999" in shown
    assert "tok_12345678" not in panel + shown
    desk.post(reverse("payment_method_move", args=[transfer.public_id, "primary"]))
    desk.post(reverse("payment_method_move", args=[method.public_id, "end"]), {"reason": "Lost"})
    assert desk.get(reverse("payment_method_list"), {"state": "ended"}).content.decode().count("Visa ••••") == 1
    assert desk.get(transfer.get_absolute_url()).status_code == 200


def link(number: int = 0) -> str:
    address: str = Outbox.objects.filter(topic="payment_link").order_by("pk")[number].payload["link"]
    return reverse("registration_page", args=[address.rstrip("/").rpartition("/")[2]])


def test_the_issue_the_fresh_link_and_the_signature(desk: Client, customer: Customer) -> None:
    desk.post(reverse("registration_new", args=[customer.public_id]), {"entity": "FR01", "kind": "sdd", "email": "pay@martin.fr"})
    found = Registration.objects.get()
    desk.post(reverse("registration_move", args=[found.public_id, "fail"]), {"failure": "iban_wrong"})
    queue = desk.get(reverse("registration_list"), {"state": "failed"}).content.decode()
    assert "The account number was wrong" in queue
    assert "copy the IBAN" in desk.get(found.get_absolute_url()).content.decode()
    desk.post(reverse("registration_move", args=[found.public_id, "link"]))

    anybody = Client()
    assert anybody.get(link(0)).status_code == 404
    assert "Martin" in anybody.get(link(1)).content.decode()
    assert anybody.post(link(1), {"iban": "FR00", "holder": "Martin", "agreed": "on"}).status_code == 422
    assert anybody.post(link(1), {"iban": IBAN, "holder": "Martin"}).status_code == 422
    assert not Mandate.objects.exists()
    assert anybody.post(link(1), {"iban": IBAN, "holder": "Martin", "agreed": "on"}).status_code == 200
    assert Mandate.objects.get().state == "active"
    assert anybody.get(link(1)).status_code == 404
    assert "FR01-K7-01" in desk.get(PaymentMethod.objects.get().get_absolute_url()).content.decode()


def test_a_card_is_entered_at_the_processor_only(customer: Customer, settings: Any) -> None:
    settings.CARD_PAGE = "https://cards.example.com/{registration}"
    found = registrations.invite_registration(
        customer=customer, entity=LegalEntity.objects.get(code="FR01"), kind="card", email="p@x.fr", actor=person("clerk")
    )

    shown = Client().get(link()).content.decode()

    assert f"https://cards.example.com/{found.public_id}" in shown
    assert 'name="iban"' not in shown
    settings.CARD_PAGE = ""
    assert "cards.example.com" not in Client().get(link()).content.decode()


def token(user: User) -> Client:
    scopes = sorted({permission for held in user.held for permission in held.permissions})
    ApiToken.objects.create(user=user, name="x", digest=digest(f"o2c_{user.pk}"), scopes=scopes, expires_on=date(2999, 1, 1))
    return Client(headers={"Authorization": f"Bearer o2c_{user.pk}"})


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, "application/json", headers={"Idempotency-Key": uuid.uuid4().hex})


def test_the_processor_tells_by_rest_and_sales_reads(customer: Customer) -> None:
    clerk, processor, sales = token(person("clerk")), token(person("system")), token(person("sales_support"))
    made = post(clerk, "payment-registrations", customer=str(customer.public_id), entity="FR01", kind="card", email="p@x.fr").json()
    address = f"payment-registrations/{made['id']}"
    given = {**CARD, "expires": "2999-01-01"}

    assert post(processor, f"{address}/failure", failure="card_declined").json()["state"] == "failed"
    assert post(processor, f"{address}/card", **{**given, "token": "4111111111111111"}).json()["code"] == "card_number"
    done = post(processor, f"{address}/card", **given).json()
    assert (done["state"], done["method"] is not None) == ("done", True)
    (method,) = sales.get("/api/v1/payment-methods", {"customer": "K7"}).json()["results"]
    assert (method["last4"], method["state"]) == ("1111", "active")
    assert "tok_" not in str(method)
    assert post(processor, f"payment-methods/{method['id']}/authorisation", answer="hard_decline").json()["state"] == "suspended"
    assert post(sales, f"payment-methods/{method['id']}/authorisation", answer="approved").status_code == 403
    assert sales.get("/api/v1/mandates").json()["results"] == []

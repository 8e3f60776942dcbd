"""REST's door to everything that belongs to a customer, as sales support and other systems use it."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.services import readiness
from o2c.core.access.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def customer() -> Customer:
    made: Customer = make.CustomerFactory(entity=LegalEntityFactory(code="FR01"), country="DE")
    return made


class Api:
    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1/{path}", query).json()

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = self.client.post(f"/api/v1/{path}", json.dumps(body), "application/json", headers=headers)
        return answer.status_code, answer.json()


@pytest.fixture
def api(client: Client, clerk: User) -> Api:
    client.force_login(clerk)
    return Api(client)


def test_what_belongs_to_a_customer_is_entered_and_read_back(api: Api, customer: Customer) -> None:
    below = f"customers/{customer.public_id}"
    entered: dict[str, dict[str, Any]] = {
        "addresses": {"kind": "billing", "lines": "Weg 1", "city": "Berlin", "country": "DE", "valid_from": "2026-01-01"},
        "contacts": {"person": "Ann", "role": "finance", "email": "ann@example.com", "valid_from": "2026-01-01"},
        "tax-numbers": {"country": "DE", "number": "136695976"},
        "bank-accounts": {"iban": "DE89370400440532013000", "holder": "Ann", "source": "letter"},
        "interactions": {"channel": "call", "subject": "A question", "tone": "tense"},
    }

    for kind, body in entered.items():
        status, made = api.post(f"{below}/{kind}", **body)
        assert status == 201, made
        assert [row["id"] for row in api.get(f"{below}/{kind}")["results"]] == [made["id"]]

    bank = api.get(f"{below}/bank-accounts")["results"][0]
    assert bank["masked"].endswith("3000")
    assert "DE89370400440532013000" not in json.dumps(bank)


def test_a_refusal_names_its_field_in_the_one_shape(api: Api, customer: Customer) -> None:
    status, refusal = api.post(f"customers/{customer.public_id}/tax-numbers", country="DE", number="136695977")

    assert (status, refusal["code"], refusal["field"]) == (422, "vat_id_checksum", "number")


def test_a_contact_ends_and_another_replaces_it(api: Api, customer: Customer) -> None:
    first, second = make.ContactFactory(customer=customer), make.ContactFactory(customer=customer, email="b@example.com")
    body = {"person": "Ann", "role": "finance", "email": "ann@example.com", "valid_from": "2026-02-01"}

    assert api.post(f"customers/{customer.public_id}/contacts", **body, replaces=str(first.public_id))[0] == 201
    assert api.post(f"contacts/{second.public_id}/end", valid_until="2026-03-01")[1]["valid_until"] == "2026-03-01"

    first.refresh_from_db()
    assert first.valid_until == date(2026, 2, 1)


def test_relations_group_tier_and_any_past_day(api: Api, customer: Customer) -> None:
    top = make.CustomerFactory(entity=customer.entities.get())
    below = f"customers/{top.public_id}"
    relation = {"kind": "parent_of", "to_customer": str(customer.public_id), "valid_from": "2026-01-01"}

    assert api.post(f"{below}/relations", **relation)[1]["to_customer"] == str(customer.public_id)
    assert [member["depth"] for member in api.get(f"{below}/group")["members"]] == [0, 1]
    with time_machine.travel("2026-03-10"):
        assert api.post(f"{below}/tier", tier="key", valid_from="2026-03-10")[1]["tier"] == "key"
    assert api.get(f"{below}/as-of", day="2026-03-10")["tier"] == "key account"
    assert api.get(f"{below}/as-of", day="2026-03-09")["tier"] != "key account"


def test_the_verdicts_of_past_days(api: Api, customer: Customer, clerk: User) -> None:
    readiness.keep_readiness([customer.pk], day=date(2026, 3, 10), actor=clerk)

    verdict = api.get(f"customers/{customer.public_id}/readiness-history")["results"][0]

    assert (verdict["ready"], verdict["valid_from"]) == (False, "2026-03-10")
    assert "tax_id_missing" in verdict["gaps"]


def test_a_customer_out_of_reach_has_nothing(client: Client, customer: Customer) -> None:
    client.force_login(master_of("accounts", name="Gerd German", entity=LegalEntityFactory(code="DE01")))

    assert client.get(f"/api/v1/customers/{customer.public_id}/contacts").status_code == 404

"""REST's door to the accounts floor: read with filters, create and change through the verbs, refuse in one shape."""

import uuid
from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of, person
from pytest_django import Settings

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import Contract
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


class Caller:
    """A system with a token that may do what its user may."""

    def __init__(self, user: User) -> None:
        scopes = sorted({permission for held in user.held for permission in held.permissions})
        secret = f"o2c_{user.pk}"
        ApiToken.objects.create(user=user, name="shop", digest=digest(secret), scopes=scopes, expires_on=date(2999, 1, 1))
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1/{path}", query).json()

    def post(self, path: str, key: str = "", **body: Any) -> tuple[int, Any]:
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        answer = self.client.post(f"/api/v1/{path}", body, "application/json", headers=headers)
        return answer.status_code, answer.json()

    def patch(self, path: str, version: int, **body: Any) -> tuple[int, Any]:
        answer = self.client.patch(f"/api/v1/{path}", body, "application/json", headers={"If-Match": f'"{version}"'})
        return answer.status_code, answer.json()


@pytest.fixture
def api() -> Caller:
    return Caller(master_of("accounts"))


def test_a_customer_is_created_once_read_changed_and_told_what_it_lacks(api: Caller, entity: LegalEntity) -> None:
    body = {"legal_name": "Müller GmbH", "country": "DE", "vat_id": "136695976", "entities": ["FR01"]}
    status, made = api.post("customers", key="first-request", **body)
    _again, same = api.post("customers", key="first-request", **body)

    assert (status, made["entities"], made["vat_id"], made["state"]) == (201, ["FR01"], "DE136695976", "draft")
    assert same == made
    assert Customer.objects.count() == 1
    assert AuditEvent.objects.get().source == "api"

    assert api.get(f"customers/{made['id']}")["legal_name"] == "Müller GmbH"
    readiness = api.get(f"customers/{made['id']}/readiness")
    assert readiness["ready"] is False
    assert [gap["code"] for gap in readiness["gaps"]] == ["billing_address_missing", "finance_contact_missing"]

    assert api.patch(f"customers/{made['id']}", 1, legal_name="Müller AG")[1]["legal_name"] == "Müller AG"
    status, refusal = api.patch(f"customers/{made['id']}", 1, legal_name="Mine")
    assert (status, refusal["code"]) == (409, "changed_since")
    assert Customer.objects.get().legal_name == "Müller AG"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"vat_id": "DE136695977"}, "vat_id_checksum", "vat_id"),
        ({"country": "XX"}, "country_unknown", "country"),
        ({"entities": ["US99"]}, "reference_unknown", "entities"),
        ({"type": "friend"}, "invalid", None),
    ],
)
def test_a_wrong_customer_is_refused_in_one_shape(
    api: Caller, entity: LegalEntity, body: dict[str, Any], code: str, field: str | None
) -> None:
    status, refusal = api.post("customers", **{"legal_name": "Müller", "country": "DE", "entities": ["FR01"], **body})

    assert (status, refusal["code"], refusal["field"]) == (422, code, field)
    assert not Customer.objects.exists()


def test_lists_are_filtered_and_scoped(entity: LegalEntity) -> None:
    for name in ("Alpha", "Beta"):
        make.CustomerFactory(entity=entity, legal_name=name)
    elsewhere = make.CustomerFactory(entity=LegalEntityFactory(code="DE01"), legal_name="Gamma")
    french = Caller(master_of("accounts", entity=entity))

    assert [row["legal_name"] for row in french.get("customers")["results"]] == ["Alpha", "Beta"]
    assert [row["legal_name"] for row in french.get("customers", q="bet")["results"]] == ["Beta"]
    assert french.get(f"customers/{elsewhere.public_id}")["code"] == "not_found"


def test_from_a_contract_to_a_linked_campaign(api: Caller, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity, number="K1")
    common = {"customer": str(customer.public_id), "entity": "FR01", "currency": "EUR", "terms": "NET30"}

    limit = {"value": "1000.00", "currency": "EUR"}
    status, contract = api.post("contracts", number="CT-1", starts_on="2025-01-01", credit_limit=limit, **common)
    assert (status, contract["credit_limit"], contract["state"]) == (201, limit, "draft")
    status, account = api.post("financial-accounts", **common)
    assert (status, account["number"], account["origin"]) == (201, "K1-01", "api")
    assert api.post("financial-accounts", **common)[1]["values"] == {"number": "K1-01"}
    facts = {"name": "Sale", "advertiser": common["customer"], "starts_on": "2025-01-01", "currency": "EUR"}
    status, campaign = api.post("campaigns", ext_id="feed-1", **facts)
    assert (status, campaign["state"]) == (201, "planned")
    assert api.post("campaigns", ext_id="feed-1", **facts)[1]["code"] == "campaign_ext_id_once"

    link = f"campaigns/{campaign['id']}/account"
    status, refusal = api.post(link, account=account["id"], valid_from="2025-01-01")
    assert (status, refusal["code"]) == (409, "account_not_open")
    FinancialAccount.objects.update(state="active", opened_on=date(2025, 1, 1))
    assert api.post(link, account=account["id"], valid_from="2025-01-01")[0] == 201

    assert CampaignAccount.objects.get().campaign == Campaign.objects.get()
    for path in ["contracts", "financial-accounts"]:
        assert len(api.get(path, customer="K1")["results"]) == 1
    assert api.get("campaigns", advertiser="K1")["results"][0]["ext_id"] == "feed-1"
    assert api.patch(f"campaigns/{campaign['id']}", 1, product="video")[1]["product"] == "video"


def test_a_credit_limit_is_in_the_currency_of_its_contract(api: Caller, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    body = {"customer": str(customer.public_id), "entity": "FR01", "currency": "EUR", "terms": "NET30", "number": "CT-1"}

    limit = {"value": "1.00", "currency": "USD"}
    assert api.post("contracts", starts_on="2025-01-01", credit_limit=limit, **body)[1]["code"] == "credit_limit_in_contract_currency"
    assert not Contract.objects.exists()


def test_a_contract_is_changed_submitted_and_says_what_its_control_says(api: Caller, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    make.ContractPolicyFactory(entity=entity)
    facts = {"entity": "FR01", "currency": "EUR", "terms": "NET90", "number": "CT-1", "starts_on": "2025-01-01"}
    made = api.post("contracts", customer=str(customer.public_id), **facts)[1]
    limit = {"value": "900.00", "currency": "EUR"}
    status, changed = api.patch(f"contracts/{made['id']}", 1, expected_exposure=limit, products=["display"])
    assert (status, changed["expected_exposure"]) == (200, limit)
    assert api.patch(f"contracts/{made['id']}", 1, products=["video"])[1]["code"] == "changed_since"

    assert api.post(f"contracts/{made['id']}/submit")[1]["state"] == "submitted"
    said = {verdict["rule"]: verdict for verdict in api.get(f"contracts/{made['id']}/control")}
    assert len(said) == 16
    assert (said["CR-07"]["outcome"], said["CR-07"]["blocks"]) == ("fail", True)
    assert "NET90 (90 days)" in said["CR-07"]["reasons"][0]


def test_a_purchase_order_is_taken_in_and_its_amount_changed_with_its_paper(
    api: Caller, entity: LegalEntity, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    customer = make.CustomerFactory(entity=entity, number="K1")
    facts = {"number": "PO-1", "entity": "FR01", "currency": "EUR", "amount": "10000.00", "starts_on": "2026-01-01"}
    status, made = api.post("purchase-orders", customer=str(customer.public_id), **facts)
    assert (status, made["remaining"]) == (201, {"value": "10000.00", "currency": "EUR"})

    place = f"purchase-orders/{made['id']}"
    assert api.patch(place, 1, amount="12000.00")[1]["code"] == "purchase_order_document_missing"
    broken = {"name": "order.pdf", "content": "not base64"}
    assert api.patch(place, 1, amount="12000.00", document=broken)[0] == 422
    paper = {"name": "order.pdf", "content": b64encode(b"%PDF-1.7 order").decode()}
    status, changed = api.patch(place, 1, amount="12000.00", document=paper)
    assert (status, changed["remaining"]["value"]) == (200, "12000.00")
    assert changed["document_sha256"]
    assert [each["number"] for each in api.get("purchase-orders", customer="K1")["results"]] == ["PO-1"]


def test_sales_support_reads_and_enters_campaigns_and_nothing_else(entity: LegalEntity) -> None:
    sales = Caller(person("sales_support"))
    customer = make.CustomerFactory(entity=entity)

    assert len(sales.get("customers")["results"]) == 1
    facts = {"name": "Sale", "advertiser": str(customer.public_id), "starts_on": "2025-01-01", "currency": "EUR"}
    assert sales.post("campaigns", ext_id="feed-1", **facts)[0] == 201
    assert sales.post("customers", legal_name="X", entities=["FR01"])[0] == 403
    assert sales.post("financial-accounts")[0] == 403


def test_the_schema_describes_every_endpoint() -> None:
    reader = Client()
    reader.force_login(person("auditor"))
    paths = reader.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()["paths"]

    for path in ["customers", "contracts", "campaigns", "financial-accounts"]:
        assert {"get", "post"} <= paths[f"/api/v1/{path}"].keys()

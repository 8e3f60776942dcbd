"""Sales support asks, follows and answers by REST, and hears of every step by webhook."""

import uuid
from typing import Any

import pytest
from django.test import Client

from o2c.accounts.customers.models import Customer
from o2c.accounts.requests import services
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.outbox.models import Channel, Outbox, Webhook
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
BODY = {"kind": "billing", "lines": "2 rue Neuve", "city": "Lyon", "country": "FR", "valid_from": "2026-01-01"}


class Caller:
    def __init__(self, user: User) -> None:
        scopes = sorted({permission for held in user.held for permission in held.permissions})
        ApiToken.objects.create(user=user, name="crm", digest=digest(f"o2c_{user.pk}"), scopes=scopes, expires_on="2999-01-01")
        self.client = Client(headers={"Authorization": f"Bearer o2c_{user.pk}"})

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1/{path}", query).json()

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        answer = self.client.post(f"/api/v1/{path}", body, "application/json", headers={"Idempotency-Key": uuid.uuid4().hex})
        return answer.status_code, answer.json()

    def patch(self, path: str, version: int, **body: Any) -> tuple[int, Any]:
        answer = self.client.patch(f"/api/v1/{path}", body, "application/json", headers={"If-Match": f'"{version}"'})
        return answer.status_code, answer.json()


@pytest.fixture
def crm(sales: User) -> Caller:
    return Caller(sales)


def filed(crm: Caller, customer: Customer) -> dict[str, Any]:
    status, made = crm.post("requests", kind="address", customer=str(customer.public_id), payload=BODY, reason="They moved")
    assert status == 201
    return dict(made)


def test_a_request_is_followed_from_its_id_through_every_state(crm: Caller, customer: Customer, clerk: User) -> None:
    made = filed(crm, customer)
    address = f"requests/{made['id']}"
    assert (made["state"], made["owner"], made["due_at"] is not None) == ("new", None, True)

    request = ChangeRequest.objects.get()
    services.start_request(request.pk, actor=clerk)
    assert (crm.get(address)["state"], crm.get(address)["owner"]) == ("in_progress", clerk.name)
    services.ask_requester(request.pk, text="Which floor?", actor=clerk)
    asked = crm.get(address)
    assert (asked["state"], asked["due_at"]) == ("waiting_requester", None)
    assert [row["text"] for row in crm.get(f"{address}/messages")["results"]] == ["Which floor?"]
    assert crm.post(f"{address}/messages", text="The second")[0] == 201
    services.apply_request(request.pk, outcome="Done", actor=clerk)
    applied = crm.get(address)
    assert (applied["state"], applied["outcome"]) == ("applied", "Done")
    assert applied["applied"][0]["after"]["address"] == "2 rue Neuve, Lyon, FR"
    assert crm.post(f"{address}/confirm")[1]["state"] == "closed"

    assert crm.post(f"{address}/messages", text="And now?")[1]["code"] == "request_ended"
    assert crm.patch(address, 99, payload=BODY)[0] == 409


def test_what_is_wrong_is_named(crm: Caller, customer: Customer) -> None:
    given = {"kind": "address", "customer": str(customer.public_id), "reason": "x"}
    assert crm.post("requests", **given, payload={**BODY, "valid_from": "soon"})[1]["field"] == "valid_from"
    both = crm.post("requests", **given, payload={**BODY, "valid_from": "soon", "city": ""})[1]["message"]
    assert "City" in both
    assert "Valid from" in both
    assert crm.post("requests", **given, payload=BODY, entity="XX")[1]["code"] == "reference_unknown"
    assert crm.post("requests", **{**given, "customer": str(uuid.uuid4())}, payload=BODY)[1]["field"] == "customer"
    assert crm.post("requests", **{**given, "kind": "wish"}, payload=BODY)[1]["code"] == "request_kind_unknown"
    assert not ChangeRequest.objects.exists()


def test_it_is_corrected_taken_back_and_reopened(crm: Caller, customer: Customer, clerk: User) -> None:
    made = filed(crm, customer)
    status, corrected = crm.patch(f"requests/{made['id']}", 1, payload={**BODY, "city": "Nice"})
    assert (status, corrected["payload"]["city"]) == (200, "Nice")
    assert crm.post(f"requests/{made['id']}/cancel", reason="Not needed")[1]["state"] == "cancelled"

    second = ChangeRequest.objects.get(public_id=filed(crm, customer)["id"])
    services.start_request(second.pk, actor=clerk)
    services.apply_request(second.pk, actor=clerk)
    assert crm.post(f"requests/{second.public_id}/reopen", reason="Wrong")[1]["state"] == "reopened"


def test_lists_are_narrowed_and_kinds_say_what_they_ask(crm: Caller, customer: Customer) -> None:
    filed(crm, customer)

    assert len(crm.get("requests", customer=customer.number, is_open="true", kind="address")["results"]) == 1
    assert crm.get("requests", state="closed")["results"] == []
    kinds = {kind["code"]: kind for kind in crm.get("request-kinds")["kinds"]}
    assert {"name": "city", "label": "City", "required": True} in kinds["address"]["fields"]


def test_every_step_is_told_to_those_who_listen(crm: Caller, customer: Customer, clerk: User) -> None:
    Webhook.objects.create(name="CRM", url="https://crm.example.com", topics=["request.moved"], secret="s")
    request = ChangeRequest.objects.get(public_id=filed(crm, customer)["id"])
    services.start_request(request.pk, actor=clerk)

    told = Outbox.objects.filter(channel=Channel.WEBHOOK).order_by("pk")
    assert [(row.payload["was"], row.payload["state"]) for row in told] == [("", "new"), ("new", "triaged"), ("triaged", "in_progress")]
    assert {row.payload["request"] for row in told} == {str(request.public_id)}

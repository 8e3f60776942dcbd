"""The cheque register by REST: recorded once, found again, bounced only after the bank had it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from factories.cash import own_account
from people import person

from o2c.collections.cash.cheques.models import Cheque
from o2c.collections.cash.cheques.services import close_cheque_day, make_slip

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
CHEQUES = "/api/v1/cheques"


def send(client: Client, url: str, body: dict[str, Any]) -> Any:
    return client.post(url, body, headers={"Idempotency-Key": str(uuid4())}, content_type="application/json")


def test_a_cheque_is_recorded_and_bounced_by_rest(client: Client) -> None:
    bank, clerk = own_account(), person("cash_clerk")
    client.force_login(clerk)
    body = {
        "entity": bank.entity.code, "number": "700", "drawer": "Martin SARL", "bank": "BNP", "dated_on": "2026-03-01",
        "amount": {"value": "120.00", "currency": "EUR"}, "received_on": "2026-03-02", "purpose": "RE-1",
    }  # fmt: skip
    made = send(client, CHEQUES, body)
    assert made.status_code == 201, made.content
    assert (made.json()["state"], made.json()["amount"]) == ("received", {"value": "120.00", "currency": "EUR"})
    assert send(client, CHEQUES, body).json()["code"] == "cheque_once"
    assert [row["number"] for row in client.get(CHEQUES).json()["results"]] == ["700"]
    bounce = f"{CHEQUES}/{made.json()['id']}/bounce"
    assert send(client, bounce, {"on": "2026-03-05", "reason": "No funds"}).status_code == 409
    cheque = Cheque.objects.get()
    make_slip(bank, cheque_ids=[cheque.pk], day=DAY, actor=clerk)
    close_cheque_day(bank.entity, day=DAY, actor=person("finance"))
    assert send(client, bounce, {"on": "2026-03-05", "reason": "No funds"}).json()["state"] == "bounced"
    shown = client.get(f"{CHEQUES}/{cheque.public_id}").json()
    assert (shown["reason"], shown["slip"]) == ("No funds", f"{bank.entity.code}-20260302-1")


def test_the_register_is_closed_to_strangers(client: Client) -> None:
    client.force_login(person("auditor"))
    assert send(client, CHEQUES, {}).status_code == 403
    assert Cheque.objects.count() == 0

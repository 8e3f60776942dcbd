"""Corrections through the browser and REST: the same case, the same figures."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.billing import billable, issued, new_line, open_months
from people import person

from o2c.accounts.requests.services import apply_request, file_request, start_request
from o2c.billing.corrections.models import Correction
from o2c.billing.corrections.services import open_correction
from o2c.billing.documents.models import Document
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
HEAD = {"kind": "rebill", "cause": "wrong_price", "team": "pricing", "explanation": "Billed at the old price"}


@pytest.fixture
def clerk() -> User:
    return person("clerk")


@pytest.fixture
def invoice() -> Document:
    account = billable(buyer="FR")
    open_months(account.entity, first_of_month(local_today(account.entity)), 1)
    return issued(account, lines=[new_line("1.20", quantity=D(500))])


def test_a_clerk_corrects_a_price_and_an_approver_sees_before_and_after(client: Client, invoice: Document, clerk: User) -> None:
    client.force_login(clerk)
    client.post(reverse("correction_new", args=[invoice.public_id]), {**HEAD, "whole": "on"})
    correction = Correction.objects.get()
    line = reverse("correction_line", args=[correction.public_id, 1])
    typed = {"description": "Display", "unit": "C62", "credit_quantity": 500, "credit_price": "1.20", "rebill_quantity": 500}
    too_much = client.post(line, {**typed, "credit_price": "1.30", "rebill_price": "1", "version": correction.version})
    assert too_much.status_code == 422
    assert "600.00" in too_much.content.decode()
    assert client.post(line, {**typed, "rebill_price": "1", "version": correction.version}).status_code == 302
    stale = client.post(line, {**typed, "rebill_price": "1.10", "version": correction.version})
    assert stale.status_code == 409

    shown = client.get(correction.get_absolute_url()).content.decode()
    assert "500 × 1.20" in shown
    assert "500 × 1.00" in shown
    assert "−100.00" in shown

    client.post(reverse("correction_move", args=[correction.public_id, "submit"]))
    approver = person("approver")
    client.force_login(approver)
    request = ApprovalRequest.objects.get()
    asked = client.get(request.get_absolute_url()).content.decode()
    assert "600.00 → " in asked
    decide_approval(request.pk, approve=True, actor=approver)
    client.force_login(clerk)
    client.post(reverse("correction_move", args=[correction.public_id, "execute"]))
    correction.refresh_from_db()
    assert correction.state == "executed"


def test_whoever_may_only_look_is_offered_nothing_to_change(client: Client, invoice: Document, clerk: User) -> None:
    correction = open_correction(invoice.pk, actor=clerk, **HEAD)  # type: ignore[arg-type]
    client.force_login(person("auditor"))
    shown = client.get(correction.get_absolute_url()).content.decode()
    assert reverse("correction_edit", args=[correction.public_id]) not in shown
    assert reverse("correction_line", args=[correction.public_id, 1]) not in shown
    assert client.post(reverse("correction_move", args=[correction.public_id, "submit"])).status_code == 403


def test_the_explanation_is_one_click_in_the_customers_language_and_leaves_a_trace(client: Client, invoice: Document) -> None:
    finance = person("finance")
    client.force_login(finance)
    answer = client.get(reverse("customer_corrections_explained", args=[invoice.customer.public_id]))
    assert answer.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="list.exported", after__list="corrections_explained").count() == 1


def test_the_board_opens_down_to_the_cases(client: Client, invoice: Document, clerk: User) -> None:
    correction = open_correction(invoice.pk, actor=clerk, **{**HEAD, "kind": "credit"})  # type: ignore[arg-type]
    moment = "2026-05-05T10:00Z"
    Correction.objects.filter(pk=correction.pk).update(
        state="executed", executed_at=moment, credit_note=invoice, credited=D(600), rebill=None
    )
    client.force_login(clerk)
    board = client.get(reverse("correction_board"), {"since": "2026-05-01", "until": "2026-05-31"}).content.decode()
    assert "600.00" in board
    rows = client.get(reverse("correction_list"), {"cause": "wrong_price", "executed_from": "2026-05-01", "executed_to": "2026-05-31"})
    assert "600.00" in rows.content.decode()
    assert "600.00" not in client.get(reverse("correction_list"), {"executed_from": "2026-05-06"}).content.decode()


def test_sales_support_asks_by_request_and_the_request_becomes_a_case(invoice: Document, clerk: User) -> None:
    support = person("sales_support")
    payload = {"document": invoice.number, **HEAD}
    asked = file_request(kind="credit_rebill", customer=invoice.customer, payload=payload, reason="The client complains", actor=support)
    start_request(asked.pk, actor=clerk)
    apply_request(asked.pk, outcome="A correction is under way", actor=clerk)
    correction = Correction.objects.get()
    assert (correction.document, correction.source, correction.source_id) == (invoice, "request", asked.public_id)


def test_rest_opens_and_reads_the_same_case(invoice: Document, clerk: User) -> None:
    scopes = ["billing.view_corrections", "billing.open_correction"]
    ApiToken.objects.create(user=clerk, name="disputes", digest=digest("o2c_disputes"), scopes=scopes, expires_on=date(2999, 1, 1))
    system = Client(headers={"Authorization": "Bearer o2c_disputes"})

    def opened(document: object, key: str) -> Any:
        body = {"document": str(document), **HEAD}
        return system.post(reverse("api_corrections"), body, "application/json", headers={"Idempotency-Key": key})

    made = opened(invoice.public_id, "case number one").json()
    assert (made["state"], made["credited"]) == ("draft", {"value": "0.00", "currency": "EUR"})
    refused = opened(invoice.customer.public_id, "case number two")
    assert (refused.status_code, refused.json()["code"]) == (422, "reference_unknown")
    assert [row["id"] for row in system.get(reverse("api_corrections")).json()["results"]] == [made["id"]]
    assert system.get(reverse("api_correction", args=[made["id"]])).json()["document"] == invoice.number


def test_the_document_says_its_reason_in_words(client: Client, invoice: Document, clerk: User) -> None:
    line = [new_line("1.20", quantity=D(500), original_line_id=invoice.lines.get().pk)]
    credit = issued(invoice.account, lines=line, kind="credit_note", original_id=invoice.pk, reason_code="wrong_condition")
    client.force_login(clerk)
    shown = client.get(credit.get_absolute_url()).content.decode()
    assert "discount or condition not applied" in shown
    assert "wrong_condition" not in shown.split('class="split"')[1].split("<aside")[0]

"""Documents through REST and as lists: what a system reads, the very bytes, drafts it begins, deliveries it reports."""

import hashlib
from base64 import b64decode
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories.accounts import BillingProfileFactory
from factories.billing import billable, issued
from openpyxl import load_workbook
from people import person

from o2c.billing.documents.models import DocumentDraft, TaxRate
from o2c.billing.documents.services.rendering import keep_rendering, make_papers
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


@pytest.fixture
def system() -> Client:
    scopes = ["billing.view_ledger", "billing.create_draft", "billing.report_delivery"]
    ApiToken.objects.create(
        user=person("clerk"), name="platform", digest=digest("o2c_platform"), scopes=scopes, expires_on=date(2999, 1, 1)
    )
    return Client(headers={"Authorization": "Bearer o2c_platform"})


def post(system: Client, address: str, body: dict[str, Any], key: str = "the first request") -> Any:
    return system.post(address, body, "application/json", headers={"Idempotency-Key": key})


def test_a_connector_takes_the_very_bytes_and_reports_what_became_of_them(system: Client) -> None:
    profile = BillingProfileFactory(channel="e_invoice", channel_address="0204:991-1234512345-06")
    document = issued(billable(customer=profile.customer, billing_profile=profile, buyer="DE"), buyer_reference="REF-1")
    assert system.get(reverse("api_document_papers", args=[document.public_id])).json() == {"papers": []}
    kept = keep_rendering(document.pk, make_papers(document), actor=person("system"))

    papers = system.get(reverse("api_document_papers", args=[document.public_id])).json()["papers"]

    assert [hashlib.sha256(b64decode(paper["content"])).hexdigest() for paper in papers] == [kept.pdf.sha256, kept.xml.sha256]  # type: ignore[union-attr]
    shown = system.get(reverse("api_document", args=[document.public_id])).json()
    assert (shown["gross"], shown["xml_sha256"]) == ({"value": "100.00", "currency": "EUR"}, kept.xml.sha256)  # type: ignore[union-attr]
    assert [line["net"]["value"] for line in shown["lines"]] == ["100.00"]
    sending = system.get(reverse("api_deliveries")).json()["results"][0]
    report = reverse("api_delivery_report", args=[sending["id"]])
    assert post(system, report, {"state": "delivered"}).status_code == 409
    answered = post(system, report, {"state": "rejected", "reason": "BR-DE-1"}, "the second request")
    assert (answered.status_code, answered.json()["state"]) == (200, "rejected")


def test_a_system_begins_a_draft_and_a_person_posts_it(system: Client) -> None:
    account = billable()
    body = {
        "account": account.number, "kind": "invoice", "document_date": "2026-03-10",
        "lines": [{"description": "Display", "quantity": "2", "unit_price": "12.50"}],
    }  # fmt: skip
    answer = post(system, reverse("api_document_drafts"), body)
    assert (answer.status_code, answer.json()["net"]["value"]) == (201, "25.00")
    assert DocumentDraft.objects.get().state == "draft"
    assert post(system, reverse("api_document_drafts"), {**body, "account": "none"}, "the second request").status_code == 422


def test_lists_stay_within_their_budget_and_leave_as_excel(client: Client) -> None:
    account = billable()
    for _each in range(3):
        issued(account)
    client.force_login(person("finance"))
    for url in (reverse("document_list") + "?delivery=queued&stream=goods", reverse("draft_list"), reverse("tax_rate_list")):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 12, url
    rows = list(
        load_workbook(BytesIO(client.get(reverse("document_list") + "?export=xlsx").getvalue())).worksheets[1].iter_rows(values_only=True)
    )
    assert sum(1 for row in rows if 120 in row) == 3


def test_a_tax_rate_follows_the_one_before(client: Client) -> None:
    client.force_login(person("finance"))
    typed = {"country": "fr", "percent": "21", "valid_from": "01/01/2030"}
    assert client.post(reverse("tax_rate_new"), typed).status_code == 302
    assert client.post(reverse("tax_rate_new"), typed).status_code == 422
    assert list(TaxRate.objects.filter(country="FR").order_by("valid_from").values_list("valid_until", flat=True)) == [
        date(2030, 1, 1),
        None,
    ]

"""The doors to refunds: pages from draft to the bank, REST for other systems, and the change request that opens one."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories.refunds import Desk, captured, desk, own_account, report
from openpyxl import load_workbook
from people import person

from o2c.accounts.requests import services as requests
from o2c.billing.refunds import services
from o2c.billing.refunds.models import CardCapture, PaymentFile, RefundRequest
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk() -> Desk:
    return desk()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def detail(client: Client, refund: RefundRequest) -> str:
    return client.get(refund.get_absolute_url()).content.decode()


def test_a_clerk_drafts_from_the_credits_and_sees_every_control(at_desk: Desk) -> None:
    client = signed_in(at_desk.clerk)
    panel = client.get(reverse("account_credits", args=[at_desk.account.public_id])).content.decode()
    assert "500.00" in panel
    url = reverse("refund_new", args=[at_desk.account.public_id])
    assert url in panel
    assert 'value="500.00"' in client.get(url).content.decode()

    name = f"credit_{at_desk.credit.public_id}"
    given = {name: "500.01", "bank_account": at_desk.bank.public_id, "reason": "Paid twice"}
    assert client.post(url, given).status_code == 422
    assert client.post(url, {**given, name: "120.00"}).status_code == 302

    refund = RefundRequest.objects.get()
    html = detail(client, refund)
    assert html.count("passed") >= 6
    assert client.post(reverse("refund_move", args=[refund.public_id, "submit"]), {"set_off_reason": ""}).status_code == 302
    refund.refresh_from_db()
    assert (refund.state, refund.amount) == ("submitted", Decimal(120))


def test_the_trail_from_credit_to_bank_stands_on_one_page(at_desk: Desk) -> None:
    finance, auditor = signed_in(at_desk.finance), signed_in(person("auditor"))
    own = own_account(at_desk.account)
    refund = at_desk.approved("200.00")
    assert finance.post(reverse("refund_move", args=[refund.public_id, "release"])).status_code == 302
    assert finance.post(reverse("payment_file_new"), {"own_account": own.public_id, "execution_on": "today"}).status_code == 302
    file = PaymentFile.objects.get()
    fetched = finance.post(reverse("payment_file_fetch", args=[file.public_id]))
    assert (fetched["Content-Type"], fetched.content.decode()) == ("application/xml; charset=utf-8", file.content)
    assert finance.post(reverse("payment_file_fetch", args=[file.public_id])).status_code == 302  # refused, says why on its page
    upload = SimpleUploadedFile("status.xml", report(file.message_id, (refund.number, "ACSC")))
    assert finance.post(reverse("status_report_new"), {"file": upload}).status_code == 302

    html = detail(auditor, refund)
    for text in ("Bank 4711", "Aline Approver", "Fiona Finance", file.message_id, file.sha256, "paid, confirmed", at_desk.bank.masked):
        assert text in html
    assert at_desk.bank.iban not in html
    assert set(AuditEvent.objects.filter(object_type="billing.paymentfile").values_list("action", flat=True)) == {
        "payment_file.made",
        "payment_file.fetched",
    }


def test_whoever_may_not_release_sees_no_button_and_is_refused(at_desk: Desk) -> None:
    refund = at_desk.approved()
    client = signed_in(person("collector"))
    assert "Release refund" not in detail(client, refund)
    client.post(reverse("refund_move", args=[refund.public_id, "release"]))
    assert client.get(reverse("payment_file_new")).status_code == 403
    refund.refresh_from_db()
    assert refund.state == "approved"


def test_the_lists_answer_export_and_stay_within_their_budget(at_desk: Desk) -> None:
    at_desk.released("10.00")
    at_desk.submitted("20.00")
    client = signed_in(at_desk.finance)
    for url in (reverse("refund_list"), reverse("payment_file_list"), reverse("status_report_list")):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 12, url
    exported = client.get(reverse("refund_list"), {"state": "released", "export": "xlsx"})
    rows = list(load_workbook(BytesIO(exported.getvalue())).worksheets[1].iter_rows(values_only=True))
    assert [row[rows[0].index("Amount")] for row in rows[1:]] == [10]
    for name, subject in [("customer_refunds", at_desk.customer), ("account_refunds", at_desk.account)]:
        assert "10.00" in client.get(reverse(name, args=[subject.public_id])).content.decode()


def rest(user: User) -> Client:
    """A system that acts with the rights of this person."""
    secret, scopes = f"o2c_{user.pk}", sorted({permission for held in user.held for permission in held.permissions})
    given = {"user": user, "name": secret, "scopes": scopes, "expires_on": date(2999, 1, 1)}
    ApiToken.objects.get_or_create(digest=digest(secret), defaults=given)
    return Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": uuid4().hex})


def test_another_system_reads_the_refund_and_drafts_one_from_the_oldest_credits(at_desk: Desk) -> None:
    given = {
        "account": at_desk.account.number,
        "amount": {"value": "75.00", "currency": "EUR"},
        "bank_account": str(at_desk.bank.public_id),
        "reason": "Asked by mail",
    }
    made = rest(at_desk.clerk).post("/api/v1/refunds", given, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["bank_account"] == at_desk.bank.masked
    read = rest(at_desk.finance).get("/api/v1/refunds?state=draft").json()
    assert [row["number"] for row in read["results"]] == [made.json()["number"]]
    traced = rest(at_desk.finance).get(f"/api/v1/trace/billing.refundrequest/{made.json()['id']}").json()
    assert traced["start"]["amount"] == {"value": "75.00", "currency": "EUR"}

    over = rest(person("clerk", name="Carl Clerk")).post(
        "/api/v1/refunds", {**given, "amount": {"value": "999.00", "currency": "EUR"}}, content_type="application/json"
    )
    assert (over.status_code, over.json()["code"]) == (422, "refund_exceeds_free_credit")
    denied = rest(person("auditor")).post("/api/v1/refunds", given, content_type="application/json")
    assert denied.status_code == 403
    assert RefundRequest.objects.count() == 1


def test_the_processor_tells_captures_and_what_became_of_card_refunds(at_desk: Desk) -> None:
    system = rest(person("system"))
    capture = captured(at_desk.customer)
    told = {"reference": "cap-2", "amount": {"value": "30.00", "currency": "EUR"}, "captured_on": "2026-01-06"}
    url = f"/api/v1/payment-methods/{capture.method.public_id}/captures"
    assert system.post(url, told, content_type="application/json").status_code == 201
    assert CardCapture.objects.count() == 2
    refund = at_desk.released("50.00", bank_account=None, capture=capture)
    services.send_card_refund(refund.pk, actor=at_desk.finance)

    paid = rest(person("system", name="Processor")).post(
        f"/api/v1/refunds/{refund.public_id}/card-confirmation",
        {"on": f"{at_desk.today}", "reference": "re_1"},
        content_type="application/json",
    )
    assert (paid.status_code, paid.json()["state"], paid.json()["confirmed_on"]) == (201, "confirmed", f"{at_desk.today}")


def test_a_change_request_drafts_the_refund(at_desk: Desk) -> None:
    sales = person("sales_support")
    form = signed_in(sales).get(f"{reverse('request_file', args=['refund'])}?customer={at_desk.customer.public_id}").content.decode()
    for only in (at_desk.account, at_desk.bank):
        assert f'value="{only.public_id}" selected' in form, "the only one there is stands chosen"
    payload = {"account": f"{at_desk.account.public_id}", "amount": "75.00", "bank_account": f"{at_desk.bank.public_id}"}
    given = {"kind": "refund", "payload": payload, "reason": "The client asks for it", "customer": at_desk.customer}
    asked = requests.file_request(**given, entity=at_desk.account.entity, actor=sales)
    requests.start_request(asked.pk, actor=at_desk.clerk)
    done = requests.apply_request(asked.pk, actor=at_desk.clerk)

    refund = RefundRequest.objects.get()
    assert (refund.amount, refund.state, refund.reason) == (Decimal(75), "draft", "The client asks for it")
    assert refund.number in done.outcome
    assert any(change["object_label"] == refund.number for change in done.applied)


def test_a_card_refund_goes_back_through_its_processor(at_desk: Desk) -> None:
    capture = captured(at_desk.customer)
    refund = at_desk.released("50.00", bank_account=None, capture=capture)
    client = signed_in(at_desk.finance)
    assert "Hand to the card processor" in detail(client, refund)
    assert client.post(reverse("refund_move", args=[refund.public_id, "card"])).status_code == 302
    refund.refresh_from_db()
    assert refund.state == "sent"

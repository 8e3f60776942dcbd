"""The way to the customer: by mail or platform, copies with proofs, and what comes back."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import BillingProfileFactory
from factories.billing import billable, issued
from people import person
from refusals import refused

from o2c.accounts.customers.models import Contact
from o2c.billing.documents.models import Delivery, Document, Rendering
from o2c.billing.documents.queries.troubled import troubled
from o2c.billing.documents.rules import DELIVERY_MOVES
from o2c.billing.documents.services import delivery
from o2c.billing.documents.services.rendering import keep_rendering, make_papers, remake_papers, render_documents
from o2c.core.audit.models import AuditEvent
from o2c.core.files.storage import store
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.outbox.models import Outbox
from o2c.core.work.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


def rendered(document: Document) -> Rendering:
    return keep_rendering(document.pk, make_papers(document), actor=person("system"))


def sent(**facts: Any) -> Delivery:
    document = issued(billable(**facts))
    rendered(document)
    return document.deliveries.get()


def on_platform() -> Delivery:
    profile = BillingProfileFactory(channel="e_invoice", channel_address="invoices@buyer.example")
    return sent(customer=profile.customer, billing_profile=profile, buyer="DE")


def test_a_rendered_document_is_mailed_with_the_very_file_that_was_kept() -> None:
    sending = sent()
    mail = Outbox.objects.get(topic="document_issued")
    kept = sending.document.rendering
    assert (sending.state, sending.channel, sending.recipient) == ("queued", "email", "payables@example.com")
    assert [enclosure.file.sha256 for enclosure in mail.enclosures.all()] == [kept.pdf.sha256]

    Outbox.objects.filter(pk=mail.pk).update(state="sent")
    delivery.follow_deliveries(actor=person("system"))
    sending.refresh_from_db()
    assert sending.state == "sent"

    Outbox.objects.filter(pk=mail.pk).update(state="bounced", error="5.1.1 unknown user")
    delivery.follow_deliveries(actor=person("system"))
    sending.refresh_from_db()
    assert (sending.state, sending.reason) == ("rejected", "5.1.1 unknown user")
    assert Task.objects.get(kind=delivery.REJECTED_TASK).value == sending.document.gross
    again = delivery.resend_document(sending.document_id, actor=person("clerk"))
    assert (again.state, Task.objects.get(kind=delivery.REJECTED_TASK).state) == ("queued", "done")
    refused("delivery_one_under_way", delivery.resend_document, sending.document_id, actor=person("clerk"))


def test_nobody_to_mail_is_a_rejection_with_work_for_somebody() -> None:
    account = billable()
    Contact.objects.all().delete()
    document = issued(account)
    rendered(document)
    assert document.deliveries.get().state == "rejected"
    assert Task.objects.filter(kind=delivery.REJECTED_TASK).exists()


@pytest.mark.parametrize("way", [["sent", "accepted", "delivered"], ["sent", "rejected"], ["sent", "delivered"]])
def test_a_platform_reports_every_state_and_no_other_order(way: list[str]) -> None:
    sending, clerk = on_platform(), person("clerk")
    for state in way:
        reason = "unknown VAT id" if state == "rejected" else ""
        before = sending.state
        for wrong in set(delivery.DeliveryState.values) - DELIVERY_MOVES.get(before, set()):
            refused("wrong_state", delivery.report_delivery, sending.pk, wrong, reason="x" if wrong == "rejected" else "", actor=clerk)
        delivery.report_delivery(sending.pk, state, reason=reason, actor=clerk)
        sending.refresh_from_db()
    assert sending.state == way[-1]
    refused("delivery_rejected_says_why", delivery.report_delivery, sending.pk, "rejected", actor=clerk)


def test_copies_with_proofs_go_in_one_mail_in_two_clicks(client: Client) -> None:
    account = billable()
    first, second = issued(account), issued(account, "50")
    for document in (first, second):
        rendered(document)
    delivery.attach_delivery_proof(first.pk, store(BytesIO(b"delivered"), "note.txt"), actor=person("clerk"))
    client.force_login(person("collector"))
    address = reverse("copies_new", args=[account.customer.public_id]) + f"?document={first.public_id}"
    assert "checked" in client.get(address).content.decode()
    contact = account.customer.contacts.get()
    chosen = [str(first.public_id), str(second.public_id)]

    answer = client.post(address, {"contact": str(contact.public_id), "documents": chosen, "with_proof": "on"})

    assert answer.status_code == 302
    mail = Outbox.objects.get(topic="document_copies")
    hashes = {enclosure.name: enclosure.file.sha256 for enclosure in mail.enclosures.select_related("file")}
    assert hashes[f"{first.number}.pdf"] == first.rendering.pdf.sha256
    assert f"{first.number} note.txt" in hashes
    assert Task.objects.get(kind=delivery.PROOF_TASK).title.startswith(second.number)
    assert AuditEvent.objects.filter(action="document.copied").count() == 2
    delivery.attach_delivery_proof(second.pk, store(BytesIO(b"report"), "report.txt"), actor=person("clerk"))
    assert Task.objects.get(kind=delivery.PROOF_TASK).state == "done"


def test_copies_need_papers_and_one_customer() -> None:
    one, other = issued(billable()), issued(billable())
    contact = one.customer.contacts.get()
    refused("copies_one_customer", delivery.send_copies, [one.pk, other.pk], contact_id=contact.pk, actor=person("clerk"))
    refused("document_not_rendered", delivery.send_copies, [one.pk], contact_id=contact.pk, actor=person("clerk"))
    refused("contact_unreachable", delivery.send_copies, [one.pk], contact_id=0, actor=person("clerk"))
    assert not Outbox.objects.filter(topic="document_copies").exists()


def test_the_page_of_a_delivery_takes_its_report(client: Client) -> None:
    sending = on_platform()
    client.force_login(person("clerk"))
    address = reverse("delivery_report", args=[sending.public_id])
    assert client.post(address, {"state": "rejected", "reason": ""}).status_code == 422
    client.post(address, {"state": "rejected", "reason": "VAT id unknown there"})
    shown = client.get(reverse("document_detail", args=[sending.document.public_id])).content.decode()
    assert "VAT id unknown there" in shown


def test_operations_find_what_failed_has_no_papers_or_no_proof(client: Client) -> None:
    clerk = person("clerk")
    failed, fine = on_platform(), sent()
    delivery.report_delivery(failed.pk, "rejected", reason="unknown recipient", actor=clerk)
    bare = issued(billable())
    delivery.send_copies([fine.document_id], contact_id=Contact.objects.get(customer=fine.customer).pk, with_proof=True, actor=clerk)

    assert {row.number: (row.trouble, row.said) for row in troubled(clerk)} == {
        failed.document.number: ("failed", "unknown recipient"),
        bare.number: ("no_papers", ""),
        fine.document.number: ("no_proof", ""),
    }
    client.force_login(clerk)
    assert bare.number in client.get(reverse("troubled_list"), {"trouble": "no_papers"}).content.decode()
    assert "Make the papers again" in client.get(bare.get_absolute_url()).content.decode()

    delivery.resend_document(failed.document_id, actor=clerk)
    delivery.attach_delivery_proof(fine.document_id, store(BytesIO(b"%PDF-1.7"), "note.pdf"), actor=clerk)
    client.post(reverse("document_papers", args=[bare.public_id]))
    with job(Job.objects.get(key=f"again:{bare.pk}").pk) as j:
        render_documents(j)
    assert not troubled(clerk)
    refused("document_has_papers", remake_papers, bare.pk, actor=clerk)

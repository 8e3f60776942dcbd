"""O2C-17: any amount walks from campaign and order to invoice, allocation and cash, and back, as far as the reader may see."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import CampaignFactory, InsertionOrderFactory, PurchaseOrderFactory
from factories.billing import billable, issued, new_line, posted, settled
from factories.refunds import Desk, desk
from people import empowered, person

from o2c.billing.documents.models import Document
from o2c.billing.ledger.models import OpenItem
from o2c.core.tracing.queries import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
DAY, LATER = date(2026, 2, 1), date(2026, 3, 10)


@pytest.fixture
def at_desk() -> Desk:
    return desk()


def billed() -> tuple[Document, OpenItem]:
    """An invoice with a line of a campaign under an insertion order and a purchase order, paid by a receipt."""
    account = billable()
    campaign = CampaignFactory(advertiser=account.customer, name="Spring")
    campaign.insertion_orders.add(InsertionOrderFactory(customer=account.customer))
    order = PurchaseOrderFactory(customer=account.customer, number="PO-7")
    line = new_line("100", campaign_id=campaign.pk, purchase_order_id=order.pk, order_number="PO-7", service_from=DAY, service_until=LATER)
    document = issued(account, lines=[line], on=LATER)
    receipt = posted(account, "500.00", LATER, "receipt", reference="Bank 4711")
    settled(document.entry.items.get(), receipt, "120.00", LATER)
    return document, receipt


def campaign_of(document: Document) -> UUID:
    campaign = document.lines.get().campaign
    assert campaign is not None
    return campaign.public_id


def kinds(steps: list) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    return [(step.kind.code.partition(".")[2], found.node.label) for step in steps for found in step.found]


def test_a_campaign_walks_to_the_cash_and_the_cash_back_to_its_order() -> None:
    document, receipt = billed()
    reader = person("auditor")

    ahead = [kind for kind, _label in kinds(walk(reader, "accounts.campaign", campaign_of(document)).after)]
    assert ahead == ["documentline", "document", "journalentry", "allocation", "journalentry"]
    back = walk(reader, "billing.journalentry", receipt.entry.public_id).before
    assert [kind for kind, _label in kinds(back)][-2:] == ["journalentry", "allocation"]
    assert {"insertionorder", "campaign", "purchaseorder", "documentline", "document"} <= {kind for kind, _label in kinds(back)}
    assert kinds(walk(reader, "billing.document", document.public_id).before)[-1] == ("documentline", f"{document.number} / 1")


def test_a_refund_lies_between_the_credit_it_gives_back_and_its_payment(at_desk: Desk) -> None:
    refund = at_desk.released("50.00")
    seen = walk(person("auditor"), "billing.refundrequest", refund.public_id)
    assert [kind for kind, _label in kinds(seen.after)] == ["journalentry", "allocation", "journalentry"]
    assert refund.number in [
        label for _kind, label in kinds(walk(person("auditor"), "billing.journalentry", at_desk.credit.entry.public_id).before)
    ]


def test_nobody_walks_where_they_may_not_look() -> None:
    document, _receipt = billed()
    narrow = empowered("core.view_trace", "accounts.view_campaigns", name="Nora Narrow")
    assert kinds(walk(narrow, "accounts.campaign", campaign_of(document)).after) == []

    client = Client()
    client.force_login(narrow)
    assert client.get(reverse("trace", args=["billing.document", document.public_id])).status_code == 404
    assert client.get(reverse("trace", args=["core.user", document.public_id])).status_code == 404


def test_the_page_and_rest_tell_the_same_way() -> None:
    document, _receipt = billed()
    client = Client()
    client.force_login(person("auditor"))
    url = reverse("trace", args=["billing.document", document.public_id])
    assert url in client.get(document.get_absolute_url()).content.decode()
    html = client.get(url).content.decode()
    rest = walk(person("auditor"), "billing.document", document.public_id)
    assert len(rest.after) == 3
    for text in ("Spring", "PO-7", f"{document.number} / 1", "Bank 4711", "120.00"):
        assert text in html

"""Invoices per purchase order and per product, and the layout that sums campaigns up."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from factories.accounts import BillingProfileFactory, PurchaseOrderFactory
from factories.billing import billable
from factories.invoicing import billed, running, spent

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.models import Document, DocumentLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        yield


def profiled(**facts: object) -> FinancialAccount:
    profile = BillingProfileFactory(**facts)
    return billable(customer=profile.customer, billing_profile=profile)


def lines_by_document() -> list[list[tuple[int, str]]]:
    rows = [document.lines.order_by("position") for document in Document.objects.order_by("net")]
    return [[(int(line.net), line.order_number) for line in lines] for lines in rows]


def test_each_purchase_order_has_an_invoice_of_its_own() -> None:
    account = profiled(grouping="order", po_required=True)
    for number, room in (("PO-1", 100), ("PO-2", 1_000)):
        PurchaseOrderFactory(customer=account.customer, entity=account.entity, amount=room, number=number)
    spent(running(account), "90.00")
    spent(running(account), "400.00")
    spent(running(account), "500.00")

    billed(account.entity)

    assert [sorted(lines) for lines in lines_by_document()] == [[(90, "PO-1")], [(400, "PO-2"), (500, "PO-2")]]


def test_each_product_has_an_invoice_of_its_own() -> None:
    account = profiled(grouping="account", split="product")
    for product, amount in (("display", "1.00"), ("video", "5.00"), ("display", "2.00")):
        spent(running(account, product=product), amount)

    billed(account.entity)

    assert list(Document.objects.order_by("net").values_list("net", flat=True)) == [3, 5]


def test_a_summary_has_one_line_per_product_with_all_its_spend() -> None:
    account = profiled(layout="summary")
    for product, amount in (("display", "1.00"), ("video", "5.00"), ("display", "2.00")):
        spent(running(account, product=product), amount, units="1000")

    billed(account.entity)

    lines = DocumentLine.objects.order_by("net").values_list("description", "net", "quantity", "spend__amount")
    assert list(lines.order_by("net", "spend__amount")) == [("display", 3, 2, 1), ("display", 3, 2, 2), ("video", 5, 1, 5)]

"""Purchase orders as a balance: updated with their paper, used up by what billing says, closed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Value
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of
from pytest_django import Settings
from refusals import refused

from o2c.accounts.contracts.imports import PURCHASE_ORDERS
from o2c.accounts.contracts.models import PurchaseOrder
from o2c.accounts.contracts.queries import purchase_orders as orders_of
from o2c.accounts.contracts.queries import purchase_orders as rows
from o2c.accounts.contracts.queries import usable
from o2c.accounts.contracts.queries.purchase_orders import AMOUNT, _billed, _held, used_by
from o2c.accounts.contracts.rules.moves import PURCHASE_ORDER_MOVES
from o2c.accounts.contracts.services import purchase_orders
from o2c.accounts.contracts.tables import PurchaseOrderTable
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.excel.imports import carry_out, compare
from o2c.core.excel.read import Row
from o2c.core.files.models import Attachment
from o2c.core.files.storage import Blob, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def used() -> Iterator[None]:
    """Billing says: 9,500 billed and 300 held, whatever the order."""
    used_by(billed=lambda: Value(Decimal(9_500), output_field=AMOUNT), held=lambda: Value(Decimal(300), output_field=AMOUNT))
    yield
    _billed.pop()
    _held.pop()


def paper() -> Blob:
    return store(BytesIO(b"%PDF-1.7\n%order"), "order.pdf")


def taken_in(clerk: User, **facts: Any) -> PurchaseOrder:
    entity = LegalEntityFactory(code="FR01")
    given = {"customer": make.CustomerFactory(entity=entity), "entity": entity, "currency": "EUR", "starts_on": date(2026, 1, 1)}
    return purchase_orders.create_purchase_order(actor=clerk, **{**given, "number": "PO-7", "amount": Decimal(10_000), **facts})


def test_an_order_is_taken_in_and_nothing_of_it_is_used_yet(clerk: User) -> None:
    order = taken_in(clerk, number=" PO-7 ", document=paper())

    shown: Any = orders_of(clerk).get()
    assert (shown.number, shown.billed, shown.held, shown.remaining) == ("PO-7", 0, 0, 10_000)
    assert Attachment.objects.get(object_id=order.pk).kind == "purchase_order"
    assert usable(order.customer_id, "EUR", date(2026, 2, 1)).get() == order


def test_number_and_amount_change_only_with_the_customers_paper(clerk: User) -> None:
    order = taken_in(clerk)
    refused("purchase_order_document_missing", purchase_orders.update_purchase_order, order.pk, amount=Decimal(12_000), actor=clerk)
    refused("purchase_order_document_missing", purchase_orders.update_purchase_order, order.pk, number="PO-8", actor=clerk)

    purchase_orders.update_purchase_order(order.pk, ends_on=date(2026, 7, 1), actor=clerk)
    facts = {"number": "PO-8", "amount": Decimal(12_000), "document": paper()}
    purchase_orders.update_purchase_order(order.pk, actor=clerk, **facts)

    shown: Any = orders_of(clerk).get()
    assert (shown.number, shown.remaining, shown.ends_on) == ("PO-8", 12_000, date(2026, 7, 1))
    assert shown.document.sha256 == facts["document"].sha256
    assert not usable(order.customer_id, "EUR", date(2026, 7, 1)).exists()


@pytest.mark.usefixtures("used")
def test_what_billing_used_is_taken_off_and_no_update_goes_below_it(clerk: User) -> None:
    order = taken_in(clerk)
    shown: Any = rows(clerk).get()
    assert (shown.billed, shown.held, shown.remaining) == (9_500, 300, 200)

    lower = {"amount": Decimal(9_799), "document": paper()}
    refused("purchase_order_below_use", purchase_orders.update_purchase_order, order.pk, actor=clerk, **lower)
    refused("purchase_order_used", purchase_orders.cancel_purchase_order, order.pk, reason="taken back", actor=clerk)
    purchase_orders.update_purchase_order(order.pk, amount=Decimal(9_800), document=paper(), actor=clerk)
    assert PurchaseOrder.objects.get().amount == 9_800


@pytest.mark.parametrize("state", ["open", "closed", "cancelled"])
def test_orders_move_as_their_table_says(clerk: User, state: str) -> None:
    moving = {
        purchase_orders.close_purchase_order: "closed",
        purchase_orders.reopen_purchase_order: "open",
        purchase_orders.cancel_purchase_order: "cancelled",
    }
    for verb, wanted in moving.items():
        order = make.PurchaseOrderFactory(state=state)
        if wanted in PURCHASE_ORDER_MOVES.get(state, set()):
            assert verb(order.pk, reason="why", actor=clerk).state == wanted
        else:
            refused("wrong_state", verb, order.pk, reason="why", actor=clerk)
            assert PurchaseOrder.objects.get(pk=order.pk).state == state
    if state != "open":
        order = make.PurchaseOrderFactory(state=state)
        refused("purchase_order_not_open", purchase_orders.update_purchase_order, order.pk, reference="x", actor=clerk)


def test_an_open_order_past_its_last_day_is_expired_wherever_it_is_shown(clerk: User, client: Client) -> None:
    """Requirement CAA-29: an expired order is told apart from one that can still be used, without anybody closing it."""
    today = local_today()
    make.PurchaseOrderFactory(number="OVER", starts_on=date(2020, 1, 1), ends_on=today)
    make.PurchaseOrderFactory(number="LAST-DAY", starts_on=date(2020, 1, 1), ends_on=today + timedelta(days=1))
    make.PurchaseOrderFactory(number="CLOSED", starts_on=date(2020, 1, 1), ends_on=today, state="closed")
    shown = {row.number: row.standing for row in rows(clerk)}
    assert shown == {"OVER": "expired", "LAST-DAY": "open", "CLOSED": "closed"}
    client.force_login(clerk)
    listed = client.get(reverse("purchase_order_list"), {"standing": "expired"}).content.decode()
    assert ("OVER" in listed, "LAST-DAY" in listed) == (True, False)
    assert "expired" in client.get(PurchaseOrder.objects.get(number="OVER").get_absolute_url()).content.decode()


def test_nobody_takes_in_an_order_for_an_entity_out_of_reach() -> None:
    french, german = LegalEntityFactory(code="FR01"), LegalEntityFactory(code="DE01")
    customer = make.CustomerFactory(entity=french)
    given = {"customer": customer, "number": "X", "currency": "EUR", "starts_on": date(2026, 1, 1), "amount": Decimal(1)}
    actor = master_of("accounts", entity=french)
    refused("gone_or_out_of_reach", purchase_orders.create_purchase_order, entity=german, actor=actor, **given)
    assert not PurchaseOrder.objects.exists()


def test_orders_come_in_from_a_sheet_and_dates_are_changed_there(clerk: User) -> None:
    order = taken_in(clerk)
    new = {"number": "PO-9", "customer_number": order.customer.number, "entity": "FR01", "currency": "EUR", "starts_on": date(2026, 1, 1)}
    sheet = [
        Row(2, {**new, "amount": Decimal(500)}, "", None),
        Row(3, {**new, "number": "PO-10"}, "", None),
        Row(4, {"number": "PO-7", "ends_on": date(2027, 1, 1)}, str(order.public_id), 1),
    ]
    planned, findings = compare(PURCHASE_ORDERS, sheet, clerk)
    written, refusals = carry_out(PURCHASE_ORDERS, planned, clerk)

    assert (written, [(found.row, found.code) for found in [*findings, *refusals]]) == (2, [(3, "cell_required")])
    assert set(PurchaseOrder.objects.values_list("number", "ends_on")) == {("PO-7", date(2027, 1, 1)), ("PO-9", None)}


def test_the_sheet_says_the_last_day_and_the_order_ends_the_day_after() -> None:
    column = next(column for column in PURCHASE_ORDERS.columns if column.name == "ends_on")
    assert column.read(date(2026, 12, 31)) == date(2027, 1, 1)
    assert column.said(date(2027, 1, 1)) == date(2026, 12, 31)
    order = PurchaseOrder(ends_on=date(2027, 1, 1))
    shown = next(column for column in PurchaseOrderTable.columns if column.name == "ends_on")
    assert (shown.kind, shown.value(order)) == ("last_day", date(2026, 12, 31))

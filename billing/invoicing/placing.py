"""Purchase orders on the lines of a run, customer by customer, so that a book of any size stays out of memory."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Q

from o2c.accounts.contracts.models import PurchaseOrder
from o2c.billing.controls.models import BillingException
from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.rules import Need, Order, Placed, place
from o2c.billing.invoicing.usage import BILLED_OF_ORDERS, waiting
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity

AT_A_TIME = 2_000
PO_REASONS = ["run_po_missing", "run_po_expired", "run_po_exhausted"]

# A line may use an order of the customer it is billed for or of whoever pays; lines of customers without any order
# matter only where one is required.
NEEDS = """
    SELECT coalesce(a.payer_id, a.customer_id) AS payer, i.currency, a.customer_id, i.id, i.first, i.last, i.amount,
        coalesce(p.po_required OR 'purchase_order' = ANY(p."references"), false)
    FROM billing_runitem i
    JOIN accounts_financialaccount a ON a.id = i.account_id
    LEFT JOIN accounts_billingprofile p ON p.id = a.billing_profile_id
    WHERE i.run_id = %(run)s AND i.result IN ('bill', 'held') AND i.amount > 0 AND (
        p.po_required OR 'purchase_order' = ANY(p."references") OR EXISTS (
            SELECT 1 FROM accounts_purchaseorder o WHERE o.customer_id IN (a.customer_id, a.payer_id) AND o.state = 'open'
        )
    )
    ORDER BY payer, i.currency, i.id
"""

WRITE = """
    UPDATE billing_runitem i SET purchase_order_id = t.purchase_order,
        result = CASE WHEN t.code <> '' AND i.result = 'bill' THEN 'held' ELSE i.result END,
        reason = CASE WHEN t.code <> '' AND i.result = 'bill' THEN t.code ELSE i.reason END,
        facts = CASE WHEN t.code <> '' AND i.result = 'bill'
            THEN jsonb_build_object('order', coalesce(o.number, ''), 'over', trim_scale(t.over)::text, 'currency', i.currency)
            ELSE i.facts END
    FROM unnest(%(items)s::bigint[], %(orders)s::bigint[], %(codes)s::text[], %(overs)s::numeric[]) t(item, purchase_order, code, over)
    LEFT JOIN accounts_purchaseorder o ON o.id = t.purchase_order
    WHERE i.id = t.item
"""


def place_orders(run: BillingRun) -> None:
    """Step: give the lines that may use a purchase order one that covers and can bear them; hold those that need one and find none."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(NEEDS, {"run": run.pk})
        for (payer, currency), members in groupby(cursor, key=lambda row: (row[0], row[1])):
            lines = list(members)
            customers = {payer, *(line[2] for line in lines)}
            needs = [Need(*line[3:]) for line in lines]
            _write(place(needs, _orders(customers, currency, run.entity)))


def _orders(customers: Iterable[int], currency: str, entity: LegalEntity) -> list[Order]:
    today = local_today(entity)
    rows = list(PurchaseOrder.objects.filter(customer__in=customers, currency=currency, entity=entity, state="open").order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(BILLED_OF_ORDERS, [[row.pk for row in rows]])
        billed = dict(cursor.fetchall())
    waived = _waived({row.pk for row in rows}, today)
    return [Order(row.pk, row.starts_on, row.ends_on, _allowed(row) - billed.get(row.pk, Decimal(0)), row.pk in waived) for row in rows]


def _waived(orders: set[int], today: date) -> set[int]:
    """The orders whose findings somebody lets pass on that day."""
    rows = BillingException.objects.filter(subject_kind="purchase_order", subject_id__in=orders, state="waived", waived_until__gt=today)
    return set(rows.values_list("subject_id", flat=True))


def _allowed(row: PurchaseOrder) -> Decimal:
    allowed: Decimal = row.amount * (1 + row.tolerance_percent / 100)
    return allowed


def _write(placed: list[Placed]) -> None:
    for at in range(0, len(placed), AT_A_TIME):
        some = placed[at : at + AT_A_TIME]
        given: dict[str, Any] = {
            "items": [each.need for each in some], "orders": [each.order for each in some], "codes": [each.code for each in some],
            "overs": [each.over for each in some],
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(WRITE, given)


def released_by(order: PurchaseOrder) -> list[int]:
    """The lines of the latest run held for want of a purchase order that this one, as it is now, covers and can bear."""
    held = waiting().filter(Q(customer=order.customer_id) | Q(account__payer=order.customer_id), account__entity=order.entity_id)
    rows = held.filter(reason__in=PO_REASONS, currency=order.currency).values_list("pk", "first", "last", "amount")
    needs = [Need(pk, first, last, amount, True) for pk, first, last, amount in rows]
    room = _orders([order.customer_id], order.currency, order.entity) if needs else []
    return [placed.need for placed in place(needs, [each for each in room if each.pk == order.pk]) if not placed.code]

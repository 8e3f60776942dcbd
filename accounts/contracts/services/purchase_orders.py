"""Purchase orders of customers: taken in, updated with their document, closed. What posted documents name never changes."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from o2c.accounts.contracts.models import PurchaseOrder
from o2c.accounts.contracts.queries import purchase_orders
from o2c.accounts.contracts.rules.moves import PURCHASE_ORDER_MOVES
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services.entities import known_currency
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob
from o2c.core.verbs import lock_one, transition, verb

DOCUMENT = "purchase_order"


class PurchaseOrderFields(TypedDict, total=False):
    """What a customer's order says."""

    number: str
    starts_on: date
    ends_on: date | None
    amount: Decimal
    tolerance_percent: Decimal
    reference: str


@verb("accounts.create_purchase_order")
def create_purchase_order(
    *,
    customer: Customer,
    entity: LegalEntity,
    currency: str,
    document: Blob | None = None,
    actor: User,
    **fields: Unpack[PurchaseOrderFields],
) -> PurchaseOrder:
    """A customer's order, with its paper where there is one. Raises BusinessError "purchaseorder_*", "currency_unknown"."""
    lock_one(customers(actor), customer.pk)
    known_currency(currency)
    facts = {**fields, "number": fields["number"].strip()}
    order = PurchaseOrder.objects.create(customer=customer, entity=entity, currency=currency, **facts)
    lock_one(purchase_orders(actor), order.pk)
    _keep(order, document, actor)
    record("purchase_order.created", order, actor=actor, after={**facts, "currency": currency})
    publish("purchase_order.changed", order, number=order.number, customer=str(customer.public_id))
    return order


@verb("accounts.update_purchase_order")
def update_purchase_order(
    pk: int, *, document: Blob | None = None, actor: User, version: int | None = None, **fields: Unpack[PurchaseOrderFields]
) -> PurchaseOrder:
    """What the customer changed: number, dates, amount, with the paper that says so. Posted documents keep the number they name.

    Raises Conflict "purchase_order_not_open", BusinessError "purchase_order_document_missing" for a new number or amount without
    its paper, "purchase_order_below_use" when more is billed and held than the new amount.
    """
    order = lock_one(purchase_orders(actor), pk, version)
    if order.state != "open":
        raise Conflict("purchase_order_not_open", number=order.number)
    if "amount" in fields and fields["amount"] < order.billed + order.held:  # type: ignore[attr-defined]
        raise BusinessError("purchase_order_below_use", field="amount")
    told = {name for name in ("number", "amount") if name in fields and fields[name] != getattr(order, name)}
    if told and document is None:
        raise BusinessError("purchase_order_document_missing", field="document")
    before, after = change(order, **fields)
    _keep(order, document, actor)
    if after or document:
        paper = {"document": document.sha256} if document else {}
        record("purchase_order.updated", order, actor=actor, before=before, after={**after, **paper})
        publish("purchase_order.changed", order, number=order.number, customer=str(order.customer.public_id))
    return order


def _keep(order: PurchaseOrder, document: Blob | None, actor: User) -> None:
    if document:
        change(order, document=attach(order, document, kind=DOCUMENT, actor=actor).file)


@verb("accounts.close_purchase_order")
def close_purchase_order(pk: int, *, reason: str, actor: User, version: int | None = None) -> PurchaseOrder:
    """Nothing more is billed on this order."""
    return _move(pk, "closed", actor, version, reason)


@verb("accounts.reopen_purchase_order")
def reopen_purchase_order(pk: int, *, reason: str, actor: User, version: int | None = None) -> PurchaseOrder:
    """The customer lets us bill on this order again."""
    return _move(pk, "open", actor, version, reason)


@verb("accounts.cancel_purchase_order")
def cancel_purchase_order(pk: int, *, reason: str, actor: User, version: int | None = None) -> PurchaseOrder:
    """The customer took the order back. Raises BusinessError "purchase_order_used" once something is billed on it."""
    return _move(pk, "cancelled", actor, version, reason)


def _move(pk: int, state: str, actor: User, version: int | None, reason: str) -> PurchaseOrder:
    order = lock_one(purchase_orders(actor), pk, version)
    origin = order.state
    transition(order, state, PURCHASE_ORDER_MOVES)
    if state == "cancelled" and order.billed:  # type: ignore[attr-defined]
        raise BusinessError("purchase_order_used", number=order.number)
    order.save(update_fields=["state"])
    record(f"purchase_order.{state}", order, actor=actor, before={"state": origin}, after={"state": state}, reason=reason)
    publish("purchase_order.changed", order, number=order.number, customer=str(order.customer.public_id))
    return order

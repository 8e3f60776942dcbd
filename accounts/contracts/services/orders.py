"""Insertion orders: entered, signed, closed."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.contracts.queries import insertion_orders
from o2c.accounts.contracts.rules import ORDER_MOVES
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services.entities import known_currency
from o2c.core.errors import Conflict
from o2c.core.verbs import lock_one, transition, verb


class OrderFields(TypedDict, total=False):
    """What a person may enter about an insertion order."""

    number: str
    entity: LegalEntity
    starts_on: date
    ends_on: date
    amount: Decimal
    currency: str
    tolerance_percent: Decimal


@verb("accounts.create_insertion_order")
def create_insertion_order(*, customer: Customer, actor: User, **fields: Unpack[OrderFields]) -> InsertionOrder:
    """A customer's order, in draft until its signed copy is there. Raises BusinessError "insertionorder_*", "currency_unknown"."""
    lock_one(customers(actor), customer.pk)
    known_currency(fields["currency"])
    order = InsertionOrder.objects.create(customer=customer, **fields)
    lock_one(insertion_orders(actor), order.pk)
    record("insertion_order.created", order, actor=actor, after=dict(fields))
    return order


@verb("accounts.edit_insertion_order")
def edit_insertion_order(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[OrderFields]) -> InsertionOrder:
    """Change a draft. Raises Conflict "insertion_order_not_editable" once it is signed."""
    order = lock_one(insertion_orders(actor), pk, version)
    if order.state != "draft":
        raise Conflict("insertion_order_not_editable", number=order.number)
    before, after = change(order, **fields)
    lock_one(insertion_orders(actor), pk)
    if after:
        record("insertion_order.edited", order, actor=actor, before=before, after=after)
    return order


@verb("accounts.sign_insertion_order")
def sign_insertion_order(pk: int, *, signed_on: date, actor: User, version: int | None = None) -> InsertionOrder:
    """The customer has signed: campaigns may spend on it. Raises BusinessError "gate_closed" when compliance is against it."""
    seen = insertion_orders(actor).filter(pk=pk).first()
    if seen is None:
        raise Conflict("gone_or_out_of_reach")
    gates.require("commit_order", seen.customer, order=seen)
    order = lock_one(insertion_orders(actor), pk, version)
    order.signed_on = signed_on
    return _move(order, "signed", actor)


@verb("accounts.close_insertion_order")
def close_insertion_order(pk: int, *, reason: str, actor: User, version: int | None = None) -> InsertionOrder:
    """Nothing more is spent on this order."""
    return _move(lock_one(insertion_orders(actor), pk, version), "closed", actor, reason)


@verb("accounts.cancel_insertion_order")
def cancel_insertion_order(pk: int, *, reason: str, actor: User, version: int | None = None) -> InsertionOrder:
    """The order will not be signed."""
    return _move(lock_one(insertion_orders(actor), pk, version), "cancelled", actor, reason)


def _move(order: InsertionOrder, state: str, actor: User, reason: str = "") -> InsertionOrder:
    origin = order.state
    transition(order, state, ORDER_MOVES)
    order.save(update_fields=["state", "signed_on"])
    after = {"state": state, "signed_on": order.signed_on}
    record(f"insertion_order.{state}", order, actor=actor, before={"state": origin}, after=after, reason=reason)
    return order

"""What a statement of account says, from the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from o2c.accounts.customers.models import Contact, ContactState, Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.choices import Side
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.queries import open_on
from o2c.billing.ledger.queries.items import VIEW as VIEW_LEDGER
from o2c.collections.contact.rules import Block, Due, Movement
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import valid_on
from o2c.core.files.models import Attachment
from o2c.core.files.queries import attachments

REQUEST = "collections.request_statement"


def told_to(customer: Customer, prefix: str = "") -> Q:
    """The items on a customer's statement: its own, and those of accounts it pays for as their central payer.

    `prefix`: the path to the item, like "debit_item__".
    """
    return Q(**{f"{prefix}customer": customer}) | Q(**{f"{prefix}account__payer": customer})


def account_blocks(actor: User, customer: Customer, entity: LegalEntity, from_on: date, as_of: date) -> list[Block]:
    """The customer's account with one of our entities, one block per currency, both days included."""
    opening: dict[str, Decimal] = defaultdict(Decimal)
    for item in _open(actor, customer, entity, from_on - timedelta(days=1)):
        opening[item.currency] += item.balance
    moved: dict[str, list[Movement]] = defaultdict(list)
    for currency, movement in [
        *_posted(actor, customer, entity, from_on, as_of),
        *_settled_across(actor, customer, entity, from_on, as_of),
    ]:
        moved[currency].append(movement)
    left: dict[str, list[Due]] = defaultdict(list)
    for item in _open(actor, customer, entity, as_of):
        left[item.currency].append(_due(item, customer))
    currencies = sorted({*opening, *moved, *left})
    return [Block(code, opening[code], sorted(moved[code], key=lambda movement: movement.on), left[code]) for code in currencies]


def _posted(actor: User, customer: Customer, entity: LegalEntity, from_on: date, as_of: date) -> Iterator[tuple[str, Movement]]:
    items = scope(OpenItem.objects, actor, VIEW_LEDGER).filter(told_to(customer), entity=entity).select_related("customer")
    for item in items.filter(posting_date__range=(from_on, as_of)).order_by("posting_date", "pk"):
        yield item.currency, Movement(item.posting_date, item.kind, item.reference, _signed(item), _paid_for(item, customer))


def _settled_across(actor: User, customer: Customer, entity: LegalEntity, from_on: date, as_of: date) -> Iterator[tuple[str, Movement]]:
    """Allocations between an item of this statement and one of another's: what the other paid for it, or it paid for the other."""
    rows = scope(Allocation.objects, actor, VIEW_LEDGER).filter(entity=entity, effective_on__range=(from_on, as_of))
    debit_told, credit_told = told_to(customer, "debit_item__"), told_to(customer, "credit_item__")
    across = rows.filter(debit_told | credit_told).exclude(debit_told & credit_told)
    rows = across.annotate(paid_by_other=ExpressionWrapper(debit_told, BooleanField()))
    for row in rows.select_related("debit_item__customer", "credit_item__customer").order_by("effective_on", "pk"):
        mine, other = (row.debit_item, row.credit_item) if row.paid_by_other else (row.credit_item, row.debit_item)
        amount = -row.amount if row.paid_by_other else row.amount
        yield row.currency, Movement(row.effective_on, "allocation", mine.reference, amount, other.customer.legal_name)


def _open(actor: User, customer: Customer, entity: LegalEntity, on: date) -> Iterable[Any]:
    """Open items with their `balance`."""
    return open_on(actor, on).filter(told_to(customer), entity=entity).select_related("customer", "entry")


def _due(item: OpenItem, customer: Customer) -> Due:
    balance: Decimal = item.balance  # type: ignore[attr-defined]
    return Due(item.reference, item.entry.document_date, item.due_date, _signed(item), balance, _paid_for(item, customer))


def _signed(item: OpenItem) -> Decimal:
    original: Decimal = item.original_amount
    return original if item.side == Side.DEBIT else -original


def _paid_for(item: OpenItem, customer: Customer) -> str:
    """The customer for whom this one pays; nobody for its own items."""
    return item.customer.legal_name if item.customer_id != customer.pk else ""


def billing_entities(actor: User, customer: Customer) -> QuerySet[LegalEntity]:
    """Those of our entities that bill the customer and whose statements the actor may ask for."""
    mine = scope(LegalEntity.objects, actor, REQUEST)
    billed = FinancialAccount.objects.filter(Q(customer=customer) | Q(payer=customer))
    return mine.filter(pk__in=billed.values("entity")).order_by("code", "pk")


def mailable(actor: User, customer: Customer, on: date) -> list[Contact]:
    """The people of the customer a mail can reach that day."""
    held = scope(Contact.objects, actor, REQUEST).filter(valid_on(on), customer=customer)
    return list(held.exclude(email="").exclude(state=ContactState.INVALID).order_by("role", "pk"))


def statements(actor: User, customer: Customer) -> QuerySet[Attachment]:
    """The statements made for the customer, newest first."""
    return attachments(actor, customer).filter(kind="statement")

"""The live book as the matcher sees it: open items, numbers already paid, payers, advices and the credits that wait.

One query per kind of fact, whatever the number of credits.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from o2c.accounts.customers.models import BankAccount, Customer, CustomerRelation, RelationKind
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.engine.book import Book
from o2c.collections.cash.engine.facts import CREDIT_NOTE, INVOICE, Advice, AdviceLine, Credit, Decision, GroupPayer, Item
from o2c.collections.cash.engine.facts import Customer as Payer
from o2c.collections.cash.folder import minor
from o2c.collections.cash.matching.models import MemoryState, PayerMemory
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.remittances.models import AdviceState, RemittanceAdvice
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import valid_on

PAID_BACK = timedelta(days=400)
DIGITS = re.compile(r"\d{4,}")
MOST_LEARNED = 3


@dataclass
class Loaded:
    """The book, and what its numbers stand for in the database."""

    book: Book
    items: dict[str, OpenItem] = field(default_factory=dict)


def load(entity: LegalEntity, receipts: Sequence[Receipt], on: date) -> Loaded:
    """What the credits of one entity are matched against."""
    keyed = dict(_keyed([*_open_items(entity), *_paid_items(entity, receipts, on)]))
    customers = {item.customer_id for item in keyed.values()}
    payers, groups = _payers(entity, customers, on)
    book = Book.build(
        (_item(number, item) for number, item in keyed.items()),
        payers,
        groups=groups,
        decisions=_decisions({payer.id for payer in payers}),
        advices=_advices(entity),
    )
    return Loaded(book, keyed)


def waiting(entity: LegalEntity, account_id: int | None = None) -> QuerySet[Receipt]:
    """Receipts nobody has decided on, oldest first: unidentified, or on a customer with money left that no decision touched."""
    rows = Receipt.objects.filter(entity=entity).filter(
        Q(state=ReceiptState.UNIDENTIFIED) | Q(state=ReceiptState.ON_CUSTOMER, applications=None, entry__items__open_amount__gt=0)
    )
    if account_id is not None:
        rows = rows.filter(line__account_id=account_id)
    return rows.select_related("line", "entity", "account").distinct().order_by("booked_on", "pk")


def credit_of(receipt: Receipt) -> Credit:
    """The receipt as the engine reads it, with what the bank told about the payment."""
    told, instructed = receipt.told, receipt.instructed
    return Credit(
        reference=str(receipt.pk),
        on=receipt.value_on,
        amount=minor(receipt.amount, receipt.currency),
        currency=receipt.currency,
        payer=receipt.payer,
        account=receipt.payer_account,
        ultimate_payer=told.get("ultimate_payer", ""),
        text=receipt.text,
        end_to_end=told.get("end_to_end", ""),
        structured=tuple(told.get("structured", ())),
        instructed=minor(instructed.value, instructed.currency) if instructed else None,
        instructed_currency=instructed.currency if instructed else "",
        documents=tuple(_paid_document(paid, receipt.currency) for paid in told.get("documents", ()) if paid.get("paid") is not None),
    )


def _paid_document(paid: dict[str, Any], currency: str) -> AdviceLine:
    deduction = Decimal(paid.get("deduction") or 0)
    return AdviceLine(paid["document"], minor(Decimal(paid["paid"]), currency), minor(deduction, currency), paid.get("reason", ""))


def _open_items(entity: LegalEntity) -> QuerySet[OpenItem]:
    """Invoices and credit notes that owe something; receipts and their like are not matched against."""
    rows = OpenItem.objects.filter(entity=entity, control_account="receivable", open_amount__gt=0)
    return _with_terms(rows.filter(Q(side="debit") | Q(kind=CREDIT_NOTE)))


def _paid_items(entity: LegalEntity, receipts: Iterable[Receipt], on: date) -> QuerySet[OpenItem]:
    """Invoices paid within a good year whose last digits a text names: a number already paid must be known as such."""
    tails = {match[-4:] for receipt in receipts for match in DIGITS.findall(re.sub(r"\s", "", receipt.text) + " " + receipt.text)}
    rows = OpenItem.objects.filter(
        entity=entity, control_account="receivable", side="debit", open_amount=0, posting_date__gt=on - PAID_BACK
    )
    return _with_terms(rows.extra(where=["right(billing_openitem.reference, 4) = ANY(%s)"], params=[sorted(tails)]))


def _with_terms(rows: QuerySet[OpenItem]) -> QuerySet[OpenItem]:
    return rows.select_related("account__terms", "entry").order_by("due_date", "pk")


def _keyed(items: Iterable[OpenItem]) -> Iterator[tuple[str, OpenItem]]:
    """By number; where one number stands on several items (imported twice, in instalments), only the first is called by it."""
    seen: set[str] = set()
    for item in items:
        yield (item.reference if item.reference not in seen else f"{item.reference} #{item.pk}", item)
        seen.add(item.reference)


def _item(number: str, item: OpenItem) -> Item:
    sign = -1 if item.side == "credit" else 1
    terms = item.account.terms
    until = discount_until(item)
    return Item(
        number=number,
        customer=str(item.customer_id),
        kind=CREDIT_NOTE if sign < 0 else INVOICE,
        issued_on=item.entry.document_date,
        due_on=item.due_date,
        currency=item.currency,
        amount=sign * minor(item.original_amount, item.currency),
        open=sign * minor(item.open_amount, item.currency),
        discount_percent=float(terms.discount_percent) if until else 0.0,
        discount_until=until,
        structured=tuple(filter(None, (structured(item.reference),))),
    )


def discount_until(item: OpenItem) -> date | None:
    """The last day of the early-payment discount of the account's terms; None when they grant none."""
    terms = item.account.terms
    if item.kind != INVOICE or not terms.discount_percent or not terms.discount_days:
        return None
    return item.entry.document_date + timedelta(days=terms.discount_days)


def structured(number: str) -> str:
    """The ISO 11649 reference of a document number. Source: cash reference 7."""
    body = re.sub(r"[^A-Z0-9]", "", number.upper())
    if not body or len(body) > 21:
        return ""
    rest = int("".join(str(int(sign, 36)) for sign in f"{body}RF00")) % 97
    return f"RF{98 - rest:02d}{body}"


def _payers(entity: LegalEntity, customers: set[int], on: date) -> tuple[list[Payer], list[GroupPayer]]:
    """The customers of the entity with their accounts; whoever pays for others is a group."""
    ids = customers | set(FinancialAccount.objects.filter(entity=entity).exclude(state="closed").values_list("customer_id", flat=True))
    paid_for: dict[int, set[int]] = defaultdict(set)
    relations = CustomerRelation.objects.filter(
        valid_on(on), kind__in=[RelationKind.PAYER_FOR, RelationKind.PARENT_OF], to_customer__in=ids
    )
    for payer, customer in relations.values_list("from_customer", "to_customer"):
        paid_for[payer].add(customer)
    third = FinancialAccount.objects.filter(entity=entity, payer__isnull=False).values_list("payer", "customer")
    for payer, customer in third:
        if payer is not None and payer != customer:
            paid_for[payer].add(customer)
    accounts: dict[int, list[str]] = defaultdict(list)
    for owner, iban in (
        BankAccount.objects.filter(customer__in=ids | set(paid_for)).exclude(state="blocked").values_list("customer", "iban")
    ):
        accounts[owner].append(iban)
    names = dict(Customer.objects.filter(pk__in=ids | set(paid_for)).values_list("pk", "legal_name"))
    above = {child: payer for payer, children in paid_for.items() for child in children}
    payers = [
        Payer(
            str(pk),
            names[pk],
            () if pk in paid_for else tuple(accounts[pk]),
            f"G{above[pk]}" if pk in above else f"G{pk}" if pk in paid_for else "",
        )
        for pk in sorted(ids)
    ]
    return payers, [GroupPayer(f"G{pk}", names[pk], tuple(accounts[pk])) for pk in sorted(paid_for)]


def _advices(entity: LegalEntity) -> Iterator[Advice]:
    """Advices whose money is not here yet."""
    for advice in RemittanceAdvice.objects.filter(entity=entity, state=AdviceState.OPEN).exclude(number="").prefetch_related("lines"):
        told = sorted(advice.lines.all(), key=lambda line: line.position)
        lines = tuple(
            AdviceLine(line.document, minor(line.paid, line.currency), minor(line.deduction, line.currency), line.reason) for line in told
        )
        yield Advice(advice.number, lines, None if advice.total is None else minor(advice.total, advice.currency))


def _decisions(known: set[str]) -> Iterator[Decision]:
    """What decisions taught: as many as count, less those taken back."""
    for memory in PayerMemory.objects.exclude(state=MemoryState.FORGOTTEN).order_by("pk"):
        if str(memory.customer_id) not in known:
            continue
        account, name = (memory.value, "") if memory.kind == "account" else ("", memory.value)
        times = max(0, min(memory.confirmations - memory.contradictions, MOST_LEARNED))
        yield from [Decision(memory.last_on, name, account, str(memory.customer_id))] * times

"""Events of the ledger, posted the way rooms post them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from factories.accounts import FinancialAccountFactory
from people import empowered

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate, post
from o2c.core.access.models import User
from o2c.core.acting import Running
from o2c.core.dates import add_months
from o2c.core.entities.models import FiscalPeriod, LegalEntity
from o2c.core.verbs import opened


def bookkeeper() -> User:
    """A person who may do everything the ledger offers."""
    return empowered("billing.allocate_items", "billing.reverse_allocation", "billing.reverse_entry", name="Berta Bookkeeper")


@contextmanager
def inside_a_verb(actor: User | None = None) -> Iterator[User]:
    """The transaction of some verb, for calling steps directly."""
    actor = actor or bookkeeper()
    with opened(Running("tests.step", actor, None)):
        yield actor


def open_account(*, months: int = 24, first: date = date(2025, 1, 1), **facts: object) -> FinancialAccount:
    """A financial account whose entity has open months."""
    account: FinancialAccount = FinancialAccountFactory(**facts)
    open_months(account.entity, first, months)
    return account


def open_months(entity: LegalEntity, first: date = date(2025, 1, 1), months: int = 24) -> None:
    FiscalPeriod.objects.bulk_create(
        [FiscalPeriod(entity=entity, month=add_months(first, index)) for index in range(months)], ignore_conflicts=True
    )


def posting(account: FinancialAccount, amount: str | Decimal, on: date, kind: str = "invoice", **facts: object) -> Posting:
    """An invoice by default; a credit note, receipt or write-off by kind. `amount` is positive, the kind gives the side."""
    value = Decimal(amount)
    owed = kind in {"invoice", "debit_note", "refund"}
    control = "unapplied" if kind == "receipt" else "receivable"
    other = {"receipt": "bank", "refund": "bank", "write_off": "write_off"}.get(kind, "revenue")
    signed = value if owed else -value
    due = facts.pop("due", on + timedelta(days=30) if owed else on)
    return Posting(
        kind=kind, reference=str(facts.pop("reference", f"{kind}-{on}-{value}")), entity_id=account.entity_id, currency=account.currency,
        document_date=on, posting_date=on, account_id=account.pk, customer_id=account.customer_id,
        items=[Item(signed, due, control)], lines=[Line(other, -signed)], **facts,
    )  # type: ignore[arg-type]  # fmt: skip


def posted(account: FinancialAccount, amount: str | Decimal, on: date, kind: str = "invoice", **facts: object) -> OpenItem:
    with inside_a_verb() as actor:
        entry: JournalEntry = post(posting(account, amount, on, kind, **facts), actor=actor)
    return entry.items.get()


def settled(debit: OpenItem, credit: OpenItem, amount: str | Decimal, on: date) -> None:
    with inside_a_verb() as actor:
        allocate([Pair(debit.pk, credit.pk, Decimal(amount), on)], method="manual", actor=actor)
    debit.refresh_from_db()
    credit.refresh_from_db()

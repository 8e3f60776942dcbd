"""Posting: plain data in, an entry with its lines and open items out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from o2c.billing.ledger import rules
from o2c.billing.ledger.models import JournalEntry, JournalLine, OpenItem
from o2c.billing.ledger.rules import Booked, Posting
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.copying import copy_in
from o2c.core.dates import first_of_month
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services import require_open

HOLD_ACCOUNTS = "SELECT id FROM accounts_financialaccount WHERE id = ANY(%s) ORDER BY id FOR SHARE"


@dataclass(frozen=True, slots=True)
class Booking:
    """A posted entry with its open items, in the order they were given."""

    entry: JournalEntry
    items: list[OpenItem]


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting with what its items carry in base, and its journal lines."""

    posting: Posting
    carried: Sequence[Decimal]
    lines: Sequence[Booked]


def post(posting: Posting, *, actor: User) -> JournalEntry:
    """Step: post one event. Its items are open from now on, its journal lines balance.

    Raises BusinessError "entry_unbalanced", "entry_empty", "amount_digits", "item_without_account", "period_closed",
    "journalentry_posted_once" (the same `source_key` again).
    """
    (booking,) = post_many([posting], actor=actor)
    record("entry.posted", booking.entry, actor=actor, after=_facts(posting))
    return booking.entry


def post_many(postings: Sequence[Posting], *, actor: User) -> list[Booking]:
    """Step: post a set of events with four statements. The caller records one audit event for the set."""
    for posting in postings:
        rules.check(posting)
    entities = LegalEntity.objects.in_bulk({posting.entity_id for posting in postings})
    drafts = []
    for posting in postings:
        carried, lines = rules.journal(posting, entities[posting.entity_id].base_currency)
        drafts.append(Draft(posting, carried, lines))
    return write(drafts, actor=actor)


def write(drafts: Sequence[Draft], *, actor: User) -> list[Booking]:
    """Step: the rows of entries whose base amounts are already known."""
    assert_open_transaction()
    require_open_months(((draft.posting.entity_id, rules.area_of(_kind(draft)), draft.posting.posting_date) for draft in drafts), actor)
    hold_accounts({draft.posting.account_id for draft in drafts if draft.posting.account_id})
    entries = copy_in([_entry(draft.posting) for draft in drafts])
    copy_in([line for entry, draft in zip(entries, drafts, strict=True) for line in lines_of(entry, draft.lines)])
    bookings = [Booking(entry, _items(entry, draft)) for entry, draft in zip(entries, drafts, strict=True)]
    copy_in([item for booking in bookings for item in booking.items])
    return bookings


def assert_open_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written inside a verb")


def require_open_months(dates: Iterable[tuple[int, str, date]], actor: User) -> None:
    """Every month these dates lie in is open for its entity and area, and stays so until commit."""
    asked = {(entity_id, area, first_of_month(day)): day for entity_id, area, day in dates}
    entities = LegalEntity.objects.in_bulk({entity_id for entity_id, _area, _month in asked})
    for (entity_id, area, _month), day in sorted(asked.items()):
        require_open(entities[entity_id], area, day, actor)


def hold_accounts(ids: set[int]) -> None:
    """The accounts cannot be closed before this commits; postings do not wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_ACCOUNTS, [sorted(ids)])


def _kind(draft: Draft) -> str:
    """The kind that decides over the area: of a reversal, that of the items it takes back."""
    posting = draft.posting
    return posting.items[0].kind or posting.kind if posting.reverses_id and posting.items else posting.kind


def _entry(posting: Posting) -> JournalEntry:
    return JournalEntry(
        kind=posting.kind, reference=posting.reference, entity_id=posting.entity_id, account_id=posting.account_id,
        customer_id=posting.customer_id, currency=posting.currency, rate=posting.rate, document_date=posting.document_date,
        posting_date=posting.posting_date, reverses_id=posting.reverses_id, source_key=posting.source_key,
    )  # fmt: skip


def lines_of(entry: JournalEntry, lines: Iterable[Booked]) -> list[JournalLine]:
    return [
        JournalLine(
            entry=entry, control_account=line.control_account, currency=entry.currency,
            debit=max(line.amount, Decimal(0)), credit=max(-line.amount, Decimal(0)), base_amount=line.base,
        )
        for line in lines
    ]  # fmt: skip


def _items(entry: JournalEntry, draft: Draft) -> list[OpenItem]:
    owed_by: Any = {"account_id": entry.account_id, "customer_id": entry.customer_id}
    return [
        OpenItem(
            entry=entry, entity_id=entry.entity_id, **owed_by,
            side="debit" if item.amount > 0 else "credit", kind=item.kind or entry.kind, control_account=item.control_account,
            reference=entry.reference, currency=entry.currency, original_amount=abs(item.amount), open_amount=abs(item.amount),
            base_amount=abs(base), due_date=item.due_date, ageing_date=item.ageing_date or item.due_date,
            posting_date=entry.posting_date,
        )
        for item, base in zip(draft.posting.items, draft.carried, strict=True)
    ]  # fmt: skip


def _facts(posting: Posting) -> dict[str, object]:
    return {
        "kind": posting.kind, "reference": posting.reference, "currency": posting.currency, "posting_date": posting.posting_date,
        "items": [item.amount for item in posting.items],
    }  # fmt: skip

"""Taking back: a new row that mirrors the old one, in a month that is open."""

from datetime import date
from decimal import Decimal

from o2c.billing.ledger.choices import EntryKind, Method
from o2c.billing.ledger.models import Allocation, JournalEntry, OpenItem
from o2c.billing.ledger.queries import with_rates
from o2c.billing.ledger.rules import Booked, Item, Posting
from o2c.billing.ledger.services.allocating import Pair, allocate_many, journal_moves
from o2c.billing.ledger.services.posting import Booking, Draft, require_open_months, write
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.copying import copy_in
from o2c.core.errors import BusinessError
from o2c.core.limits.services import require_not_backdated
from o2c.core.verbs import lock, lock_one, verb


@verb("billing.reverse_allocation")
def reverse_allocation(allocation_id: int, *, on: date, reason: str, actor: User) -> Allocation:
    """Take an allocation back from a day on: both items are open again by its amount.

    Raises BusinessError "allocation_is_reversal", "allocation_already_reversed", "reversal_before_original",
    "backdated_too_far", "period_closed".
    """
    original = scope(Allocation.objects.select_related("entity"), actor, "billing.reverse_allocation").get(pk=allocation_id)
    require_not_backdated(original.entity, on)
    return take_back_allocation(original, on=on, reason=reason, actor=actor)


def take_back_allocation(original: Allocation, *, on: date, reason: str, actor: User) -> Allocation:
    """Step: the same for what a bank did, such as a return. Raises as `reverse_allocation`, but for the limit on dating back."""
    items = {item.pk: item for item in lock(with_rates(OpenItem.objects), [original.debit_item_id, original.credit_item_id])}
    _may_take_back(original, on)
    require_open_months([(original.entity_id, "cash", on)], actor)
    reversal = Allocation(
        entity_id=original.entity_id, debit_item=items[original.debit_item_id], credit_item=items[original.credit_item_id],
        currency=original.currency, amount=-original.amount, debit_base=-original.debit_base, credit_base=-original.credit_base,
        effective_on=on, method=Method.REVERSAL, reason=reason, reverses=original,
    )  # fmt: skip
    journal_moves([reversal])
    copy_in([reversal])
    facts = {"amount": reversal.amount, "currency": reversal.currency, "effective_on": on}
    record("item.allocation_reversed", reversal.debit_item, actor=actor, reason=reason, **facts, credit=reversal.credit_item.reference)
    return reversal


def _may_take_back(original: Allocation, on: date) -> None:
    if original.reverses_id is not None:
        raise BusinessError("allocation_is_reversal")
    if Allocation.objects.filter(reverses=original).exists():
        raise BusinessError("allocation_already_reversed")
    if on < original.effective_on:
        raise BusinessError("reversal_before_original", field="on", day=on, earliest=original.effective_on)


@verb("billing.reverse_entry")
def reverse_entry(entry_id: int, *, on: date, reason: str, actor: User) -> JournalEntry:
    """Take a whole entry back: a mirrored entry, its items settled with the original's.

    Raises BusinessError "entry_is_reversal", "entry_is_move", "entry_already_reversed", "entry_has_allocations",
    "reversal_before_original", "backdated_too_far", "period_closed".
    """
    original = lock_one(scope(JournalEntry.objects.select_related("entity"), actor, "billing.reverse_entry"), entry_id)
    require_not_backdated(original.entity, on)
    return take_back_entry(original, on=on, reason=reason, actor=actor)


def take_back_entry(original: JournalEntry, *, on: date, reason: str, actor: User) -> JournalEntry:
    """Step: the same for a room whose own row the entry posts. Raises as `reverse_entry`, but for the limit on dating back."""
    items = lock(OpenItem.objects.all(), list(original.items.values_list("pk", flat=True)))
    _may_reverse(original, items, on)
    (booking,) = write([_mirror(original, items, on)], actor=actor)
    allocate_many(_pairs(items, booking, on), method=Method.REVERSAL, reason=reason, actor=actor)
    record("entry.reversed", original, actor=actor, reason=reason, posting_date=on)
    return booking.entry


def _may_reverse(original: JournalEntry, items: list[OpenItem], on: date) -> None:
    if original.reverses_id is not None:
        raise BusinessError("entry_is_reversal")
    if original.kind == EntryKind.ALLOCATION:
        raise BusinessError("entry_is_move")
    if JournalEntry.objects.filter(reverses=original).exists():
        raise BusinessError("entry_already_reversed")
    if any(item.open_amount != item.original_amount for item in items):
        raise BusinessError("entry_has_allocations", reference=original.reference)
    if on < original.posting_date:
        raise BusinessError("reversal_before_original", field="on", day=on, earliest=original.posting_date)


def _mirror(original: JournalEntry, items: list[OpenItem], on: date) -> Draft:
    signed = [(-1 if item.side == "debit" else 1, item) for item in items]
    posting = Posting(
        kind=EntryKind.REVERSAL, reference=original.reference, entity_id=original.entity_id, currency=original.currency,
        document_date=on, posting_date=on, account_id=original.account_id, customer_id=original.customer_id, rate=original.rate,
        items=[Item(s * item.original_amount, item.due_date, item.control_account, item.kind, item.ageing_date) for s, item in signed],
        reverses_id=original.pk,
    )  # fmt: skip
    lines = [Booked(line.control_account, line.credit - line.debit, -line.base_amount) for line in original.lines.order_by("pk")]
    return Draft(posting, [s * item.base_amount for s, item in signed], lines)


def _pairs(items: list[OpenItem], booking: Booking, on: date) -> list[Pair]:
    return [
        Pair(
            *((item.pk, mirror.pk) if item.side == "debit" else (mirror.pk, item.pk)), amount=Decimal(item.original_amount), effective_on=on
        )
        for item, mirror in zip(items, booking.items, strict=True)
    ]

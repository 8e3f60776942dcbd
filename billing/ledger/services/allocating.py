"""Allocating: this credit settles this debit, and the journal moves with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.db.models import Sum

from o2c.billing.ledger import queries, rules
from o2c.billing.ledger.choices import EntryKind, Method
from o2c.billing.ledger.models import Allocation, JournalEntry, OpenItem
from o2c.billing.ledger.rules import Booked
from o2c.billing.ledger.services.posting import assert_open_transaction, lines_of, require_open_months
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.copying import copy_in
from o2c.core.errors import BusinessError
from o2c.core.limits.services import require_not_backdated
from o2c.core.verbs import lock, verb

if TYPE_CHECKING:
    from o2c.billing.ledger.queries.items import RatedItem


@dataclass(frozen=True, slots=True)
class Pair:
    """One allocation to be: this much of the credit settles the debit, from that day."""

    debit_id: int
    credit_id: int
    amount: Decimal
    effective_on: date


@dataclass(slots=True)
class Standing:
    """A locked item with what is left of it while a set of pairs is worked through."""

    item: "RatedItem"
    base_currency: str
    open: Decimal
    settled_base: Decimal = field(default=Decimal(0))

    def take(self, amount: Decimal) -> Decimal:
        """Settle `amount`; what it carries in base. Raises BusinessError "allocation_exceeds_open"."""
        item = self.item
        if amount > self.open:
            raise BusinessError("allocation_exceeds_open", field="amount", open=self.open, currency=item.currency, reference=item.reference)
        settled = item.original_amount - self.open
        base = rules.share_of_base(item.original_amount, item.base_amount, settled, self.settled_base, amount, self.base_currency)
        self.open -= amount
        self.settled_base += base
        return base


@verb("billing.allocate_items")
def allocate_items(pairs: Sequence[Pair], *, reason: str = "", actor: User) -> list[Allocation]:
    """Settle debits with credits, by hand.

    Raises BusinessError as `allocate` and "backdated_too_far", Conflict for items out of reach.
    """
    items = lock(scope(OpenItem.objects.select_related("entity"), actor, "billing.allocate_items"), _ids(pairs))
    for entity in {item.entity for item in items}:
        require_not_backdated(entity, *(pair.effective_on for pair in pairs))
    return allocate(pairs, method=Method.MANUAL, reason=reason, actor=actor)


def allocate(pairs: Sequence[Pair], *, method: str, reason: str = "", actor: User) -> list[Allocation]:
    """Step: settle debits with credits, each allocation an event on the customer's timeline.

    Raises BusinessError "amount_not_positive", "amount_digits", "allocation_exceeds_open", "allocation_before_its_items",
    "allocation_customers_unrelated", "period_closed", and what the database refuses: sides, currency, entity.
    """
    made = allocate_many(pairs, method=method, reason=reason, actor=actor)
    for allocation in made:
        facts = {"amount": allocation.amount, "currency": allocation.currency, "effective_on": allocation.effective_on}
        record("item.allocated", allocation.debit_item, actor=actor, reason=reason, **facts, credit=allocation.credit_item.reference)
    return made


def allocate_many(pairs: Sequence[Pair], *, method: str, reason: str = "", actor: User) -> list[Allocation]:
    """Step: the same for a set, in a handful of statements. The caller records one audit event for the set."""
    assert_open_transaction()
    items = {item.pk: item for item in lock(queries.with_rates(OpenItem.objects), _ids(pairs))}
    _check(pairs, items)
    standings = _standings(items)
    require_open_months(((items[pair.debit_id].entity_id, "cash", pair.effective_on) for pair in pairs), actor)
    drafts = [_draft(pair, standings, method, reason) for pair in pairs]
    journal_moves(drafts)
    copy_in(drafts)
    return drafts


def _ids(pairs: Sequence[Pair]) -> list[int]:
    return [pk for pair in pairs for pk in (pair.debit_id, pair.credit_id)]


def _check(pairs: Sequence[Pair], items: "dict[int, RatedItem]") -> None:
    for pair in pairs:
        debit, credit = items[pair.debit_id], items[pair.credit_id]
        if pair.amount <= 0:
            raise BusinessError("amount_not_positive", field="amount")
        rules.check_digits(pair.amount, debit.currency)
        if pair.effective_on < (earliest := max(debit.posting_date, credit.posting_date)):
            raise BusinessError("allocation_before_its_items", field="effective_on", day=pair.effective_on, earliest=earliest)
    crossing = [(items[pair.debit_id], items[pair.credit_id], pair.effective_on) for pair in pairs]
    for debit, credit, day in crossing:
        if debit.customer_id != credit.customer_id and not queries.may_settle(debit, credit, day):
            raise BusinessError("allocation_customers_unrelated", debit=debit.reference, credit=credit.reference)


def _standings(items: "dict[int, RatedItem]") -> dict[int, Standing]:
    """Each item with what it has carried so far: read only for items in a foreign currency, elsewhere it is the amount itself."""
    foreign = [item.pk for item in items.values() if item.currency != item.base_currency]
    carried = dict(Allocation.objects.filter(debit_item__in=foreign).values_list("debit_item").annotate(Sum("debit_base")))
    carried |= dict(Allocation.objects.filter(credit_item__in=foreign).values_list("credit_item").annotate(Sum("credit_base")))
    return {
        pk: Standing(
            item,
            item.base_currency,
            item.open_amount,
            carried.get(pk, Decimal(0)) if pk in foreign else item.original_amount - item.open_amount,
        )
        for pk, item in items.items()
    }


def _draft(pair: Pair, standings: dict[int, Standing], method: str, reason: str) -> Allocation:
    debit, credit = standings[pair.debit_id], standings[pair.credit_id]
    return Allocation(
        entity_id=debit.item.entity_id, debit_item=debit.item, credit_item=credit.item, currency=debit.item.currency,
        amount=pair.amount, debit_base=debit.take(pair.amount), credit_base=credit.take(pair.amount),
        effective_on=pair.effective_on, method=method, reason=reason,
    )  # fmt: skip


def journal_moves(drafts: Sequence[Allocation]) -> None:
    """Post what the allocations move between control accounts: one entry per credit item and day, nothing where nothing moves."""
    groups: dict[tuple[int, date], list[Allocation]] = {}
    for draft in drafts:
        groups.setdefault((draft.credit_item_id, draft.effective_on), []).append(draft)
    moves: list[tuple[JournalEntry, list[Booked], list[Allocation]]] = []
    for group in groups.values():
        if lines := rules.merged([line for draft in group for line in _lines(draft)]):
            moves.append((_move_entry(group[0]), lines, group))
    copy_in([entry for entry, _lines, _group in moves])
    copy_in([line for entry, lines, _group in moves for line in lines_of(entry, lines)])
    for entry, _booked, group in moves:
        for draft in group:
            draft.entry = entry


def _lines(draft: Allocation) -> list[Booked]:
    debit, credit = draft.debit_item.control_account, draft.credit_item.control_account
    return rules.move(debit, credit, draft.amount, draft.debit_base, draft.credit_base)


def _move_entry(draft: Allocation) -> JournalEntry:
    credit = cast("RatedItem", draft.credit_item)
    return JournalEntry(
        kind=EntryKind.ALLOCATION, reference=credit.reference, entity_id=draft.entity_id, account_id=credit.account_id,
        customer_id=credit.customer_id, currency=draft.currency, rate=credit.rate,
        document_date=draft.effective_on, posting_date=draft.effective_on,
    )  # fmt: skip

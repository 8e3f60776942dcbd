"""Whatever is posted, allocated and taken back, in any order, on any day, by two people at once: the ledger holds."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from factories.billing import bookkeeper, inside_a_verb, open_account, posting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger import proofs
from o2c.billing.ledger.models import Allocation, JournalLine, OpenItem
from o2c.billing.ledger.services import Pair, allocate, post, reverse_allocation, reverse_entry
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.verbs import rehearse

PROOFS = [
    proofs.open_amounts_match_allocations,
    proofs.items_match_journal,
    proofs.allocations_have_two_sides,
    proofs.entries_are_complete,
    proofs.posted_rows_are_unchanged,
]
START = date(2025, 3, 1)
KINDS = ["invoice", "receipt", "credit_note", "write_off"]
REFUSALS = {
    "allocation_exceeds_open", "allocation_before_its_items", "allocation_never_overdrawn", "allocation_already_reversed",
    "allocation_is_reversal", "entry_has_allocations", "entry_is_reversal", "entry_is_move", "entry_already_reversed",
    "reversal_before_original", "allocation_one_currency", "busy_elsewhere", "openitem_open_within_original",
    "billing_allocation_reverses_id_key", "billing_journalentry_reverses_id_key",
}  # fmt: skip


@dataclass
class Clerk:
    """Acts on a ledger by number: which of the items, allocations or entries there are, wrapped around."""

    actor: User
    accounts: list[FinancialAccount]
    refused: list[str] = field(default_factory=list)

    def act(self, what: str, first: int, second: int, cents: int, days: int) -> None:
        day, amount = START + timedelta(days=days), Decimal(cents) / 100
        try:
            getattr(self, what)(first, second, amount, day)
        except BusinessError as refusal:
            self.refused.append(refusal.code)

    def post(self, first: int, second: int, amount: Decimal, day: date) -> None:
        account = self.accounts[first % len(self.accounts)]
        rate = Decimal(1) if account.currency == "EUR" else Decimal(100 + second) / 100
        with inside_a_verb(self.actor):
            post(posting(account, amount, day, KINDS[second % len(KINDS)], rate=rate), actor=self.actor)

    def allocate(self, first: int, second: int, amount: Decimal, day: date) -> None:
        debit, credit = picked(OpenItem.objects.filter(side="debit"), first), picked(OpenItem.objects.filter(side="credit"), second)
        if debit and credit:
            with inside_a_verb(self.actor):
                allocate([Pair(debit.pk, credit.pk, amount, day)], method="manual", actor=self.actor)

    def take_back(self, first: int, second: int, amount: Decimal, day: date) -> None:
        if allocation := picked(Allocation.objects, first):
            with inside_a_verb(self.actor):
                reverse_allocation.step(allocation.pk, on=day, reason="test", actor=self.actor)

    def reverse(self, first: int, second: int, amount: Decimal, day: date) -> None:
        if item := picked(OpenItem.objects, first):
            with inside_a_verb(self.actor):
                reverse_entry.step(item.entry_id, on=day, reason="test", actor=self.actor)


def picked(rows, index: int):  # type: ignore[no-untyped-def]
    found = list(rows.order_by("pk"))
    return found[index % len(found)] if found else None


def broken() -> list[str]:
    """Everything that does not hold: the nightly proofs, and each item on each day recomputed here from its rows."""
    found = [f"{prove.__name__}: {bad}" for prove in PROOFS for bad in prove(START)]
    for item in OpenItem.objects.all():
        rows = Allocation.objects.filter(**{f"{item.side}_item": item})
        running, carried = Decimal(0), Decimal(0)
        for day in sorted({row.effective_on for row in rows}):
            running += sum(row.amount for row in rows if row.effective_on == day)
            if not 0 <= running <= item.original_amount:
                found.append(f"{item}: {running} settled on {day}")
        carried += sum(getattr(row, f"{item.side}_base") for row in rows)
        if item.open_amount != item.original_amount - running:
            found.append(f"{item}: {item.open_amount} open, {running} settled")
        if item.open_amount == 0 and not rows.filter(amount__lt=0).exists() and carried != item.base_amount:
            found.append(f"{item}: carried {carried} of {item.base_amount}")
    if sum(line.base_amount for line in JournalLine.objects.all()):
        found.append("the journal does not balance")
    return found


WHAT = st.sampled_from(["post", "post", "allocate", "allocate", "allocate", "take_back", "reverse"])
STEP = st.tuples(WHAT, st.integers(0, 50), st.integers(0, 50), st.integers(1, 20_000), st.integers(0, 120))


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=5, max_size=25))
def test_any_sequence_keeps_every_invariant(steps: list[tuple[str, int, int, int, int]]) -> None:
    with rehearse():
        euros = open_account(months=12)
        clerk = Clerk(bookkeeper(), [euros, open_account(months=12, entity=euros.entity, customer=euros.customer, currency="USD")])
        for step in [("post", 0, 0, 10_000, 0), ("post", 0, 1, 10_000, 0), ("post", 1, 0, 9_999, 0), ("post", 1, 1, 9_999, 0), *steps]:
            clerk.act(*step)

        assert broken() == []
        assert set(clerk.refused) <= REFUSALS


def at_once(*works: Callable[[], None]) -> None:
    """Run on a connection each, all starting together."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        try:
            barrier.wait()
            work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(2))
def test_two_connections_at_once_keep_every_invariant(seed: int) -> None:
    account = open_account(months=12)
    dollars = open_account(months=12, entity=account.entity, customer=account.customer, currency="USD")
    start = Clerk(bookkeeper(), [account, dollars])
    for index in range(8):
        start.act("post", index % 2, index // 2 % 2, 10_000, 0)
    clerks = [Clerk(start.actor, start.accounts), Clerk(start.actor, start.accounts)]

    def working(clerk: Clerk, number: int) -> Callable[[], None]:
        chance = random.Random(seed * 2 + number)  # noqa: S311  (a test's dice)
        what = ["post", "allocate", "allocate", "allocate", "take_back", "reverse"]
        steps = [
            (chance.choice(what), chance.randrange(9), chance.randrange(9), chance.randrange(1, 6000), chance.randrange(60))
            for _ in range(20)
        ]
        return lambda: [clerk.act(*step) for step in steps] and None

    at_once(*(working(clerk, number) for number, clerk in enumerate(clerks)))

    assert broken() == []
    assert {code for clerk in clerks for code in clerk.refused} <= REFUSALS


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_spend_one_credit_twice() -> None:
    account = open_account(months=12)
    start = Clerk(bookkeeper(), [account])
    for kind in (0, 0, 1):  # two invoices, one receipt, 100 each
        start.act("post", 0, kind, 10_000, 0)
    clerks = [Clerk(start.actor, [account]), Clerk(start.actor, [account])]

    at_once(*(lambda clerk=clerk, index=index: clerk.act("allocate", index, 0, 10_000, 1) for index, clerk in enumerate(clerks)))

    assert Allocation.objects.count() == 1
    assert sorted(clerk.refused for clerk in clerks) == [[], ["allocation_exceeds_open"]]
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_take_back_one_allocation_twice() -> None:
    account = open_account(months=12)
    start = Clerk(bookkeeper(), [account])
    for step in (("post", 0, 0), ("post", 0, 1), ("allocate", 0, 0)):
        start.act(*step, 10_000, 1)
    clerks = [Clerk(start.actor, [account]), Clerk(start.actor, [account])]

    at_once(*(lambda clerk=clerk: clerk.act("take_back", 0, 0, 1, 2) for clerk in clerks))

    assert Allocation.objects.count() == 2
    assert len([code for clerk in clerks for code in clerk.refused]) == 1
    assert OpenItem.objects.filter(side="debit").get().open_amount == Decimal(100)
    assert broken() == []

"""Properties of the live book: whatever the order of deciding, taking back and running, the ledger is sound and nothing counts twice."""

import threading
from contextlib import suppress
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import imported, matcher, own_account, payment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from o2c.billing.ledger import proofs
from o2c.billing.ledger.models import Allocation, JournalLine, OpenItem
from o2c.collections.cash.matching import services
from o2c.collections.cash.matching.models import Application, MatchProposal, ProposalState
from o2c.collections.cash.matching.rules import Share, pairs, score, standing, tax_parts
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.receipts.models import Receipt
from o2c.core.errors import BusinessError, Conflict

DAY = date(2026, 3, 2)
SOUND = [
    proofs.items_match_journal, proofs.open_amounts_match_allocations, proofs.allocations_have_two_sides, proofs.customers_settle_their_own,
    proofs.entries_are_complete,
]  # fmt: skip


class Story:
    """A small book: two invoices, two payments, and the steps people and the night may take in any order."""

    def __init__(self) -> None:
        own = own_account()
        self.actor = matcher()
        self.account = FinancialAccountFactory(entity=own.entity, currency="EUR")
        self.items = [posted(self.account, "119.00", date(2026, 1, 5), reference=f"RE-2026-10012{n}") for n in range(2)]
        name = self.account.customer.legal_name
        self.files = [payment(f"PAY{n}", "119.00", f"RE-2026-10012{n}", payer=name) for n in range(2)]
        for file in self.files:
            imported(file)
        self.receipts = list(Receipt.objects.order_by("pk"))

    def run(self) -> None:
        match_entity(self.account.entity, on=DAY, actor=self.actor)

    def propose(self) -> None:
        match_entity(self.account.entity, on=DAY, actor=self.actor, is_posting=False)

    def confirm(self) -> None:
        for proposal in MatchProposal.objects.filter(state=ProposalState.OPEN).order_by("pk")[:1]:
            services.confirm_match(proposal.pk, actor=self.actor)

    def correct(self) -> None:
        shares = [Share(self.items[1].pk, D(119))]
        services.apply_receipt(self.receipts[0].pk, account=self.account, shares=shares, actor=self.actor)

    def undo(self) -> None:
        for application in Application.objects.filter(undone_on=None).order_by("-pk")[:1]:
            services.unallocate_receipt(application.pk, on=DAY, reason="Wrong", kind="wrong_customer", actor=self.actor)

    def import_again(self) -> None:
        """The bank's payments once more, in a file of other bytes: nothing new."""
        for file in self.files:
            imported(f"{file}\n")

    def park(self) -> None:
        services.park_receipt(self.receipts[1].pk, reason="Ask", actor=self.actor)

    def check(self) -> None:
        assert [bad for proof in SOUND for bad in proof(DAY)] == []
        bank = sum(line.debit - line.credit for line in JournalLine.objects.filter(control_account="bank"))
        assert (bank, Receipt.objects.count()) == (D(238), 2)
        for receipt in Receipt.objects.all():
            live = Application.objects.filter(receipt=receipt, undone_on=None)
            assert live.count() <= 1
            assert sum(one.applied for one in live) <= receipt.amount
        assert all(0 <= item.open_amount <= item.original_amount for item in OpenItem.objects.all())


class InAnyOrder(TestCase):
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(["run", "propose", "confirm", "correct", "undo", "park", "import_again"]), min_size=3, max_size=7))
    def test_the_ledger_is_sound_after_every_step(self, steps: list[str]) -> None:
        story = Story()
        for step in steps:
            with suppress(BusinessError, Conflict):
                getattr(story, step)()
            story.check()
        story.run()
        story.check()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_book_everything_once() -> None:
    story = Story()
    story.propose()
    ids = list(MatchProposal.objects.filter(tier="auto").values_list("pk", flat=True))
    start, problems = threading.Barrier(2), list[Any]()

    def work() -> None:
        try:
            start.wait(10)
            services.post_match(ids, actor=story.actor)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert problems == []
    assert (Application.objects.count(), Allocation.objects.count()) == (2, 2)
    assert [item.open_amount for item in OpenItem.objects.filter(side="debit")] == [D(0), D(0)]
    story.check()


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.lists(st.integers(1, 200), max_size=3))
def test_pairs_use_credit_notes_first_and_lose_no_cent(debits: list[int], notes: list[int]) -> None:
    if sum(notes) > sum(debits):
        return
    shares = [Share(n, D(amount)) for n, amount in enumerate(debits)] + [Share(100 + n, D(-amount)) for n, amount in enumerate(notes)]
    made = pairs(shares, 999)
    for n, amount in enumerate(debits):
        assert sum(part for debit, _credit, part in made if debit == n) == amount
    for n, amount in enumerate(notes):
        assert sum(part for _debit, credit, part in made if credit == 100 + n) == amount
    assert sum(part for _debit, credit, part in made if credit == 999) == sum(debits) - sum(notes)
    assert all(part > 0 for _debit, _credit, part in made)


def test_a_discount_lowers_net_and_tax_as_the_rates_ask() -> None:
    assert tax_parts(D("2.38"), "EUR", [(D("119.00"), D("19.00"))]) == (D("2.00"), D("0.38"))
    assert tax_parts(D("2.26"), "EUR", [(D("119.00"), D("19.00")), (D("107.00"), D("7.00"))]) == (D("2.00"), D("0.26"))
    assert tax_parts(D("2.38"), "EUR", []) == (D("2.38"), D(0))


def test_trust_takes_three_confirmations_without_contradiction() -> None:
    assert [standing(n, 0) for n in (1, 2, 3)] == ["learning", "learning", "trusted"]
    assert standing(9, 1) == "learning"


def test_doubtful_reasons_are_worth_less() -> None:
    assert score(["named_to_the_cent"]) > score(["named_to_the_cent", "payer_similar"]) > score(["sum_of_items", "payer_similar"])
    assert score([]) == 0

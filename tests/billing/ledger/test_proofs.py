"""Each proof is green on a sound ledger and names the row that was tampered with behind the triggers' back."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from factories.billing import bookkeeper, open_account, posted, settled
from people import person

from o2c.billing.ledger import proofs
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.services import reverse_allocation, reverse_entry
from o2c.core.proofs.registry import Bad
from o2c.core.proofs.services import run_proof
from o2c.core.sentences import sentence

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 10)
ALL = [
    proofs.open_amounts_match_allocations,
    proofs.items_match_journal,
    proofs.allocations_have_two_sides,
    proofs.entries_are_complete,
    proofs.posted_rows_are_unchanged,
]
Prove = Callable[[date], Iterable[Bad]]


@pytest.fixture
def invoice() -> OpenItem:
    """A ledger with a bit of everything; the invoice 4711 is settled in part."""
    account, dollars = open_account(), open_account(currency="USD")
    invoice = posted(account, "100", DAY, reference="4711")
    settled(invoice, posted(account, "60", DAY, "receipt"), "60", DAY)
    settled(posted(dollars, "1000", DAY, rate=Decimal("1.10")), posted(dollars, "300", DAY, "receipt", rate=Decimal("1.08")), "300", DAY)
    reverse_allocation(Allocation.objects.order_by("pk")[1].pk, on=DAY, reason="wrong", actor=bookkeeper())
    reverse_entry(posted(account, "7", DAY).entry_id, on=DAY, reason="wrong", actor=bookkeeper())
    return invoice


def tamper(statement: str) -> None:
    """What somebody with the keys of the database could do: triggers off, change, triggers on."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def test_a_sound_ledger_proves_green(invoice: OpenItem) -> None:
    assert [bad for prove in ALL for bad in prove(DAY)] == []


@pytest.mark.parametrize(
    ("statement", "prove", "label"),
    [
        ("UPDATE billing_openitem SET open_amount = 39 WHERE reference = '4711'", proofs.open_amounts_match_allocations, "4711"),
        ("UPDATE billing_journalline SET debit = debit + 1 WHERE debit = 100", proofs.items_match_journal, "E* EUR receivable"),
        ("UPDATE billing_journalline SET base_amount = 1 WHERE base_amount = 909.09", proofs.items_match_journal, "E* USD receivable"),
        ("UPDATE billing_openitem SET open_amount = 39 WHERE reference = '4711'", proofs.allocations_have_two_sides, "E* EUR"),
        ("DELETE FROM billing_journalline USING billing_journalentry e WHERE e.id = entry_id AND e.reference = '4711'",
         proofs.entries_are_complete, "4711"),
        ("UPDATE billing_journalentry SET posting_date = '2025-01-01' WHERE reference = '4711'",
         proofs.posted_rows_are_unchanged, "billing_journalentry *"),
        ("UPDATE billing_journalline SET control_account = 'fees' WHERE control_account = 'bank'",
         proofs.posted_rows_are_unchanged, "billing_journalline *"),
        ("UPDATE billing_openitem SET due_date = '2030-01-01' WHERE reference = '4711'",
         proofs.posted_rows_are_unchanged, "billing_openitem *"),
        ("UPDATE billing_allocation SET effective_on = '2025-07-01'", proofs.posted_rows_are_unchanged, "billing_allocation *"),
    ],
)  # fmt: skip
def test_a_tampered_row_turns_its_proof_red_and_is_named(invoice: OpenItem, statement: str, prove: Prove, label: str) -> None:
    tamper(statement)

    first = next(iter(prove(DAY)))

    assert all(part in first.label for part in label.replace("E*", "").split("*"))
    assert sentence(first.why, dict(first.values))


def test_the_seal_does_not_depend_on_the_session(invoice: OpenItem) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")
        cursor.execute("SET LOCAL datestyle = 'German'")
        cursor.execute("SET LOCAL extra_float_digits = 0")

    assert list(proofs.posted_rows_are_unchanged(DAY)) == []


def test_the_night_keeps_the_result(invoice: OpenItem) -> None:
    tamper("UPDATE billing_openitem SET open_amount = 39 WHERE reference = '4711'")

    result = run_proof("open_amounts_match_allocations", DAY, actor=person("finance"))

    assert (result.state, result.bad_count, result.bad_rows[0]["label"]) == ("red", 1, "4711")

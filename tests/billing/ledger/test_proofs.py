"""Each proof is green on a sound ledger and names the row that was tampered with behind the triggers' back."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from factories.accounts import CustomerFactory
from factories.billing import bookkeeper, open_account, posted, settled
from people import person

from o2c.accounts.customers.models import CustomerRelation
from o2c.billing.ledger import proofs
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.services import reverse_allocation, reverse_entry
from o2c.core.errors import BusinessError
from o2c.core.proofs.registry import Bad
from o2c.core.proofs.services import run_proof
from o2c.core.sentences import sentence

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 10)
ALL = [
    proofs.open_amounts_match_allocations,
    proofs.items_match_journal,
    proofs.allocations_have_two_sides,
    proofs.customers_settle_their_own,
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
        ("UPDATE billing_openitem SET customer_id = (SELECT max(id) FROM accounts_customer) WHERE reference = '4711'",
         proofs.customers_settle_their_own, "4711"),
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


@pytest.mark.parametrize(
    ("relations", "red"),
    [
        ([("payer_for", "payer", "owner")], False),
        ([("parent_of", "owner", "payer")], False),
        ([("parent_of", "parent", "owner"), ("parent_of", "parent", "payer")], False),
        ([("parent_of", "parent", "owner")], True),
        ([("agency_of", "payer", "owner")], True),
    ],
)
def test_relations_of_the_day_allow_one_to_settle_for_the_other(relations: list[tuple[str, str, str]], red: bool) -> None:
    parties = {name: CustomerFactory(legal_name=name) for name in ("owner", "payer", "parent")}
    debts = open_account(customer=parties["owner"])
    pays = open_account(customer=parties["payer"], entity=debts.entity, currency=debts.currency)
    for kind, one, other in relations:
        CustomerRelation.objects.create(
            from_customer=parties[one], kind=kind, to_customer=parties[other], valid_from=DAY, valid_until=DAY + timedelta(days=1)
        )
    debit, credit = posted(debts, "100", DAY, reference="4711"), posted(pays, "100", DAY, "receipt")
    if red:
        with pytest.raises(BusinessError):
            settled(debit, credit, "100", DAY)
    else:
        settled(debit, credit, "100", DAY)
        assert list(proofs.customers_settle_their_own(DAY)) == []
        CustomerRelation.objects.update(valid_from=DAY - timedelta(days=9), valid_until=DAY)  # it ended before, it now turns out
        (bad,) = proofs.customers_settle_their_own(DAY)
        assert (bad.label, bad.values) == ("4711", {"credit": credit.reference})


def test_the_payer_of_an_account_may_always_settle_it() -> None:
    payer = CustomerFactory()
    debts = open_account(payer=payer)
    pays = open_account(customer=payer, entity=debts.entity, currency=debts.currency)
    settled(posted(debts, "100", DAY), posted(pays, "100", DAY, "receipt"), "100", DAY)
    assert list(proofs.customers_settle_their_own(DAY)) == []


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

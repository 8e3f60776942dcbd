"""A cheque's life: registered, banked by two people, credited, cleared or bounced, and never left in a drawer."""

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.billing import open_account, posted, settled
from factories.cash import own_account
from hypothesis import given
from hypothesis import strategies as st
from people import empowered, person
from refusals import refused

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import JournalLine, OpenItem
from o2c.collections.cash.cheques import proofs
from o2c.collections.cash.cheques.models import Cheque, ChequeDay, DepositSlip
from o2c.collections.cash.cheques.night import clear, find_deposits
from o2c.collections.cash.cheques.rules import CHEQUE_MOVES, BankCredit, Deposit, shown_by
from o2c.collections.cash.cheques.services import (
    bounce_cheque,
    clear_cheques,
    close_cheque_day,
    credit_slip,
    make_slip,
    record_cheque,
    return_cheque,
)
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.services import identify_receipt
from o2c.collections.cash.statements.models import BankStatement, StatementFile, StatementLine
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.models import StoredFile
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.money import Money
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def bank() -> OwnBankAccount:
    return own_account()


@pytest.fixture
def account(bank: OwnBankAccount) -> FinancialAccount:
    return open_account(entity=bank.entity, currency="EUR")


@pytest.fixture
def clerk() -> User:
    return person("cash_clerk")


@pytest.fixture
def closer() -> User:
    return person("finance")


def received(bank: OwnBankAccount, clerk: User, number: str = "700", amount: str = "120.00", **facts: Any) -> Cheque:
    given = {"drawer": "Martin SARL", "bank": "BNP", "dated_on": DAY, "received_on": DAY, **facts}
    return record_cheque(entity=bank.entity, number=number, amount=Money(D(amount), "EUR"), actor=clerk, **given)


def banked(bank: OwnBankAccount, clerk: User, closer: User, **facts: Any) -> Cheque:
    cheque = received(bank, clerk, **facts)
    make_slip(bank, cheque_ids=[cheque.pk], day=DAY, actor=clerk)
    close_cheque_day(bank.entity, day=DAY, actor=closer)
    cheque.refresh_from_db()
    return cheque


def balances() -> dict[str, D]:
    found: dict[str, D] = {}
    for line in JournalLine.objects.all():
        found[line.control_account] = found.get(line.control_account, D(0)) + line.debit - line.credit
    return {name: value for name, value in found.items() if value}


def bank_entry(bank: OwnBankAccount, amount: str, on: date, direction: str = "credit") -> StatementLine:
    """A booked entry of the bank, as an import leaves it."""
    from factories.billing import inside_a_verb

    from o2c.collections.cash.receipts import booking
    from o2c.collections.cash.receipts.rules import BankMoney

    count = StatementLine.objects.count()
    file = StatementFile.objects.create(
        stored=StoredFile.objects.create(sha256=f"{count:064}", size=1, mime="text/xml"), name="f", source="page"
    )
    statement = BankStatement.objects.create(
        account=bank, entity=bank.entity, file=file, kind="end_of_day", format="camt", key=str(count), currency="EUR", closed_on=on,
        credits=D(amount), debits=0, entries=1, new_entries=1,
    )  # fmt: skip
    signed = D(amount) if direction == "credit" else -D(amount)
    with inside_a_verb() as actor:
        (booked,) = booking.book([BankMoney(bank.entity_id, signed, "EUR", on, on, "deposit", f"bank:{count}")], actor=actor)
    line = StatementLine.objects.create(
        account=bank, entity=bank.entity, statement=statement, end_of_day=statement, position=1, direction=direction, amount=D(amount),
        currency="EUR", booked_on=on, value_on=on, entry=booked.entry,
    )  # fmt: skip
    if direction == "credit":
        Receipt.objects.create(line=line, entity=bank.entity, amount=D(amount), currency="EUR", booked_on=on, value_on=on)
    return line


def test_a_cheque_is_in_hand_the_day_it_comes_and_its_money_is_the_customers(
    bank: OwnBankAccount, account: FinancialAccount, clerk: User
) -> None:
    cheque = received(bank, clerk, account=account)
    assert balances() == {"cheques": D(120), "unapplied": D(-120)}
    assert (cheque.receipt.state, cheque.receipt.customer) == ("on_customer", account.customer)
    refused("cheque_once", received, bank, clerk)


def test_a_cheque_of_nobody_known_is_identified_like_any_receipt(bank: OwnBankAccount, account: FinancialAccount, clerk: User) -> None:
    cheque = received(bank, clerk)
    assert balances() == {"cheques": D(120), "unidentified": D(-120)}
    identify_receipt(cheque.receipt_id, account=account, actor=clerk)
    assert balances() == {"cheques": D(120), "unapplied": D(-120)}


@pytest.mark.parametrize(
    ("code", "facts"),
    [("cheque_dated_ahead", {"dated_on": DAY + timedelta(days=1)}), ("amount_not_positive", {"amount": "0"})],
)
def test_what_is_no_cheque_to_bank(bank: OwnBankAccount, clerk: User, code: str, facts: dict[str, Any]) -> None:
    refused(code, received, bank, clerk, **facts)
    assert not Cheque.objects.exists()


def test_a_second_person_closes_the_day_and_only_when_nothing_is_loose(bank: OwnBankAccount, clerk: User, closer: User) -> None:
    first, second = received(bank, clerk, "700"), received(bank, clerk, "701", "80")
    slip = make_slip(bank, cheque_ids=[first.pk], day=DAY, actor=clerk)
    refused("cheques_loose", close_cheque_day, bank.entity, day=DAY, actor=closer)
    make_slip(bank, cheque_ids=[second.pk], day=DAY, actor=clerk)
    both = empowered("collections.make_slip", "collections.close_cheque_day", name="Bob Both")
    Cheque.objects.filter(pk=second.pk).update(created_by=both)
    refused("cheque_day_own", close_cheque_day, bank.entity, day=DAY, actor=both)

    closed = close_cheque_day(bank.entity, day=DAY, actor=closer)

    slip.refresh_from_db()
    assert (closed.count, closed.slips, slip.state) == (2, 2, "banked")
    assert set(Cheque.objects.values_list("state", flat=True)) == {"banked"}
    refused("chequeday_once", close_cheque_day, bank.entity, day=DAY, actor=closer)
    refused("chequeday_closed", received, bank, clerk, "702")


def test_a_slip_is_of_one_account_and_of_cheques_that_are_there(bank: OwnBankAccount, clerk: User) -> None:
    cheque = received(bank, clerk)
    other = own_account(iban="FR1420041010050500013M02606", entity=open_account().entity)
    refused("slip_mixed", make_slip, other, cheque_ids=[cheque.pk], day=DAY, actor=clerk)
    refused("slip_empty", make_slip, bank, cheque_ids=[], day=DAY, actor=clerk)
    refused("slip_before_cheque", make_slip, bank, cheque_ids=[cheque.pk], day=DAY - timedelta(days=1), actor=clerk)
    make_slip(bank, cheque_ids=[cheque.pk], day=DAY, actor=clerk)
    refused("wrong_state", make_slip, bank, cheque_ids=[cheque.pk], day=DAY, actor=clerk)


def test_the_night_finds_the_deposit_and_clears_the_cheques_after_their_days(bank: OwnBankAccount, clerk: User, closer: User) -> None:
    cheque = banked(bank, clerk, closer)
    bank_entry(bank, "120.01", DAY + timedelta(days=2))
    line = bank_entry(bank, "120.00", DAY + timedelta(days=2))

    def night(step: Any, day: date, kind: str) -> None:
        row = Job.objects.create(kind=kind, key=f"{kind}:{day}", entity=bank.entity, day=day, requested_by=person("system"))
        with job(row.pk) as j:
            step(j)

    night(find_deposits, DAY + timedelta(days=3), "find")
    line.refresh_from_db()
    assert (line.state, line.coded_to, line.receipts.get().state) == ("matched", "cheques", "coded")
    assert balances() == {"bank": D("240.01"), "unidentified": D("-240.01")}

    night(clear, DAY + timedelta(days=10), "clear")
    cheque.refresh_from_db()
    assert cheque.state == "banked"
    night(clear, DAY + timedelta(days=15), "clear")
    cheque.refresh_from_db()
    assert cheque.state == "cleared"


def test_a_deposit_is_shown_by_an_entry_of_its_amount_only(bank: OwnBankAccount, clerk: User, closer: User) -> None:
    slip = banked(bank, clerk, closer).slip
    assert slip
    wrong = bank_entry(bank, "119.00", DAY)
    refused("slip_amount_differs", credit_slip, slip.pk, line=wrong, actor=closer)
    debit = bank_entry(bank, "120.00", DAY, "debit")
    refused("slip_other_account", credit_slip, slip.pk, line=debit, actor=closer)
    refused("cheque_not_credited", clear_cheques, [slip.cheques.get().pk], actor=person("system"))


def test_a_bounce_reopens_what_was_paid_and_charges_the_fee(
    bank: OwnBankAccount, account: FinancialAccount, clerk: User, closer: User
) -> None:
    invoice = posted(account, "120.00", date(2026, 2, 1))
    cheque = banked(bank, clerk, closer, account=account)
    credit = OpenItem.objects.get(entry=cheque.receipt.entry)
    settled(invoice, credit, "120.00", DAY)
    assert cheque.slip
    credit_slip(cheque.slip.pk, line=bank_entry(bank, "120.00", DAY + timedelta(days=1)), actor=closer)

    bounce_cheque(cheque.pk, on=DAY + timedelta(days=3), reason="no funds", fee=D("15.00"), actor=clerk)
    bank_entry(bank, "120.00", DAY + timedelta(days=3), "debit")

    invoice.refresh_from_db()
    cheque.refresh_from_db()
    assert (cheque.state, cheque.receipt.state, invoice.open_amount) == ("bounced", "returned", D(120))
    assert cheque.fee_entry
    assert cheque.fee_entry.items.get().open_amount == D(15)
    assert balances() == {"receivable": D(135), "revenue": D(-120), "fees": D(-15)}
    assert Task.objects.get(kind="cheque_bounced").text == "no funds"


def test_a_bounce_before_the_bank_credited_leaves_the_cheques_in_hand(bank: OwnBankAccount, clerk: User, closer: User) -> None:
    cheque = banked(bank, clerk, closer)
    refused("cheque_fee_needs_customer", bounce_cheque, cheque.pk, on=DAY, reason="no funds", fee=D(1), actor=clerk)
    refused("cheque_says_why", bounce_cheque, cheque.pk, on=DAY, reason=" ", actor=clerk)
    bounce_cheque(cheque.pk, on=DAY, reason="no funds", actor=clerk)
    assert balances() == {}


def test_a_cheque_without_signature_goes_back(bank: OwnBankAccount, account: FinancialAccount, clerk: User) -> None:
    cheque = received(bank, clerk, account=account)
    return_cheque(cheque.pk, on=DAY, reason="not signed", actor=clerk)
    assert balances() == {}
    assert Cheque.objects.get().state == "returned_to_drawer"


MOVES = {
    "returned_to_drawer": lambda pk, actor: return_cheque(pk, on=DAY, reason="why", actor=actor),
    "bounced": lambda pk, actor: bounce_cheque(pk, on=DAY, reason="why", actor=actor),
}
STATES = ["received", "on_slip", "banked", "cleared", "bounced", "returned_to_drawer"]
FORBIDDEN = [(state, wanted) for state in STATES for wanted in MOVES if wanted not in CHEQUE_MOVES.get(state, set())]


@pytest.mark.parametrize(("state", "wanted"), FORBIDDEN)
def test_forbidden_moves(bank: OwnBankAccount, clerk: User, state: str, wanted: str) -> None:
    cheque = received(bank, clerk)
    slip = make_slip(bank, cheque_ids=[cheque.pk], day=DAY, actor=clerk)
    facts = {"slip": None} if state in ("received", "returned_to_drawer") else {"slip": slip}
    Cheque.objects.filter(pk=cheque.pk).update(state=state, reason="because", **facts)
    refused("wrong_state", MOVES[wanted], cheque.pk, clerk)


def test_the_proof_names_loose_cheques_and_open_days(bank: OwnBankAccount, clerk: User) -> None:
    received(bank, clerk)
    assert list(proofs.cheques_banked_daily(DAY)) == []
    assert [bad.why for bad in proofs.cheques_banked_daily(DAY + timedelta(days=1))] == ["cheque_loose", "cheque_day_open"]


@given(st.permutations([1, 2, 3]), st.booleans())
def test_two_candidates_are_no_answer_whatever_the_order(order: list[int], twice: bool) -> None:
    deposits = [Deposit(slip, 1, DAY, D(100 * slip)) for slip in order]
    credits_ = [BankCredit(10 + number, 1, DAY, D(100 * number)) for number in order] + ([BankCredit(99, 1, DAY, D(100))] if twice else [])
    sure = [(2, 12), (3, 13)] if twice else [(1, 11), (2, 12), (3, 13)]
    assert sorted(shown_by(deposits, credits_)) == sure


def test_the_register_in_the_browser_from_cheque_to_closed_day(client: Client, bank: OwnBankAccount, clerk: User, closer: User) -> None:
    client.force_login(clerk)
    typed = {"entity": bank.entity.code, "number": "700", "drawer": "Martin", "bank": "BNP", "amount": "120", "currency": "EUR"}
    client.post(reverse("cheque_new"), {**typed, "dated_on": "2026-03-02", "received_on": "2026-03-02"})
    cheque = Cheque.objects.get()
    assert "120.00" in client.get(reverse("cheque_list")).content.decode()
    slip_form = {"account": str(bank.public_id), "day": "2026-03-02", "cheques": [str(cheque.public_id)]}
    assert client.post(reverse("deposit_slip_new"), slip_form).status_code == 302
    slip = DepositSlip.objects.get()
    assert client.get(reverse("deposit_slip_pdf", args=[slip.public_id])).content.startswith(b"%PDF")
    close = {"entity": bank.entity.code, "day": "2026-03-02"}
    own = client.post(reverse("cheque_day_close"), close)
    assert own.status_code == 403
    client.force_login(closer)
    assert client.post(reverse("cheque_day_close"), close).status_code == 302
    assert ChequeDay.objects.get().count == 1
    assert reverse("deposit_slip_credit", args=[slip.public_id]) in client.get(slip.get_absolute_url()).content.decode()

"""The board read from a snapshot shows, to the cent, what the ledger itself answers at that moment."""

import io
import random
import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories.accounts import CustomerFactory
from factories.billing import bookkeeper, inside_a_verb, open_account, posted, posting, settled
from factories.portfolios import PortfolioFactory, PortfolioMemberFactory
from openpyxl import load_workbook
from people import person

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.services import post, reverse_allocation
from o2c.collections.insights.models import AgeingSnapshot, CustomerStanding
from o2c.collections.insights.proofs import boards_show_the_ledger
from o2c.collections.insights.queries import Question, Standing, balances, items, standing
from o2c.collections.insights.services import current_snapshot, take_snapshots
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.jobs.models import Job
from o2c.core.jobs.tasks import run_step

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 28)
Figures = tuple[Standing | None, list[Any]]


@pytest.fixture
def account() -> FinancialAccount:
    return open_account(first=date(2025, 1, 1))


def neighbour(account: FinancialAccount, **facts: object) -> FinancialAccount:
    """Another customer of the same entity and currency."""
    customer = CustomerFactory(entity=account.entity, **facts)
    return open_account(entity=account.entity, customer=customer, currency=account.currency)


def question(account: FinancialAccount, on: date = ON, **facts: Any) -> Question:
    return Question(on, account.currency, account.entity, **facts)


def taken(account: FinancialAccount, on: date = ON) -> AgeingSnapshot:
    take_snapshots(account.entity, on, actor=the_night())
    return AgeingSnapshot.objects.get(entity=account.entity, currency=account.currency, day=on)


def from_snapshot(reader: User, asked: Question) -> Figures:
    snapshot = current_snapshot(asked.entity, asked.currency, asked.as_of)
    assert snapshot is not None
    return standing(reader, asked, snapshot), sorted(balances(reader, asked, snapshot), key=lambda row: row["pk"])


def from_ledger(reader: User, asked: Question) -> Figures:
    return standing(reader, asked), sorted(balances(reader, asked), key=lambda row: row["pk"])


def busy_months(account: FinancialAccount, chance: random.Random, steps: int) -> None:
    """Invoices, credit notes, receipts and allocations on any day around the one asked about, some taken back."""
    for step in range(steps):
        on = ON - timedelta(days=chance.randrange(-20, 300))
        kind = chance.choice(["invoice", "invoice", "invoice", "credit_note", "receipt"])
        item = posted(account, Decimal(chance.randrange(100, 90_000)) / 100, on, kind, reference=f"{account.pk}-{chance.random()}")
        debit = OpenItem.objects.filter(account=account, side="debit", open_amount__gt=0).order_by("?").first()
        if item.side == "credit" and debit is not None:
            amount, day = min(item.open_amount, debit.open_amount), max(item.posting_date, debit.posting_date)
            settled(debit, item, amount, day + timedelta(days=chance.randrange(10)))
        if step % 7 == 6 and (
            allocation := Allocation.objects.filter(debit_item__account=account, reverses=None, reversed_by=None).first()
        ):
            reverse_allocation(allocation.pk, on=allocation.effective_on, reason="test", actor=bookkeeper())


@pytest.mark.parametrize("seed", range(3))
def test_a_snapshot_answers_what_the_ledger_does(account: FinancialAccount, seed: int) -> None:
    chance, others = random.Random(seed), [neighbour(account) for _ in range(2)]  # noqa: S311  (a test's dice)
    for one in [account, *others]:
        busy_months(one, chance, 15)
    taken(account)
    reader = person("collector")
    assert from_snapshot(reader, question(account)) == from_ledger(reader, question(account))

    busy_months(others[0], chance, 8)
    busy_months(neighbour(account), chance, 8)
    assert from_snapshot(reader, question(account)) == from_ledger(reader, question(account))


def test_who_sees_a_part_of_the_entity_is_answered_for_that_part(account: FinancialAccount) -> None:
    italian, ours = neighbour(account, country="IT"), neighbour(account, country="DE")
    for one in (account, italian, ours):
        posted(one, "100", ON - timedelta(days=50))
    collector = person("collector", name="Region Reader", region="IT")
    held = PortfolioFactory(entity=account.entity, collector=collector)
    PortfolioMemberFactory(portfolio=held, customer=ours.customer)
    limited = person("collector", name="Portfolio Reader", portfolio=held.code)
    taken(account)

    for reader, customer in ((collector, italian.customer), (limited, ours.customer)):
        found, rows = from_snapshot(reader, question(account))
        assert (found, rows) == from_ledger(reader, question(account))
        assert [row["number"] for row in rows] == [customer.number]
    portfolio = question(account, portfolio=held)
    assert from_snapshot(person("auditor"), portfolio) == from_ledger(person("auditor"), portfolio)
    assert from_snapshot(person(), question(account)) == (None, [])


def test_only_money_on_account_is_no_row_of_the_list(account: FinancialAccount) -> None:
    posted(account, "70", ON, "receipt")
    taken(account)
    found, rows = from_snapshot(person("collector"), question(account))
    assert found is not None
    assert (found.ageing.unapplied, found.ageing.unapplied_receipts, rows) == (Decimal(70), 1, [])
    assert found == standing(person("collector"), question(account))


def test_another_day_or_currency_is_asked_of_the_ledger(account: FinancialAccount) -> None:
    taken(account)
    assert current_snapshot(account.entity, account.currency, ON) is not None
    assert current_snapshot(account.entity, account.currency, ON + timedelta(days=1)) is None
    assert current_snapshot(account.entity, "USD", ON) is None


def test_an_old_snapshot_is_not_kept_up_to_date(account: FinancialAccount) -> None:
    with time_machine.travel("2026-02-28T03:00Z"):
        snapshot = taken(account)
    AgeingSnapshot.objects.filter(pk=snapshot.pk).update(known_at="2026-02-28T03:00Z")
    with time_machine.travel("2026-03-08T03:00Z"):
        assert current_snapshot(account.entity, account.currency, ON) is None


def test_a_day_taken_twice_is_the_same_day(account: FinancialAccount) -> None:
    posted(account, "100", ON - timedelta(days=50))
    taken(account)
    columns = [field.attname for field in CustomerStanding._meta.fields if field.name not in ("id", "snapshot")]
    first = list(CustomerStanding.objects.values(*columns))
    taken(account)
    assert list(CustomerStanding.objects.values(*columns)) == first
    assert AgeingSnapshot.objects.count() == 1


def test_of_older_days_the_ends_of_months_stay(account: FinancialAccount) -> None:
    posted(account, "100", date(2026, 1, 15))
    for day in (date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 6), date(2026, 2, 7), date(2026, 2, 13)):
        taken(account, day)
    kept = list(AgeingSnapshot.objects.order_by("day").values_list("day", flat=True))
    assert kept == [date(2026, 1, 31), date(2026, 2, 6), date(2026, 2, 7), date(2026, 2, 13)]


@pytest.mark.django_db(transaction=True)
def test_only_customers_that_moved_are_computed_again(account: FinancialAccount) -> None:
    still = neighbour(account)
    for one in (account, still):
        posted(one, "100", ON - timedelta(days=50))
    time.sleep(1.1)
    snapshot, reader = taken(account), person("collector")
    CustomerStanding.objects.filter(snapshot=snapshot, customer=still.customer).update(not_due=5)

    assert current_snapshot(account.entity, account.currency, ON) == snapshot
    posted(account, "30", ON - timedelta(days=50))
    _found, rows = from_snapshot(reader, question(account))
    assert {row["number"]: row["receivable"] for row in rows} == {account.customer.number: 130, still.customer.number: 105}


@pytest.mark.django_db(transaction=True)
def test_what_commits_after_the_snapshot_though_it_began_before_is_not_missed(account: FinancialAccount) -> None:
    posted(account, "100", ON - timedelta(days=50))
    begun, may_commit, actor = Event(), Event(), bookkeeper()

    def slow_posting() -> None:
        try:
            with inside_a_verb(actor):
                post(posting(account, "30", ON - timedelta(days=50)), actor=actor)
                begun.set()
                may_commit.wait(20)
        finally:
            connection.close()

    slow = Thread(target=slow_posting)
    slow.start()
    begun.wait(20)
    time.sleep(1.1)
    taken(account)
    reader = person("collector")
    before, _rows = from_snapshot(reader, question(account))
    may_commit.set()
    slow.join()

    found, rows = from_snapshot(reader, question(account))
    assert before is not None
    assert (before.ageing.open_balance, rows[0]["receivable"]) == (Decimal(100), Decimal(130))
    assert (found, rows) == from_ledger(reader, question(account))


def test_the_night_takes_it_and_may_be_repeated(account: FinancialAccount) -> None:
    posted(account, "100", ON - timedelta(days=50))
    for _time in range(2):
        queued = Job.objects.create(
            kind="collections.ageing_snapshot", key=f"{ON}", entity=account.entity, day=ON, requested_by=the_night()
        )
        run_step(queued.pk)
        queued.refresh_from_db()
        assert (queued.state, queued.processed) == ("done", 1)
    assert CustomerStanding.objects.get().receivable == 100


def test_a_board_that_differs_from_the_ledger_turns_the_proof_red(account: FinancialAccount) -> None:
    posted(account, "100", ON - timedelta(days=50))
    snapshot = taken(account)
    assert list(boards_show_the_ledger(ON)) == []

    later = timezone.now() + timedelta(minutes=1)  # nothing has moved since, so it is believed
    AgeingSnapshot.objects.filter(pk=snapshot.pk).update(known_at=later)
    CustomerStanding.objects.update(d1_30=90)
    (bad,) = boards_show_the_ledger(ON)
    assert (bad.why, bad.values["shown"], Decimal(bad.values["true"])) == ("board_off_ledger", "90.0000", Decimal(100))


def test_the_page_its_figures_and_its_excel_file_are_those_of_the_ledger(client: Client, account: FinancialAccount) -> None:
    posted(account, "100", ON - timedelta(days=50))
    settled(posted(account, "60", ON - timedelta(days=50)), posted(account, "25", ON - timedelta(days=9), "receipt"), "25", ON)
    asked = {"as_of": ON.isoformat(), "entity": account.entity.code}
    client.force_login(person("collector"))
    from_facts = client.get(reverse("portfolio"), asked).content.replace(b"\xc2\xa0", b" ")
    taken(account)
    from_store = client.get(reverse("portfolio"), asked).content.replace(b"\xc2\xa0", b" ")
    for page in (from_facts, from_store):
        assert page.count(b"EUR 135.00") >= 2
    exported = client.get(reverse("portfolio"), {**asked, "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(exported.streaming_content))).worksheets[1]  # type: ignore[attr-defined]
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    told = client.get(reverse("api_ageing"), {"as_of": ON.isoformat(), "entity": account.entity.code, "currency": "EUR"}).json()
    assert Decimal(str(row["Receivable"])) == Decimal(135)
    assert "135.00" in str(told)


def test_filter_and_order_of_the_list_are_those_of_the_ledger(account: FinancialAccount) -> None:
    other = neighbour(account)
    posted(account, "100", ON - timedelta(days=200), due=ON - timedelta(days=100))
    posted(other, "300", ON - timedelta(days=50), due=ON - timedelta(days=10))
    snapshot, reader = taken(account), person("collector")
    for asked in (question(account), replace(question(account), portfolio=None)):
        assert [row["number"] for row in balances(reader, asked, snapshot)] == [row["number"] for row in balances(reader, asked)]
    late = balances(reader, question(account), snapshot).filter(over_90__gt=0)
    assert [row["number"] for row in late] == [account.customer.number]
    assert sum(row.balance for row in items(reader, question(account))) == 400

"""The matcher: what it books alone must be right, what it proposes should be, and it says why."""

import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from cash_folder import score, write
from cash_sample import World
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from o2c.collections.cash.engine.book import Book
from o2c.collections.cash.engine.facts import Advice, AdviceLine, Credit, Customer, Decision, GroupPayer, Item, Proposal
from o2c.collections.cash.engine.matching import match, run
from o2c.collections.cash.engine.references import Grammar, Parts, mentions, near, parts
from o2c.collections.cash.engine.sums import sums_to
from o2c.collections.cash.engine.waiting import Waiting
from o2c.collections.cash.folder import book_of, credits_of
from o2c.collections.cash.messages import MESSAGES

SAMPLE = Path(os.environ.get("SAMPLE_DATA", "/nowhere")) / "cash_matching"
NORD, SUED = Customer("N", "Nordwind Handels AG", ("DE01",)), Customer("S", "Südhafen GmbH")


def item(number: str, amount: int, customer: str = "N", **values: Any) -> Item:
    return Item(number, customer, "invoice", date(2026, 1, 1), date(2026, 2, 1), "EUR", amount, values.pop("open", amount), **values)


ITEMS = [
    item("RE-2026-100123", 11900),
    item("RE-2026-100140", 23800),
    item(
        "RE-2026-100200", 100000, discount_percent=2.0, discount_until=date(2026, 3, 10), order="PO7545168", structured=("RF052026100200",)
    ),
    item("RE-2026-100300", 50000, open=0),
    item("RE-2026-100400", 77700, customer="S"),
    item("RE-2026-100401", 33300),
    item("RE-2026-100402", 33300),
    item("RE-2026-100500", -5000, open=-5000),
]


def proposed(
    amount: int, text: str = "", *, account: str = "DE01", payer: str = "Nordwind", items: list[Item] = ITEMS, **values: Any
) -> Proposal:
    book = Book.build(
        [replace(item) for item in items],
        [NORD, SUED],
        groups=[GroupPayer("G", "Group Treasury", ("DE99",))],
        decisions=[Decision(date(2025, 1, 1), "Süd Hafen", "DE02", "S")] * 3
        + [Decision(date(2025, 1, 1), "Factor", "DE88", who) for who in "NS"],
        advices=[Advice("AV123456", (AdviceLine("RE-2026-100123", 11900), AdviceLine("RE-2026-100140", 20000, 3800)), 31900)],
    )
    return match(Credit("R", date(2026, 3, 2), amount, "EUR", payer, account, text=text, **values), book)


def told(proposal: Proposal) -> tuple[str, dict[str, int], str]:
    return proposal.tier, dict(proposal.applications), proposal.why[0].code


@pytest.mark.parametrize(("amount", "text", "expected"), [
    (11900, "Rechnung RE-2026-100123", ("auto", {"RE-2026-100123": 11900}, "named_to_the_cent")),
    (11900, "re 2026/100123", ("auto", {"RE-2026-100123": 11900}, "named_to_the_cent")),
    (11900, "RE-20 26-100123", ("auto", {"RE-2026-100123": 11900}, "named_to_the_cent")),
    (11900, "RE-2O26-1OO123 RE-2026-1OO123", ("auto", {"RE-2026-100123": 11900}, "named_to_the_cent")),
    (35700, "RE-2026-100123 +100140", ("auto", {"RE-2026-100123": 11900, "RE-2026-100140": 23800}, "named_to_the_cent")),
    (6900, "RE-2026-100123 abz. RE-2026-100500", ("auto", {"RE-2026-100123": 11900, "RE-2026-100500": -5000}, "named_to_the_cent")),
    (98000, "RE-2026-100200 ./. 2% Skonto", ("auto", {"RE-2026-100200": 98000}, "named_with_discount")),
    (100000, "Order PO7545168", ("auto", {"RE-2026-100200": 100000}, "digits_and_amount")),
    (31900, "Avis AV123456", ("auto", {"RE-2026-100123": 11900, "RE-2026-100140": 20000}, "advice")),
    (4000, "Abschlag RE-2026-100123", ("auto", {"RE-2026-100123": 4000}, "part_payment")),
    (12000, "RE-2026-100123", ("auto", {"RE-2026-100123": 11900}, "overpaid")),
    (11900, "RE-2026-100132", ("auto", {"RE-2026-100123": 11900}, "number_mistyped")),
    (11900, "", ("auto", {"RE-2026-100123": 11900}, "amount_of_one_item")),
    (6900, "RE-2026-100123", ("suggest", {"RE-2026-100123": 11900, "RE-2026-100500": -5000}, "credit_note_not_named")),
    (10900, "RE-2026-100123 abzgl. Bruch 10,00", ("suggest", {"RE-2026-100123": 10900}, "deduction_claimed")),
    (33300, "Zahlung", ("suggest", {"RE-2026-100401": 33300}, "amount_of_several_items")),
    (123800, "div. Rechnungen", ("suggest", {"RE-2026-100140": 23800, "RE-2026-100200": 100000}, "sum_of_items")),
    (50000, "RE-2026-100300", ("suggest", {}, "paid_already")),
    (11900, "RE-2025-100123", ("suggest", {}, "number_of_another_year")),
    (11900, "RE-2026-100400", ("suggest", {"RE-2026-100123": 11900}, "number_of_another_customer")),
    (77700, "RE-2026-100400", ("suggest", {"RE-2026-100400": 77700}, "named_of_another_customer")),
    (123, "Anzahlung Auftrag 55922", ("suggest", {}, "prepayment")),
    (123, "Zahlung", ("suggest", {}, "nothing_fits")),
])  # fmt: skip
def test_a_credit_is_explained(amount: int, text: str, expected: tuple[str, dict[str, int], str]) -> None:
    assert told(proposed(amount, text)) == expected


def test_a_discount_taken_too_late_leaves_the_rest_open() -> None:
    late = [replace(one, discount_until=date(2026, 3, 1)) if one.discount_percent else one for one in ITEMS]
    proposal = proposed(98000, "RE-2026-100200 2% Sk.", items=late)
    assert told(proposal) == ("suggest", {"RE-2026-100200": 98000}, "discount_too_late")
    assert [(deduction.kind, deduction.amount) for deduction in proposal.deductions] == [("discount_too_late", 2000)]


def test_an_unknown_payer_books_nothing_by_the_amount_alone() -> None:
    assert told(proposed(11900, "Kaution", account="XX1", payer="Dr. Sommer Praxis")) == ("none", {}, "payer_unknown")


def test_a_structured_reference_is_enough_with_the_amount() -> None:
    assert told(proposed(100000, structured=("RF052026100200",), account="XX1", payer="?"))[:2] == ("auto", {"RE-2026-100200": 100000})


def test_an_account_that_pays_for_many_books_only_what_is_named() -> None:
    assert told(proposed(77700, "RE-2026-100400 Südhafen", account="DE88", payer="Factor"))[0] == "auto"
    assert proposed(77700, "Zahlung", account="DE88", payer="Factor").tier == "suggest"


def test_an_account_confirmed_three_times_is_the_customers() -> None:
    assert told(proposed(77700, "", account="DE02", payer="?")) == ("auto", {"RE-2026-100400": 77700}, "amount_of_one_item")


def test_every_reason_has_a_sentence() -> None:
    source = Path(match.__code__.co_filename).parent
    codes = {word.split('"')[1] for path in source.glob("*.py") for word in path.read_text().split("Why(")[1:] if word.startswith('"')}
    assert codes
    assert {f"match_{code}" for code in codes} <= set(MESSAGES)


def test_a_full_name_counts_as_the_payer_when_nobody_else_owes_the_amount() -> None:
    assert told(proposed(23800, "", account="XX1", payer="NORDWIND HANDELS")) == ("auto", {"RE-2026-100140": 23800}, "amount_of_one_item")
    assert (
        proposed(23800, "", account="XX1", payer="Nordwind Handels AG", items=[*ITEMS, item("RE-2026-100777", 23800, customer="S")]).tier
        == "suggest"
    )
    assert proposed(23800, "", account="XX1", payer="Nordwnd Handel").tier == "suggest"


def run_of(*credits_in: tuple[int, str]) -> list[Proposal]:
    book = Book.build([replace(one) for one in ITEMS], [NORD, SUED])
    paid = [Credit(str(n), date(2026, 3, 2), amount, "EUR", "Nordwind", "DE01", text=text) for n, (amount, text) in enumerate(credits_in)]
    return list(run(iter(paid), book))


def test_what_an_unexplained_payment_may_have_paid_is_not_settled_alone() -> None:
    """35,700 may be 11,900 + 23,800; the invoice named next is one of the two."""
    _, second = run_of((35701, "div. Rechnungen"), (11900, "RE-2026-100123"))
    assert second.tier == "auto"
    _, second = run_of((11900 + 23800 + 33300, "div. Rechnungen"), (11900, "RE-2026-100123"))
    assert second.tier != "auto"
    unclear = [*ITEMS, item("RE-2026-100124", 11900), item("RE-2026-100141", 23800)]
    book = Book.build([replace(one) for one in unclear], [NORD, SUED])
    paid = [
        Credit("1", date(2026, 3, 2), 35700, "EUR", "Nordwind", "DE01"),
        Credit("2", date(2026, 3, 3), 11900, "EUR", "Nordwind", "DE01", text="RE-2026-100124"),
    ]
    first, second = run(iter(paid), book)
    assert (first.tier, second.tier) == ("suggest", "suggest")
    assert second.why[-1].code == "may_be_paid_already"


@given(st.lists(st.integers(1, 400), min_size=1, max_size=9), st.integers(1, 1500))
def test_an_earlier_payment_is_suspected_exactly_when_a_sum_with_the_item_exists(amounts: list[int], paid: int) -> None:
    rest = {str(n): amount for n, amount in enumerate(amounts)}
    others = amounts[1:]
    possible = any(amounts[0] + sum(taken) == paid for size in range(6) for taken in combinations(others, size))
    assert Waiting(date(2026, 3, 2), paid, rest).may_have_paid("0") == possible


@given(
    st.sampled_from(["DE01", "DE02"]),
    st.sampled_from(["RE-2026-100123", "RE-2026-100140", "RE-2026-100200", "RE-2026-100400"]),
    st.sampled_from(sorted({one.amount for one in ITEMS if one.amount > 0})),
)
def test_nothing_is_booked_alone_when_payer_and_reference_disagree(account: str, number: str, amount: int) -> None:
    owner = {"DE01": "N", "DE02": "S"}[account]
    named = next(one for one in ITEMS if one.number == number)
    proposal = proposed(amount, f"Rechnung {number}", account=account, payer="?")
    if proposal.tier == "auto":
        assert proposal.customers == (owner,)
        assert named.customer == owner


@given(st.lists(st.sampled_from([500, 700, 900]), min_size=2, max_size=8), st.sampled_from(["", "Zahlung", "danke"]))
def test_nothing_is_booked_alone_when_two_answers_exist(amounts: list[int], text: str) -> None:
    items = [item(f"RE-2026-{100000 + n}", amount) for n, amount in enumerate(amounts)]
    for amount in {*amounts, 1200, 1400, 1600}:
        if amounts.count(amount) != 1:
            assert proposed(amount, text, items=items).tier != "auto"


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.integers(1, 4 * 10**6),
    st.text(alphabet="RE-20261 ,/+abx", max_size=60),
    st.sampled_from(["DE01", "DE02", "XX", "DE88"]),
)
@settings(max_examples=300, deadline=None)
def test_never_more_than_is_open_nor_more_than_was_paid(amounts: list[int], paid: int, text: str, account: str) -> None:
    items = [item(f"RE-2026-{100000 + n}", amount, customer="NS"[n % 2]) for n, amount in enumerate(amounts)]
    proposal = proposed(paid, text, account=account, items=items)
    book = {one.number: one for one in items}
    assert all(0 < amount <= book[number].open for number, amount in proposal.applications)
    assert sum(amount for _, amount in proposal.applications) + proposal.unapplied == paid
    assert proposal.why


@given(st.lists(st.integers(1, 300), min_size=1, max_size=9), st.integers(1, 900))
def test_sums_are_all_found(amounts: list[int], target: int) -> None:
    expected = [
        group for size in range(2, 7) for group in combinations(range(len(amounts)), size) if sum(amounts[n] for n in group) == target
    ]
    found = sums_to(amounts, target)
    assert set(found) <= set(expected)
    assert bool(found) == bool(expected)
    assert len(found) == len(set(found))


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.from_regex(r"[0-9]{5,7}", fullmatch=True))
def test_a_slip_reads_both_ways(one: str, other: str) -> None:
    assert near(one, other) == near(other, one)
    assert near(one, one)
    assert near(one, one[:2] + one[3:])


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_made_up_month_is_matched(seed: int, tmp_path: Path) -> None:
    world = World(seed, customers=150, items=3000, payments=600)
    write(world, tmp_path / "folder")
    call_command("match_cash", tmp_path / "folder", output=tmp_path / "out.csv")
    result = score(world, tmp_path / "out.csv")
    assert result.credits == 600
    assert result.alone >= 0.70 * result.credits
    assert len(result.alone_wrong) == 0
    assert result.right >= 0.96 * result.credits
    assert result.customer_right >= 0.99 * result.named


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="SAMPLE_DATA names no folder with a matching sample")
def test_the_sample_is_matched_as_its_scorer_asks(tmp_path: Path) -> None:
    call_command("match_cash", SAMPLE, output=tmp_path / "out.csv")
    spec = importlib.util.spec_from_file_location("score", SAMPLE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    counts, money, _ = scorer.score(SAMPLE, tmp_path / "out.csv")
    assert counts["auto_wrong"] == 0
    assert money["wrong"] == 0
    assert counts["auto_ok"] >= 0.74 * counts["n"]
    assert counts["auto_ok"] + counts["suggest_ok"] >= 0.94 * counts["n"]
    assert counts["cust_ok"] == counts["cust_n"]


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="SAMPLE_DATA names no folder with a matching sample")
def test_every_credit_of_the_sample_is_read() -> None:
    assert len(credits_of(SAMPLE)) == 300
    assert len(book_of(SAMPLE).items) == 1165


def test_the_command_on_a_folder_needs_no_store_and_no_table(tmp_path: Path) -> None:
    write(World(11, customers=5, items=20, payments=5), tmp_path / "folder")
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    command = [sys.executable, "manage.py", "match_cash", str(tmp_path / "folder"), "--output", str(tmp_path / "out.csv")]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], env=nowhere, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-600:]
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 6


def test_numbers_that_begin_with_an_entity_code_are_read() -> None:
    assert parts("DE01-100004") == Parts("DE01", "", "100004")
    grammar = Grammar()
    grammar.learn("DE01-100004", "", ())
    assert list(mentions(grammar.ready(), "Rechnung de01 100004 danke").strong) == ["DE01-100004"]

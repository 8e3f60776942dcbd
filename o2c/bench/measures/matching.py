"""Matching credits on a made-up book with its truth: how many a second, how many alone, how many of those right.

Beside it the plain tool: the one open item with exactly the amount, looked up in a table.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from o2c.bench import book
from o2c.bench.figures import Figure
from o2c.collections.cash.engine.book import Book
from o2c.collections.cash.engine.facts import Credit, Proposal
from o2c.collections.cash.engine.matching import run
from o2c.collections.cash.folder import book_of, credits_of

CREDITS, ITEMS, CUSTOMERS = 3_000, 10_000, 400
BASELINE = "amount-only lookup"
Answers = dict[str, Proposal]


def matching(sizes: book.Sizes) -> Iterator[Figure]:
    sys.path.insert(0, str(Path(settings.BASE_DIR) / "tests"))  # the generator of the book is the tests' own
    share = min(1.0, sizes.items / ITEMS)
    world = import_module("cash_sample").World(
        book.SEED + time.gmtime().tm_yday, customers=int(CUSTOMERS * share), items=int(ITEMS * share), payments=int(CREDITS * share)
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "world"
        import_module("cash_folder").write(world, place)
        ours, taken = _timed(place, lambda credits_in, known: {one.credit: one for one in run(iter(credits_in), known)})
        theirs, plainly = _timed(place, _by_amount)
    count = len(world.payments)
    yield Figure(f"matching {count} credits", BASELINE, taken, plainly, note=f"{count / taken:,.0f} credits a second and core")
    judges = {"booked alone": _alone, "of those right": _right_alone, "right as proposed": _right, "customer right": _customer}
    for question, judge in judges.items():
        yield Figure(f"  matching: {question}", BASELINE, judge(world.payments, ours), judge(world.payments, theirs), unit="")


def _timed(place: Path, answer: Callable[[Sequence[Credit], Book], Answers]) -> tuple[Answers, float]:
    """Processor seconds of one core, on a book nobody has asked yet."""
    known, credits_in = book_of(place), credits_of(place)
    started = time.process_time()
    found = answer(credits_in, known)
    return found, time.process_time() - started


def _by_amount(credits_in: Sequence[Credit], known: Book) -> Answers:
    open_items: dict[int, list[Any]] = {}
    for item in known.items.values():
        if item.open > 0:
            open_items.setdefault(item.open, []).append(item)
    found = {}
    for credit in credits_in:
        fitting = open_items.get(credit.amount, [])
        if len(fitting) == 1:
            item = fitting.pop()
            found[credit.reference] = Proposal(credit.reference, "auto", (item.customer,), ((item.number, credit.amount),))
    return found


def _is_right(payment: Any, answers: Answers) -> bool:
    applied = dict(answers[payment.reference].applications) if payment.reference in answers else {}
    return applied == payment.applied or (len(applied) == 1 and set(applied) <= payment.alternatives)


def _booked(payments: Sequence[Any], answers: Answers) -> list[Any]:
    return [one for one in payments if (told := answers.get(one.reference)) and told.tier == "auto" and told.applications]


def _alone(payments: Sequence[Any], answers: Answers) -> float:
    return len(_booked(payments, answers)) / len(payments)


def _right_alone(payments: Sequence[Any], answers: Answers) -> float:
    booked = _booked(payments, answers)
    return sum(_is_right(one, answers) for one in booked) / max(1, len(booked))


def _right(payments: Sequence[Any], answers: Answers) -> float:
    return sum(_is_right(one, answers) for one in payments) / len(payments)


def _customer(payments: Sequence[Any], answers: Answers) -> float:
    named = [one for one in payments if one.customers]
    told = {one.reference: set(answers[one.reference].customers) if one.reference in answers else set() for one in named}
    return sum(told[one.reference] == {f"C{number}" for number in one.customers} for one in named) / max(1, len(named))

"""The whole bench on a small book, in the test's own database: every figure is printed with its ratio."""

import re
from importlib import import_module
from io import StringIO

import pytest

from o2c.bench import book, figures
from o2c.bench.management.commands.bench import Command
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.queries import open_items
from o2c.collections.portfolios.models import PortfolioMember
from o2c.core.access.queries import the_night

pytestmark = pytest.mark.django_db
SMALL = book.Sizes(items=500, customers=510, settled=100, campaigns=150)
LINE = re.compile(r"^(?P<question>.+?)\s+\d+\.\d\d x  (?P<baseline>\S.+)  \[")


@pytest.fixture(autouse=True)
def small_book() -> None:
    book.build(SMALL, lambda words: None)


def test_every_figure_is_printed_with_its_ratio_and_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMPLE_DATA", raising=False)
    monkeypatch.setattr(figures, "ROUNDS", 1)
    monkeypatch.setattr(import_module("o2c.bench.measures.passes"), "ASKED", 20)
    monkeypatch.setattr(import_module("o2c.bench.measures.statements"), "ENTRIES", 50)
    out = StringIO()

    Command(stdout=out).measure(SMALL, only=None)

    lines = out.getvalue().splitlines()
    assert len(lines) == 47
    assert [line for line in lines if not LINE.match(line)] == []


def test_the_book_is_as_large_as_asked_and_its_cache_is_true() -> None:
    assert OpenItem.objects.filter(open_amount__gt=0).count() == SMALL.items
    assert open_items(book.collector()).count() == SMALL.items
    assert PortfolioMember.objects.filter(portfolio="bench-1").count() == 500
    for item in OpenItem.objects.filter(side="debit", open_amount=0)[:20]:
        assert sum(credit.amount for credit in item.credits.all()) == item.original_amount


def test_a_second_build_uses_the_first_and_measuring_changes_nothing() -> None:
    before = Allocation.objects.count()
    book.build(SMALL, pytest.fail)

    Command(stdout=StringIO()).measure(SMALL, only="allocating")

    assert Allocation.objects.count() == before
    assert the_night().is_robot

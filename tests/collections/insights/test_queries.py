"""The board's figures, the customers and the items behind them come from the same facts and agree to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from factories.accounts import CustomerFactory
from factories.billing import open_account, posted, settled
from factories.portfolios import PortfolioFactory, PortfolioMemberFactory
from people import person

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.rules.figures import BUCKETS
from o2c.collections.insights.queries import Question, balances, items, standing
from o2c.core.access.models import User

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 28)


@pytest.fixture
def account() -> FinancialAccount:
    """One customer: 100 ten days late, 50 a hundred days late of which 20 paid, 80 due in five days, a credit note of 15."""
    account = open_account(first=date(2025, 1, 1))
    posted(account, "100", date(2026, 1, 19), due=ON - timedelta(days=10))
    old = posted(account, "50", date(2025, 10, 1), due=ON - timedelta(days=100))
    settled(old, posted(account, "20", date(2026, 2, 1), "receipt"), "20", date(2026, 2, 1))
    posted(account, "80", date(2026, 2, 2), due=ON + timedelta(days=5))
    posted(account, "15", date(2026, 2, 3), "credit_note")
    return account


@pytest.fixture
def reader() -> User:
    return person("collector")


def asked(account: FinancialAccount, on: date = ON, **facts: object) -> Question:
    return Question(on, account.currency, account.entity, **facts)  # type: ignore[arg-type]


def test_the_figures_of_the_board(account: FinancialAccount, reader: User) -> None:
    found = standing(reader, asked(account))

    assert found is not None
    assert (found.ageing.open_balance, found.ageing.overdue, found.ageing.credits) == (Decimal(195), Decimal(130), Decimal(-15))
    assert (found.due_soon, found.customers_overdue) == (Decimal(80), 1)
    assert found.past_due_ratio == Decimal(130) / Decimal(210)
    assert found.ageing.sales == Decimal(165)
    assert found.best_possible_dso == Decimal(80) / Decimal(165) * 90
    assert found.days_delinquent == Decimal(195) / Decimal(165) * 90 - Decimal(80) / Decimal(165) * 90


def test_the_customers_add_up_to_the_figures(account: FinancialAccount, reader: User) -> None:
    found, (row,) = standing(reader, asked(account)), balances(reader, asked(account))

    assert found is not None
    assert {bucket.name: row[bucket.name] for bucket in BUCKETS} == found.ageing.buckets
    assert (row["overdue"], row["credits"], row["days_past_due"]) == (found.ageing.overdue, found.ageing.credits, 100)
    assert row["receivable"] + row["credits"] == found.ageing.open_balance
    assert items(reader, asked(account)).aggregate(total=Sum("balance"))["total"] == found.ageing.open_balance


def test_an_earlier_day_shows_what_was_open_then(account: FinancialAccount, reader: User) -> None:
    (row,) = balances(reader, asked(account, date(2026, 1, 31)))

    assert (row["receivable"], row["credits"]) == (Decimal(150), 0)


def test_a_portfolio_asks_about_its_members_of_that_day(account: FinancialAccount, reader: User) -> None:
    portfolio = PortfolioFactory(entity=account.entity, collector=reader)
    empty = asked(account, portfolio=portfolio)
    assert standing(reader, empty) is None
    assert not balances(reader, empty)

    PortfolioMemberFactory(portfolio=portfolio, customer=account.customer, valid_until=ON)
    PortfolioMemberFactory(portfolio=portfolio, customer=CustomerFactory())

    assert not balances(reader, empty)  # left on the day itself
    assert len(balances(reader, asked(account, ON - timedelta(days=1), portfolio=portfolio))) == 1


def test_who_may_not_read_the_ledger_gets_nothing(account: FinancialAccount) -> None:
    assert standing(person(), asked(account)) is None
    assert not items(person(), asked(account))

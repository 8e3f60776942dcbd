"""The board shows figures that lead to their rows; the same rows leave as Excel."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.billing import open_account, posted
from factories.portfolios import PortfolioFactory, PortfolioMemberFactory
from openpyxl import load_workbook
from people import person

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.core.access.models import User

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 28)
ASKED = {"as_of": ON.isoformat()}


@pytest.fixture
def account() -> FinancialAccount:
    account = open_account(first=date(2025, 1, 1))
    posted(account, "1234.50", date(2026, 1, 1), due=ON - timedelta(days=20), reference="LATE-1")
    posted(account, "500", date(2026, 2, 20), due=ON + timedelta(days=20), reference="SOON-1")
    return account


@pytest.fixture
def collector(account: FinancialAccount) -> User:
    user = person("collector", entity=account.entity)
    portfolio = PortfolioFactory(code="mine", name="My customers", entity=account.entity, collector=user)
    PortfolioMemberFactory(portfolio=portfolio, customer=account.customer)
    return user


def text(answer: Any) -> str:
    return str(answer.content.decode().replace("\xa0", " "))


def test_a_collector_starts_with_the_own_portfolio(client: Client, collector: User) -> None:
    client.force_login(collector)

    shown = text(client.get(reverse("portfolio"), ASKED))

    assert "My customers" in shown
    assert "EUR 1,734.50" in shown
    assert "EUR 1,234.50" in shown
    assert "Call" in shown


def test_a_figure_leads_to_the_items_behind_it(client: Client, collector: User) -> None:
    client.force_login(collector)
    board = client.get(reverse("portfolio"), ASKED)
    overdue = next(tile for tile in board.context["tiles"] if "overdue" in tile.url)

    behind = text(client.get(overdue.url))

    assert "LATE-1" in behind
    assert "SOON-1" not in behind


def test_the_excel_file_holds_the_rows_of_the_page(client: Client, collector: User, account: FinancialAccount) -> None:
    client.force_login(collector)

    answer = client.get(reverse("portfolio"), {**ASKED, "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[1]  # type: ignore[attr-defined]

    rows = [dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in line], strict=True)) for line in sheet.iter_rows(min_row=2)]
    assert [(row["Customer"], Decimal(str(row["Overdue"]))) for row in rows] == [(account.customer.legal_name, Decimal("1234.5"))]


def test_a_collector_of_another_entity_sees_nothing_of_it(client: Client, collector: User, account: FinancialAccount) -> None:
    client.force_login(person("collector", name="Else Where", entity=open_account().entity))

    shown = text(client.get(reverse("portfolio"), {**ASKED, "portfolio": "mine"}))

    assert "My customers" not in shown
    assert account.customer.legal_name not in shown


def test_the_board_stays_within_its_query_budget(client: Client, collector: User, django_assert_max_num_queries: Any) -> None:
    client.force_login(collector)
    client.get(reverse("portfolio"), ASKED)

    with django_assert_max_num_queries(30):
        client.get(reverse("portfolio"), ASKED)


def test_only_who_may_hand_the_portfolio_over_is_offered_it(client: Client, collector: User) -> None:
    client.force_login(collector)
    assert "hand-over" not in text(client.get(reverse("portfolio"), {**ASKED, "portfolio": "mine"}))

    client.force_login(person("supervisor"))
    assert "hand-over" in text(client.get(reverse("portfolio"), {**ASKED, "portfolio": "mine"}))

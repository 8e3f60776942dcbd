"""A collector opens the portfolio, goes from a figure to the rows behind it, to the document and to the customer."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from factories.billing import open_account, posted
from factories.portfolios import PortfolioFactory, PortfolioMemberFactory
from people import person
from playwright.sync_api import expect

from o2c.accounts.customers.models import CustomerEntity
from o2c.core.clock import local_today
from o2c.core.dates import add_months, first_of_month


def test_from_a_figure_to_its_rows_and_the_customer(page_as: Any, axe: Any) -> None:
    today = local_today()
    account = open_account(first=add_months(first_of_month(today), -12), months=13)
    CustomerEntity.objects.create(customer=account.customer, entity=account.entity)
    posted(account, "1234.50", today - timedelta(days=50), due=today - timedelta(days=20), reference="LATE-1")
    posted(account, "500", today - timedelta(days=5), due=today + timedelta(days=25), reference="SOON-1")
    collector = person("collector", entity=account.entity)
    portfolio = PortfolioFactory(name="My customers", entity=account.entity, collector=collector)
    PortfolioMemberFactory(portfolio=portfolio, customer=account.customer)

    page = page_as(collector, reverse("portfolio"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My customers")
    expect(page.get_by_role("row", name=account.customer.legal_name)).to_contain_text("Call")
    axe(page)

    page.get_by_role("link", name="Overdue").filter(has_text="1,234.50").click()
    expect(page.get_by_role("link", name="LATE-1")).to_be_visible()
    expect(page.get_by_role("link", name="SOON-1")).to_have_count(0)
    expect(page.locator("tfoot")).to_contain_text("1,234.50")
    axe(page)

    page.get_by_role("link", name="LATE-1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("LATE-1")
    axe(page)

    page.goto(page.url.split("/billing/")[0] + reverse("portfolio"))
    page.get_by_role("link", name=account.customer.legal_name).click()
    expect(page.get_by_role("link", name="SOON-1")).to_be_visible()
    axe(page)

"""An invoice by hand in the browser: a clerk writes it, another person agrees, the paper opens and a copy goes out."""

from pathlib import Path
from typing import Any

import pytest
from factories.billing import billable, open_months
from people import person
from playwright.sync_api import Page, expect
from pytest_django import Settings

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.models import Document
from o2c.billing.documents.services.rendering import keep_rendering, make_papers
from o2c.core import gates
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.outbox.models import Outbox


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    for question in ("release_document", "post_document"):
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])


@pytest.fixture
def account() -> FinancialAccount:
    account = billable()
    open_months(account.entity, first_of_month(local_today(account.entity)), 1)
    return account


def save(page: Page) -> None:
    page.locator("main form[data-form] button[type=submit]").click()


def write(page: Page) -> None:
    page.get_by_label("Document date").fill("today")
    page.get_by_label("Description 1").fill("Sponsored section")
    page.get_by_label("Quantity 1").fill("3")
    page.get_by_label("Unit price 1").fill("5000")
    save(page)


def test_a_clerk_writes_another_agrees_and_the_paper_goes_out(page_as: Any, axe: Any, account: FinancialAccount) -> None:
    page = page_as(person("clerk"), f"/billing/drafts/new/?account={account.public_id}")
    axe(page)
    write(page)
    expect(page.locator("main")).to_contain_text("As it would be posted")
    expect(page.locator("main")).to_contain_text("18,000.00")
    expect(page.locator("main")).to_contain_text("posting asks a second person")
    axe(page)
    page.get_by_role("button", name="Post").click()
    expect(page.locator("main")).to_contain_text("waiting for approval")

    deciding = page_as(person("approver"), ApprovalRequest.objects.get().get_absolute_url())
    deciding.locator("button[name=decision][value=approve]").click()
    deciding.wait_for_load_state()

    document = Document.objects.get()
    keep_rendering(document.pk, make_papers(document), actor=person("system"))  # what the worker does after the commit
    page.goto(page.url.split("/billing/")[0] + document.get_absolute_url())
    paper = page.get_by_role("link", name="Open PDF").get_attribute("href")
    answer = page.request.get(page.url.split("/billing/")[0] + str(paper))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    axe(page)

    page.get_by_role("link", name="Send copy").click()
    save(page)
    expect(page.locator("h1")).to_contain_text(document.number)
    assert Outbox.objects.get(topic="document_copies").enclosures.get().file.sha256 == document.rendering.pdf.sha256

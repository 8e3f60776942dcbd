"""Credit and rebill in the browser: a clerk corrects a price, another person agrees, the documents are issued."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories.billing import billable, issued, new_line, open_months
from people import person
from playwright.sync_api import Page, expect
from pytest_django import Settings

from o2c.billing.documents.models import Document
from o2c.core import gates
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    for question in ("release_document", "post_document"):
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])


@pytest.fixture
def invoice() -> Document:
    account = billable(buyer="FR")
    open_months(account.entity, first_of_month(local_today(account.entity)), 1)
    lines = [new_line("1.20", quantity=Decimal(500)), new_line("40", description="Set-up of the campaign")]
    return issued(account, lines=lines)


def save(page: Page) -> None:
    page.locator("main form[data-form] button[type=submit]").click()


def test_a_wrong_price_is_credited_and_billed_anew(page_as: Any, axe: Any, invoice: Document) -> None:
    page = page_as(person("clerk"), invoice.get_absolute_url())
    page.get_by_role("link", name="Correct this document").click()
    page.locator("[name=cause]").select_option("wrong_price")
    page.locator("[name=team]").select_option("pricing")
    page.locator("[name=explanation]").fill("The order of March says 1.00")
    save(page)
    expect(page.locator("h1")).to_have_text(f"Correction of {invoice.number}")
    page.get_by_role("link", name="Display advertising").click()
    page.locator("[name=rebill_price]").fill("1.00")
    save(page)
    expect(page.locator("main")).to_contain_text("500 × 1.00")
    expect(page.locator("dl.figures")).to_contain_text("−100.00")
    axe(page)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("main")).to_contain_text("waiting for approval")

    deciding = page_as(person("approver"), ApprovalRequest.objects.get().get_absolute_url())
    expect(deciding.locator("main")).to_contain_text("500 × 1")
    deciding.locator("button[name=decision][value=approve]").click()
    deciding.wait_for_load_state()

    page.reload()
    page.get_by_role("button", name="Post documents").click()
    expect(page.get_by_role("link", name="Credit note")).to_be_visible()
    credit = Document.objects.get(kind="credit_note")
    page.get_by_role("link", name=str(credit)).click()
    expect(page.get_by_role("link", name=invoice.number, exact=True).first).to_be_visible()

"""A held invoice in the morning list: the order is put right, the proposal made again, another person agrees, the invoice is out."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories.accounts import BillingProfileFactory, CustomerFactory, PurchaseOrderFactory
from factories.billing import billable, open_months, selling_entity
from factories.compliance import load_list, screened
from factories.invoicing import proposed, running, spent, worked
from factories.kyc import known as approved_file
from factories.sanctions import CLEAN
from people import person
from playwright.sync_api import Page, expect
from pytest_django import Settings

from o2c.billing.documents.models import Document
from o2c.billing.documents.services.rendering import keep_rendering, make_papers
from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.services import POSTING, PROPOSING
from o2c.core.access.queries import the_night
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.dates import add_months, first_of_month
from o2c.core.outbox.models import Outbox


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> BillingRun:
    """Last month proposed: an invoice of 12, and one of 700 on an order of 500."""
    settings.MEDIA_ROOT = str(tmp_path)
    load_list(CLEAN)
    person("system")
    entity = selling_entity("DE", code="DE01")
    this_month = first_of_month(local_today(entity))
    open_months(entity, this_month, 1)
    customer = CustomerFactory(entity=entity, country="DE", legal_name="Kranich Möbel GmbH", number="K7")
    profile = BillingProfileFactory(customer=customer, po_required=True)
    held = billable(entity=entity, customer=customer, buyer="DE", billing_profile=profile)
    good = billable(entity=entity, buyer="DE")
    for account in (held, good):
        screened(account.customer)
        approved_file(account.customer)
    PurchaseOrderFactory(customer=customer, entity=entity, amount=500, number="PO-7", starts_on=add_months(this_month, -3))
    delivered = add_months(this_month, -1) + timedelta(days=5)
    spent(running(held, name="Herbst"), "700.00", delivered, units="350000")
    spent(running(good, name="Winter"), "12.00", delivered, units="6000")
    return proposed(entity, delivered, actor=person("clerk"))


def save(page: Page) -> None:
    page.locator("main form[data-form] button[type=submit]").click()


def press(page: Page, move: str) -> None:
    page.locator(f".head a[href$='/{move}/'], .head form[action$='/{move}/'] button").first.click()


def test_a_held_invoice_goes_out_once_its_order_has_room(page_as: Any, axe: Any, run: BillingRun, tmp_path: Path) -> None:
    page = page_as(person("clerk"), "/")
    morning = page.locator("section, .card").filter(has_text="Held invoices").last
    expect(morning).to_contain_text("used up: the line is EUR 200.00 over")
    morning.get_by_role("link", name="Herbst").click()
    axe(page)
    page.get_by_role("link", name="PO-7").click()
    expect(page.locator("dl.figures")).to_contain_text("700.00")
    page.locator("a[href$='/update/']").first.click()
    page.locator("[name=amount]").fill("700")
    (tmp_path / "order.pdf").write_bytes(b"%PDF-1.7\n%paper")
    page.locator("[name=document]").set_input_files(tmp_path / "order.pdf")
    save(page)
    expect(page.locator("main")).to_contain_text("Herbst")

    page.goto(run.get_absolute_url())
    press(page, "repropose")
    worked(run, PROPOSING)
    page.goto(run.get_absolute_url())
    axe(page)
    press(page, "submit")
    page.locator("[name=reason]").fill("The month is complete")
    save(page)
    expect(page.locator("main")).to_contain_text("Waiting for approval")

    deciding = page_as(person("approver"), ApprovalRequest.objects.get(kind="billing_run").get_absolute_url())
    deciding.locator("button[name=decision][value=approve]").click()
    deciding.wait_for_load_state()
    worked(run, POSTING)

    page.goto(run.get_absolute_url())
    expect(page.locator(".head .st").first).to_contain_text("done")
    page.get_by_role("link", name="Invoices", exact=True).click()
    expect(page.locator("tbody")).to_contain_text("DE01-INV")
    invoice = Document.objects.get(net=Decimal(700))
    assert (invoice.lines.get().order_number, Document.objects.count()) == ("PO-7", 2)
    keep_rendering(invoice.pk, make_papers(invoice), actor=the_night())
    mail = Outbox.objects.get(topic="document_issued")
    assert mail.enclosures.get().file.sha256 == invoice.rendering.pdf.sha256

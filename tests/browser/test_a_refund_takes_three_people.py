"""A credit goes back: a clerk asks, an approver agrees, finance releases and sends, the bank confirms; and nobody takes two steps."""

from typing import Any

from django.urls import reverse
from factories.refunds import desk, own_account, report
from playwright.sync_api import expect

from o2c.billing.refunds.models import PaymentFile, RefundRequest


def test_three_people_and_no_shortcut(page_as: Any, axe: Any) -> None:
    at_desk = desk()
    own_account(at_desk.account)

    clerk = page_as(at_desk.clerk, reverse("refund_new", args=[at_desk.account.public_id]))
    clerk.get_by_label("Bank 4711").fill("200")
    clerk.get_by_label("To bank account").select_option(str(at_desk.bank.public_id))
    clerk.get_by_label("Reason").fill("Paid twice")
    clerk.get_by_role("button", name="Draft refund").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("Refund RF")
    axe(clerk)
    clerk.get_by_role("link", name="Submit").click()
    clerk.get_by_role("button", name="Submit").click()
    refund = RefundRequest.objects.get()
    expect(clerk.get_by_text("waiting for approval").first).to_be_visible()
    expect(clerk.get_by_role("button", name="Release refund")).to_have_count(0)

    approver = page_as(at_desk.approver, refund.get_absolute_url())
    approver.get_by_role("link", name=refund.number, exact=True).first.click()
    approver.get_by_role("button", name="Approve", exact=True).click()
    approver.goto(refund.get_absolute_url())
    approver.get_by_role("button", name="Release refund").click()
    expect(approver.get_by_text("Above the limit three persons take part")).to_be_visible()

    finance = page_as(at_desk.finance, refund.get_absolute_url())
    finance.get_by_role("button", name="Release refund").click()
    expect(finance.get_by_text("Released: it can be paid.")).to_be_visible()
    finance.goto(reverse("payment_file_new"))
    finance.get_by_label("Paid from").select_option(label=str(at_desk.account.entity.bank_accounts.get()))
    finance.get_by_role("button", name="Make file").click()
    with finance.expect_download() as fetched:
        finance.get_by_role("button", name="Fetch file").click()
    file = PaymentFile.objects.get()
    assert fetched.value.suggested_filename == f"{file.message_id}.xml"
    finance.goto(reverse("status_report_new"))
    answer = report(file.message_id, (refund.number, "ACSC"))
    finance.get_by_label("Status report").set_input_files({"name": "status.xml", "mimeType": "application/xml", "buffer": answer})
    finance.get_by_role("button", name="Take in").click()
    finance.goto(refund.get_absolute_url())
    expect(finance.get_by_text("paid, confirmed").first).to_be_visible()
    axe(finance)

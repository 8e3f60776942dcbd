"""The cash clerk's morning: a statement is imported, what is certain books itself, the rest is worked by keyboard, the day is signed."""

import re
from collections.abc import Callable
from datetime import date
from typing import cast

from bank_files import end_of_day
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import own_account
from people import person
from playwright.sync_api import Page, expect
from worker import drain_outbox

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching.models import Application
from o2c.collections.cash.review.rules import bank_days_before
from o2c.collections.cash.statements.models import BankDayReview, StatementFile
from o2c.collections.cash.statements.tasks import import_bank_file
from o2c.core.clock import local_today

PageAs = Callable[..., Page]
Axe = Callable[[Page], None]


def test_the_morning_goes_from_the_import_to_the_signed_day(page_as: PageAs, axe: Axe) -> None:
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    name = account.customer.legal_name
    for number, amount in enumerate(("119.00", "1000.00", "500.00")):
        posted(account, amount, date(2026, 1, 5 + number), reference=f"RE-2026-10010{number}")
    clerk = person("cash_clerk")
    day = bank_days_before(local_today(clerk))[0]
    texts = [("119.00", name, "Rechnung RE-2026-100100"), ("950.00", name, "RE-2026-100101"), ("480.00", name, "Werbekosten")]
    statement = end_of_day(*texts, ("7.00", "Hans Mustermann", "Miete"), day=day.isoformat(), closing="1556.00")

    page = page_as(clerk, "/collections/cash/")
    axe(page)
    page.get_by_role("link", name="Import bank files").click()
    page.get_by_label("Bank files").set_input_files({"name": "day.xml", "mimeType": "text/xml", "buffer": statement.encode()})
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Files handed over: 1.")).to_be_visible()
    page.goto("/collections/cash/")
    expect(page.get_by_role("progressbar", name="Bank file")).to_be_visible()
    import_bank_file(cast(int, StatementFile.objects.get().job_id))
    drain_outbox()

    page.goto("/collections/cash/")
    axe(page)
    page.get_by_role("link", name="Matching").last.click()
    axe(page)
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(3)
    rows.first.focus()
    page.keyboard.press("j")
    page.keyboard.press("k")
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name=re.compile(re.escape(name)))).to_be_visible()
    expect(panel.get_by_text("was paid short")).to_be_visible()
    axe(page)
    page.keyboard.press("a")
    expect(page.get_by_text("Booked as proposed.")).to_be_visible()
    expect(rows).to_have_count(2)

    expect(panel.get_by_text("nothing open fits")).to_be_visible()  # the next row is ready
    third = panel.get_by_label("Amount for RE-2026-100102")
    third.fill("480")
    third.press("Tab")
    expect(panel.locator("#difference")).to_contain_text("EUR 0.00")
    panel.get_by_label("Rest of RE-2026-100102").select_option("deduction:promotion")
    panel.locator("h2").click()
    page.keyboard.press("b")
    expect(page.get_by_text("Booked as you said.")).to_be_visible()
    expect(rows).to_have_count(1)

    assert {str(item.open_amount) for item in OpenItem.objects.filter(kind="invoice")} == {"0.0000", "50.0000"}
    assert OpenItem.objects.get(kind="deduction", side="debit").open_amount == 20
    assert Application.objects.filter(by_rule=True).count() == 1

    page.goto("/collections/cash/")
    page.get_by_role("link", name=re.compile("^Sign")).click()
    page.get_by_label("Remark").fill("The rent of a neighbour is asked about")
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text("The day is signed.")).to_be_visible()
    assert (BankDayReview.objects.get().day, BankDayReview.objects.get().unmatched) == (day, 1)

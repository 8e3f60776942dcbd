"""The cash clerk's morning: what came in the night is on its invoices, the rest is worked by keyboard."""

import re
from collections.abc import Callable
from datetime import date

from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import imported, own_account, payment
from people import person
from playwright.sync_api import Page, expect

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching.models import Application
from o2c.collections.cash.matching.run import match_entity

PageAs = Callable[..., Page]
Axe = Callable[[Page], None]


def test_the_rest_of_the_morning_is_worked_by_keyboard(page_as: PageAs, axe: Axe) -> None:
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    name = account.customer.legal_name
    for number, amount in enumerate(("119.00", "1000.00", "500.00")):
        posted(account, amount, date(2026, 1, 5 + number), reference=f"RE-2026-10010{number}")
    texts = [("119.00", "Rechnung RE-2026-100100"), ("950.00", "RE-2026-100101"), ("480.00", "Werbekosten"), ("7.00", "Miete")]
    for number, (amount, text) in enumerate(texts):
        imported(payment(f"PAY{number}", amount, text, payer=name if number < 3 else "Hans Mustermann"))
    clerk = person("cash_clerk")
    assert match_entity(account.entity, on=date(2026, 3, 2), actor=clerk).booked == 1

    page = page_as(clerk, "/collections/matching/")
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

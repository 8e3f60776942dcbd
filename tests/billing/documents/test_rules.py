"""What a document comes to before it has a number: tax, rounding, references."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refused
from stdnum import iso11649

from o2c.billing.documents.engine.amounts import line_net, part_net
from o2c.billing.documents.engine.shapes import Party, Payment
from o2c.billing.documents.rules import (
    BuyerTax,
    Credited,
    Facts,
    NewDocument,
    NewLine,
    SellerTax,
    Taxed,
    Terms,
    compose,
    creditor_reference,
    determine,
)
from o2c.core.money import digits

DAY = date(2026, 3, 10)
FRANCE = SellerTax("FR", ((Decimal(20), date(2015, 1, 1), None),))
GERMANY = SellerTax("DE", ((Decimal(16), date(2020, 7, 1), date(2021, 1, 1)), (Decimal(19), date(2021, 1, 1), None)))
FACTS = Facts(
    entity_id=1, customer_id=1, currency="EUR", account_state="active", today=date(2026, 12, 31),
    seller=Party("Seller SAS", "FR", tax_id="FR83404833048"), buyer=Party("Buyer SAS", "FR"), seller_tax=FRANCE,
    buyer_tax=BuyerTax("FR", False), terms=Terms("NET30", 30), payment=Payment("58", "FR7630006000011234567890189"),
)  # fmt: skip


def asked(*nets: str, **facts: object) -> NewDocument:
    lines = [NewLine("Display", Decimal(1), "C62", Decimal(net)) for net in nets]
    return NewDocument(**{"kind": "invoice", "account_id": 1, "document_date": DAY, "source_key": "k", "lines": lines, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("currency", "nets", "net", "tax", "gross"),
    [
        ("JPY", ["100.4", "0.5"], "101", "20", "121"),
        ("EUR", ["0.125", "0.125"], "0.26", "0.05", "0.31"),
        ("KWD", ["1.0005", "2.0004"], "3.001", "0.600", "3.601"),
    ],
)
def test_lines_round_to_the_currency_and_tax_is_taken_on_their_sum(currency: str, nets: list[str], net: str, tax: str, gross: str) -> None:
    composed = compose(asked(*nets), replace(FACTS, currency=currency), Credited())
    totals = composed.invoice.totals
    assert (totals.net, totals.tax, totals.gross) == (Decimal(net), Decimal(tax), Decimal(gross))
    assert composed.against == []


@pytest.mark.parametrize(
    ("terms", "start", "due"),
    [
        (Terms("NET30", 30), date(2026, 1, 15), date(2026, 2, 14)),
        (Terms("NET45EOM", 45, "net_then_eom"), date(2026, 1, 15), date(2026, 3, 31)),
        (Terms("EOM45", 45, "eom_then_net"), date(2026, 1, 15), date(2026, 3, 17)),
    ],
)
def test_due_dates_follow_the_terms(terms: Terms, start: date, due: date) -> None:
    assert compose(asked("1", document_date=start), replace(FACTS, terms=terms), Credited()).due_date == due


def test_the_rate_is_that_of_the_day_of_supply() -> None:
    assert determine(GERMANY, BuyerTax("DE", False), date(2020, 12, 31)) == Taxed("S", Decimal(16))
    line = NewLine("Display", Decimal(1), "C62", Decimal(100), service_from=date(2020, 12, 1), service_until=date(2021, 1, 1))
    facts = replace(FACTS, seller_tax=GERMANY, buyer_tax=BuyerTax("DE", False))
    assert compose(asked(lines=[line], document_date=date(2021, 1, 5)), facts, Credited()).invoice.totals.tax == 16


def test_what_cannot_be_determined_is_refused_and_a_tax_service_answers_where_one_is_set() -> None:
    refused("tax_rate_missing", determine, FRANCE, BuyerTax("FR", True), date(2014, 1, 1))
    refused("tax_buyer_country_missing", determine, FRANCE, BuyerTax("", True), DAY)
    refused("sales_tax_not_set", determine, SellerTax("US", ()), BuyerTax("US", False), DAY)
    answer = Taxed("S", Decimal("8.875"))
    assert determine(SellerTax("US", ()), BuyerTax("US", False), DAY, adapter=lambda seller, buyer, on: answer) == answer


@given(
    st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/", min_size=1, max_size=40).filter(lambda text: any(c.isalnum() for c in text))
)
def test_a_payment_reference_is_valid_for_every_number(number: str) -> None:
    assert iso11649.is_valid(creditor_reference(number))


@given(st.lists(st.decimals(min_value="0.01", max_value="99999", places=4), min_size=1, max_size=8), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_totals_always_add_up(nets: list[Decimal], currency: str) -> None:
    invoice = compose(asked(*map(str, nets)), replace(FACTS, currency=currency), Credited()).invoice
    assert invoice.totals.net == sum(line.net for line in invoice.lines) == sum(tax.base for tax in invoice.taxes)
    assert invoice.totals.gross == invoice.totals.net + sum(tax.amount for tax in invoice.taxes)


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=12), st.integers(1, 99_999_999), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_the_parts_of_a_line_add_up_to_the_line(thousandths: list[int], price: int, currency: str) -> None:
    """However a line is credited in parts at its price: each a cent from its own product at most, all together the line."""
    unit_price, done, credited = Decimal(price).scaleb(-8), Decimal(0), Decimal(0)
    cent = Decimal(1).scaleb(-digits(currency))
    for part in thousandths:
        quantity = Decimal(part).scaleb(-3)
        net = part_net(quantity, unit_price, currency, quantity_before=done, net_before=credited)
        assert net >= 0
        assert abs(net - line_net(quantity, unit_price, currency)) <= cent
        done, credited = done + quantity, credited + net
    assert credited == line_net(done, unit_price, currency)


def test_a_part_at_another_price_stands_for_itself() -> None:
    assert part_net(Decimal(1), Decimal("0.335"), "EUR", quantity_before=Decimal(1), net_before=Decimal("0.30")) == Decimal("0.34")

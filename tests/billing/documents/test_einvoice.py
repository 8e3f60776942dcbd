"""What an electronic invoice must hold: each named rule with a sample that breaks it, and both XML forms against their schemas."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from o2c.billing.documents.engine.amounts import line_net, taxes_of, totals_of
from o2c.billing.documents.engine.checks import broken_peppol_rules, broken_rules
from o2c.billing.documents.engine.cii import cii
from o2c.billing.documents.engine.shapes import CREDIT_NOTE, Category, Invoice, Line, Party, Payment, Preceding, Totals
from o2c.billing.documents.engine.ubl import ubl
from o2c.billing.documents.messages import MESSAGES

SCHEMAS = files("facturx") / "xsd_and_schematron"
SELLER = Party(
    "Muster Media GmbH",
    "DE",
    "Lindenweg 5",
    "Berlin",
    "10115",
    "DE123456789",
    "HRB 1",
    "billing@muster.example",
    "EM",
    "Ana",
    "a@b.example",
    "+49",
)
BUYER = Party("Café Zoé SARL", "FR", "1 rue d'Ici", "Paris", "75001", "FR40303265045", "", "ap@zoe.example")
REASONS: dict[Category, tuple[str, str]] = {
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "G": ("Export outside the EU", "VATEX-EU-G"),
    "K": ("Intra-community supply", "VATEX-EU-IC"),
    "E": ("Exempt, art. 135", "VATEX-EU-132"),
    "O": ("Not subject to VAT", "VATEX-EU-O"),
}


def line(number: str = "1", price: str = "100.00", category: Category = "S", rate: str = "19", **values: Any) -> Line:
    quantity = Decimal(values.pop("quantity", "2"))
    return Line(
        number, "Display campaign", quantity, Decimal(price), line_net(quantity, Decimal(price), "EUR"), category, Decimal(rate), **values
    )


def invoice(*lines: Line, **values: Any) -> Invoice:
    held = lines or (line(), line("2", "33.33", rate="7", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), advertiser="Zoé Rouen"))
    taxes = taxes_of(held, "EUR", REASONS)
    usual: dict[str, Any] = {
        "due_on": date(2026, 4, 30),
        "buyer_reference": "04011000-12345-03",
        "order": "PO7545168",
        "payment": Payment("58", "DE89370400440532013000", "COBADEFFXXX", "Muster Media GmbH", "RF18539007547034"),
    }
    return Invoice("DE-2026-0001", date(2026, 3, 31), "380", "EUR", SELLER, BUYER, held, taxes, totals_of(held, taxes), **usual | values)


CREDIT = replace(invoice(), kind=CREDIT_NOTE, preceding=(Preceding("DE-2026-0000", date(2026, 2, 28)),))


def rules(one: Invoice) -> list[str]:
    return [broken.rule for broken in broken_rules(one)]


@pytest.mark.parametrize("one", [
    invoice(),
    CREDIT,
    invoice(line(category="AE", rate="0")),
    invoice(line(category="G", rate="0")),
    invoice(line(category="E", rate="0")),
    invoice(line(category="Z", rate="0")),
    invoice(line(category="K", rate="0"), delivered_to="FR", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31)),
], ids=["standard", "credit note", "reverse charge", "export", "exempt", "zero", "intra-community"])  # fmt: skip
def test_a_right_invoice_breaks_nothing_and_fits_both_schemas(one: Invoice) -> None:
    assert rules(one) == []
    assert broken_peppol_rules(one) == []
    _valid(cii(one), SCHEMAS / "facturx-en16931" / "Factur-X_EN16931.xsd")
    name = "CreditNote" if one.kind == CREDIT_NOTE else "Invoice"
    _valid(ubl(one), SCHEMAS / "ubl-2.1" / "maindoc" / f"UBL-{name}-2.1.xsd")


def _valid(content: bytes, schema: Any) -> None:
    etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(content))


NO_PARTY = replace(SELLER, name=" ", country="Germany", tax_id="", legal_id="")
RIGHT = invoice()
BROKEN: dict[str, Invoice] = {
    "BR-02": replace(RIGHT, number=" "),
    "BR-04": replace(RIGHT, kind="999"),
    "BR-05": replace(RIGHT, currency="Euro"),
    "BR-06": replace(RIGHT, seller=NO_PARTY),
    "BR-07": replace(RIGHT, buyer=replace(BUYER, name="")),
    "BR-09": replace(RIGHT, seller=NO_PARTY),
    "BR-11": replace(RIGHT, buyer=replace(BUYER, country="")),
    "BR-16": replace(RIGHT, lines=()),
    "BR-21": invoice(line("")),
    "BR-23": invoice(line(unit="")),
    "BR-25": invoice(replace(line(), name="")),
    "BR-27": invoice(line(price="-1", quantity="-1")),
    "BR-29": replace(RIGHT, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1)),
    "BR-30": invoice(line(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))),
    "BR-49": replace(RIGHT, payment=Payment("")),
    "BR-55": replace(CREDIT, preceding=(Preceding(" "),)),
    "BR-61": replace(RIGHT, payment=Payment("58")),
    "BR-CO-09": replace(RIGHT, seller=replace(SELLER, tax_id="123456789")),
    "BR-CO-10": replace(RIGHT, totals=replace(RIGHT.totals, lines=Decimal(1))),
    "BR-CO-13": replace(RIGHT, totals=replace(RIGHT.totals, net=Decimal(1))),
    "BR-CO-14": replace(RIGHT, totals=replace(RIGHT.totals, tax=Decimal(1))),
    "BR-CO-15": replace(RIGHT, totals=replace(RIGHT.totals, gross=Decimal(1))),
    "BR-CO-16": replace(RIGHT, totals=replace(RIGHT.totals, due=Decimal(1))),
    "BR-CO-17": replace(RIGHT, taxes=(replace(RIGHT.taxes[0], amount=Decimal(1)), RIGHT.taxes[1])),
    "BR-CO-18": replace(RIGHT, taxes=()),
    "BR-CO-25": replace(RIGHT, due_on=None),
    "BR-CO-26": replace(RIGHT, seller=NO_PARTY),
    "BR-S-01": replace(RIGHT, taxes=RIGHT.taxes[:1]),
    "BR-S-02": replace(RIGHT, seller=NO_PARTY),
    "BR-S-05": invoice(line(rate="0")),
    "BR-S-08": replace(RIGHT, taxes=(replace(RIGHT.taxes[0], base=Decimal(1)), RIGHT.taxes[1])),
    "BR-S-10": replace(RIGHT, taxes=(replace(RIGHT.taxes[0], reason="because"), RIGHT.taxes[1])),
    "BR-Z-02": replace(invoice(line(category="Z", rate="0")), seller=replace(SELLER, tax_id="")),
    "BR-Z-05": invoice(line(category="Z")),
    "BR-E-05": invoice(line(category="E")),
    "BR-E-10": replace(invoice(line(category="E", rate="0")), taxes=taxes_of((line(category="E", rate="0"),), "EUR")),
    "BR-AE-02": replace(invoice(line(category="AE", rate="0")), buyer=replace(BUYER, tax_id="")),
    "BR-AE-05": invoice(line(category="AE")),
    "BR-AE-10": replace(invoice(line(category="AE", rate="0")), taxes=taxes_of((line(category="AE", rate="0"),), "EUR")),
    "BR-G-10": replace(invoice(line(category="G", rate="0")), taxes=taxes_of((line(category="G", rate="0"),), "EUR")),
    "BR-IC-02": replace(invoice(line(category="K", rate="0")), buyer=replace(BUYER, tax_id="")),
    "BR-IC-11": invoice(line(category="K", rate="0"), delivered_to="FR"),
    "BR-IC-12": invoice(line(category="K", rate="0"), starts_on=date(2026, 3, 1)),
    "BR-O-02": invoice(line(category="O", rate="0")),
    "BR-O-11": invoice(line(category="O", rate="0"), line("2")),
    "BR-DEC": replace(RIGHT, totals=Totals(*(Decimal("1.001") for _ in range(6)))),
    "PEPPOL-EN16931-R120": invoice(replace(line(), net=Decimal("1.00"))),
    "PEPPOL-EN16931-R061": replace(RIGHT, payment=Payment("59")),
    "UBL-SR-LINE-ID": invoice(line(), line()),
    "CREDIT-NOTE-ORIGINAL": replace(CREDIT, preceding=()),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_names_what_breaks_it(rule: str) -> None:
    assert rule in rules(BROKEN[rule])


@pytest.mark.parametrize(("rule", "values"), [
    ("PEPPOL-EN16931-R003", {"buyer_reference": "", "order": ""}),
    ("PEPPOL-EN16931-R010", {"buyer": replace(BUYER, endpoint="")}),
    ("PEPPOL-EN16931-R020", {"seller": replace(SELLER, endpoint="")}),
])  # fmt: skip
def test_the_network_asks_more(rule: str, values: dict[str, Any]) -> None:
    one = replace(RIGHT, **values)
    assert rules(one) == []
    assert [broken.rule for broken in broken_peppol_rules(one)] == [rule]


def test_every_rule_has_a_sentence() -> None:
    told = {code.removeprefix("einvoice_") for code in MESSAGES if code.startswith("einvoice_")}
    assert set(BROKEN) | {"PEPPOL-EN16931-R003", "PEPPOL-EN16931-R010", "PEPPOL-EN16931-R020"} <= told


def test_tax_is_computed_on_the_sum_of_a_rate_not_line_by_line() -> None:
    lines = tuple(line(str(n), "0.13", quantity="1") for n in range(3))
    [tax] = taxes_of(lines, "EUR")
    assert (tax.base, tax.amount) == (Decimal("0.39"), Decimal("0.07"))


@pytest.mark.parametrize(("currency", "net"), [("JPY", "34"), ("EUR", "33.50"), ("KWD", "33.500")])
def test_a_line_is_rounded_to_the_digits_of_its_currency(currency: str, net: str) -> None:
    assert str(line_net(Decimal("3.35"), Decimal(10), currency)) == net


@given(
    st.lists(
        st.tuples(st.decimals(0, 10**6, places=4), st.integers(1, 999), st.sampled_from(["19", "7", "20", "5.5"])), min_size=1, max_size=12
    )
)
def test_totals_always_add_up(drawn: list[tuple[Decimal, int, str]]) -> None:
    lines = [line(str(n), str(price), rate=rate, quantity=str(quantity)) for n, (price, quantity, rate) in enumerate(drawn)]
    assert rules(invoice(*lines)) == []

"""The rules an electronic invoice must pass, by the names the standard gives them. Source: EN 16931-1:2017, Peppol BIS Billing 3.

Each rule is a function of the invoice that yields what breaks it; adding one is adding a function to RULES.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from o2c.billing.documents.engine.amounts import HUNDRED
from o2c.billing.documents.engine.shapes import CREDIT_NOTE, SEPA_DEBIT, SEPA_TRANSFER, TRANSFER, Category, Invoice, Tax
from o2c.core.money import digits, round_to_currency

KINDS = {"380", "381", "383", "384", "386", "389"}
CURRENCY = re.compile(r"[A-Z]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")
# Greece writes EL before its VAT numbers.
GREECE = {"EL": "GR"}
UNTAXED: tuple[Category, ...] = ("E", "AE", "K", "G", "O")
NAMES: dict[Category, str] = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold. `where` is a line number, a tax category or empty; the sentence stands in the room's messages."""

    rule: str
    where: str = ""
    found: str = ""


Rule = Callable[[Invoice], Iterator[Broken]]


def broken_rules(invoice: Invoice) -> list[Broken]:
    """Everything that is wrong with the invoice, in the order of the standard. Empty: it may be issued."""
    return [broken for rule in RULES for broken in rule(invoice)]


def _head(invoice: Invoice) -> Iterator[Broken]:
    if not invoice.number.strip():
        yield Broken("BR-02")
    if invoice.kind not in KINDS:
        yield Broken("BR-04", found=invoice.kind)
    if not CURRENCY.fullmatch(invoice.currency):
        yield Broken("BR-05", found=invoice.currency)
    if not invoice.lines:
        yield Broken("BR-16")


def _parties(invoice: Invoice) -> Iterator[Broken]:
    for party, name, country in ((invoice.seller, "BR-06", "BR-09"), (invoice.buyer, "BR-07", "BR-11")):
        if not party.name.strip():
            yield Broken(name)
        if not COUNTRY.fullmatch(party.country):
            yield Broken(country, found=party.country)
    if not (invoice.seller.tax_id or invoice.seller.legal_id):
        yield Broken("BR-CO-26")


def _tax_ids(invoice: Invoice) -> Iterator[Broken]:
    for party in (invoice.seller, invoice.buyer):
        prefix = party.tax_id[:2]
        if party.tax_id and not COUNTRY.fullmatch(GREECE.get(prefix, prefix)):
            yield Broken("BR-CO-09", party.name, party.tax_id)


def _slack(invoice: Invoice) -> Decimal:
    """Of a credit, two of the smallest coins, as the official rules allow: its parts add up to what they credit, to the cent."""
    return Decimal(2).scaleb(-digits(invoice.currency)) if invoice.kind == CREDIT_NOTE else Decimal(0)


def _lines(invoice: Invoice) -> Iterator[Broken]:
    for line in invoice.lines:
        if not line.number.strip():
            yield Broken("BR-21")
        if not line.unit.strip():
            yield Broken("BR-23", line.number)
        if not line.name.strip():
            yield Broken("BR-25", line.number)
        if line.price < 0:
            yield Broken("BR-27", line.number, str(line.price))
        if abs(round_to_currency(line.quantity * line.price, invoice.currency) - line.net) > _slack(invoice):
            yield Broken("PEPPOL-EN16931-R120", line.number, str(line.net))
    for number, count in Counter(line.number for line in invoice.lines).items():
        if count > 1:
            yield Broken("UBL-SR-LINE-ID", number)


def _periods(invoice: Invoice) -> Iterator[Broken]:
    if invoice.starts_on and invoice.ends_on and invoice.ends_on < invoice.starts_on:
        yield Broken("BR-29")
    for line in invoice.lines:
        if line.starts_on and line.ends_on and line.ends_on < line.starts_on:
            yield Broken("BR-30", line.number)


def _sums(invoice: Invoice) -> Iterator[Broken]:
    totals = invoice.totals
    if totals.lines != sum((line.net for line in invoice.lines), Decimal(0)):
        yield Broken("BR-CO-10", found=str(totals.lines))
    if totals.net != totals.lines:
        yield Broken("BR-CO-13", found=str(totals.net))
    if totals.tax != sum((tax.amount for tax in invoice.taxes), Decimal(0)):
        yield Broken("BR-CO-14", found=str(totals.tax))
    if totals.gross != totals.net + totals.tax:
        yield Broken("BR-CO-15", found=str(totals.gross))
    if totals.due != totals.gross - totals.paid:
        yield Broken("BR-CO-16", found=str(totals.due))


def _breakdown(invoice: Invoice) -> Iterator[Broken]:
    if not invoice.taxes:
        yield Broken("BR-CO-18")
    for tax in invoice.taxes:
        if abs(tax.amount - round_to_currency(tax.base * tax.rate / HUNDRED, invoice.currency)) > _slack(invoice):
            yield Broken("BR-CO-17", tax.category, str(tax.amount))
        base = sum((line.net for line in invoice.lines if (line.category, line.rate) == (tax.category, tax.rate)), Decimal(0))
        if base != tax.base:
            yield Broken(f"BR-{NAMES[tax.category]}-08", tax.category, str(tax.base))
    shown = {(tax.category, tax.rate) for tax in invoice.taxes}
    for category in {line.category for line in invoice.lines if (line.category, line.rate) not in shown}:
        yield Broken(f"BR-{NAMES[category]}-01", category)


def _standard(invoice: Invoice) -> Iterator[Broken]:
    if not _uses(invoice, "S"):
        return
    if not invoice.seller.tax_id:
        yield Broken("BR-S-02")
    for line in invoice.lines:
        if line.category == "S" and line.rate <= 0:
            yield Broken("BR-S-05", line.number, str(line.rate))


def _not_taxed(invoice: Invoice) -> Iterator[Broken]:
    for line in invoice.lines:
        if line.category != "S" and line.rate != 0:
            yield Broken(f"BR-{NAMES[line.category]}-05", line.number, str(line.rate))
    for tax in invoice.taxes:
        yield from _reasons(tax)
    for category in ("Z", "E", "AE", "K", "G"):
        if _uses(invoice, category) and not invoice.seller.tax_id:
            yield Broken(f"BR-{NAMES[category]}-02")


def _reasons(tax: Tax) -> Iterator[Broken]:
    has_reason = bool(tax.reason or tax.reason_code)
    if tax.category in UNTAXED and not has_reason:
        yield Broken(f"BR-{NAMES[tax.category]}-10", tax.category)
    if tax.category in {"S", "Z"} and has_reason:
        yield Broken(f"BR-{NAMES[tax.category]}-10", tax.category)


def _reverse_charge(invoice: Invoice) -> Iterator[Broken]:
    if _uses(invoice, "AE") and not (invoice.buyer.tax_id or invoice.buyer.legal_id):
        yield Broken("BR-AE-02")


def _intra_community(invoice: Invoice) -> Iterator[Broken]:
    if not _uses(invoice, "K"):
        return
    if not invoice.buyer.tax_id:
        yield Broken("BR-IC-02")
    if not (invoice.starts_on or invoice.ends_on):
        yield Broken("BR-IC-11")
    if not invoice.delivered_to:
        yield Broken("BR-IC-12")


def _outside(invoice: Invoice) -> Iterator[Broken]:
    if not _uses(invoice, "O"):
        return
    if invoice.seller.tax_id or invoice.buyer.tax_id:
        yield Broken("BR-O-02")
    if any(line.category != "O" for line in invoice.lines):
        yield Broken("BR-O-11")


def _payment(invoice: Invoice) -> Iterator[Broken]:
    if invoice.totals.due > 0 and not invoice.due_on and not invoice.terms:
        yield Broken("BR-CO-25")
    paid = invoice.payment
    if paid is None:
        return
    if not paid.means:
        yield Broken("BR-49")
    if paid.means in {TRANSFER, SEPA_TRANSFER} and not paid.iban:
        yield Broken("BR-61")
    if paid.means == SEPA_DEBIT and not paid.mandate:
        yield Broken("PEPPOL-EN16931-R061")


def _decimals(invoice: Invoice) -> Iterator[Broken]:
    totals = invoice.totals
    amounts = [totals.lines, totals.net, totals.tax, totals.gross, totals.due, *(line.net for line in invoice.lines)]
    amounts += [amount for tax in invoice.taxes for amount in (tax.base, tax.amount)]
    if any(-_exponent(amount) > 2 for amount in amounts):
        yield Broken("BR-DEC", found=invoice.currency)


def _corrections(invoice: Invoice) -> Iterator[Broken]:
    for preceding in invoice.preceding:
        if not preceding.number.strip():
            yield Broken("BR-55")
    if invoice.kind == CREDIT_NOTE and not invoice.preceding:
        yield Broken("CREDIT-NOTE-ORIGINAL")


def _peppol(invoice: Invoice) -> Iterator[Broken]:
    if not invoice.buyer_reference and not invoice.order:
        yield Broken("PEPPOL-EN16931-R003")
    if not invoice.buyer.endpoint:
        yield Broken("PEPPOL-EN16931-R010")
    if not invoice.seller.endpoint:
        yield Broken("PEPPOL-EN16931-R020")


def _uses(invoice: Invoice, category: str) -> bool:
    return any(line.category == category for line in invoice.lines)


def _exponent(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


RULES: tuple[Rule, ...] = (
    _head,
    _parties,
    _tax_ids,
    _lines,
    _periods,
    _sums,
    _breakdown,
    _standard,
    _not_taxed,
    _reverse_charge,
    _intra_community,
    _outside,
    _payment,
    _decimals,
    _corrections,
)
PEPPOL: tuple[Rule, ...] = (*RULES, _peppol)


def broken_peppol_rules(invoice: Invoice) -> list[Broken]:
    """The same with what the Peppol network asks besides: reference and electronic addresses."""
    return [broken for rule in PEPPOL for broken in rule(invoice)]

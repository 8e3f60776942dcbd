"""Which tax an invoice bears, and what it must say when it bears none. Pure. Source: Directive 2006/112/EC, articles 44, 146, 196, 226."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2c.accounts.customers.rules.identifiers import UNION
from o2c.billing.documents.engine.shapes import Category
from o2c.core.errors import BusinessError

# Sales tax of the United States depends on state, county and product: asked of a service, never guessed.
BY_ADAPTER = {"US"}
# Category -> VATEX code (Peppol's list); the printed words stand in the letter's language.
EXEMPTION_CODES: Mapping[Category, str] = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
MENTIONS: Mapping[Category, str] = {
    "AE": "Reverse charge",
    "K": "Intra-community supply",
    "G": "Export outside the European Union",
    "O": "Not subject to VAT",
    "E": "Exempt from VAT",
}


@dataclass(frozen=True, slots=True)
class SellerTax:
    """Who sells. `rates`: (percent, from, until) of the standard rate of the seller's country, until excluded."""

    country: str
    rates: tuple[tuple[Decimal, date, date | None], ...]


@dataclass(frozen=True, slots=True)
class BuyerTax:
    """Who is billed. `is_verified`: a register confirmed a tax id of its own country."""

    country: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Taxed:
    """The category (UNCL 5305), its rate in percent, and the reason with its code when nothing is charged."""

    category: Category
    rate: Decimal
    reason: str = ""
    reason_code: str = ""


Adapter = Callable[[SellerTax, BuyerTax, date], Taxed]


def untaxed(category: Category) -> Taxed:
    return Taxed(category, Decimal(0), MENTIONS.get(category, ""), EXEMPTION_CODES.get(category, ""))


def determine(seller: SellerTax, buyer: BuyerTax, on: date, *, adapter: Adapter | None = None) -> Taxed:
    """Services between businesses: domestic at the seller's rate of that day; within the union reverse charge, if the buyer's
    tax id is verified, else as domestic; to and from elsewhere not taxed.

    Raises BusinessError "tax_buyer_country_missing", "tax_rate_missing", "sales_tax_not_set".
    """
    if not buyer.country:
        raise BusinessError("tax_buyer_country_missing")
    if seller.country in BY_ADAPTER:
        if adapter is None:
            raise BusinessError("sales_tax_not_set", country=seller.country)
        return adapter(seller, buyer, on)
    if seller.country == buyer.country:
        return standard(seller, on)
    if seller.country in UNION and buyer.country in UNION:
        return untaxed("AE") if buyer.is_verified else standard(seller, on)
    return untaxed("G")


def standard(seller: SellerTax, on: date) -> Taxed:
    """The standard rate of the day; Z where it is nil. Raises BusinessError "tax_rate_missing"."""
    for percent, starts_on, ends_on in seller.rates:
        if starts_on <= on and (ends_on is None or on < ends_on):
            return Taxed("S" if percent else "Z", percent)
    raise BusinessError("tax_rate_missing", country=seller.country, day=on)

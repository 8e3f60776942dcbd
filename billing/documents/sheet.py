"""What the paper of a document says: texts in the language of its reader, from the frozen rows only."""

from datetime import date
from decimal import Decimal
from typing import Any

import segno
from django.utils import translation
from segno import helpers

from o2c.billing.documents.models import Document, DocumentLine
from o2c.core import countries, spoken
from o2c.core.dates import last_day
from o2c.core.letters.paper import in_fours, window_of
from o2c.core.money import Money

MOST_IN_A_CODE = Decimal("999999999.99")
LANGUAGES = {"en", "fr", "de", "es"}


def language_of(document: Document) -> str:
    wanted = (document.parties or {}).get("language", "en")
    return wanted if wanted in LANGUAGES else "en"


def document_sheet(document: Document) -> dict[str, Any]:
    """What `templates/letters/document.<language>.typ` is filled with."""
    said = document.parties or {}
    seller, buyer, payment = said["seller"], said["buyer"], said["payment"] or {}
    with translation.override(language_of(document)):
        return {
            "kind": document.kind,
            "stream": document.stream or "advertising",
            "number": document.number,
            "window": window_of(seller["country"]),
            "seller_country": seller["country"],
            "sender": {"name": seller["name"], "lines": _filled(seller["street"], _place(seller)), "vat_id": seller["tax_id"]},
            "recipient": _recipient(buyer, seller["country"]),
            "buyer_vat_id": buyer["tax_id"],
            "date": spoken.day(document.document_date),
            "due": spoken.day(document.due_date),
            "account": said["account"],
            "customer": said["customer"] if said["customer"] != buyer["name"] else "",
            "references": {"order": said["order"], "contract": said["contract"], "buyer": document.buyer_reference},
            "original": _original(document),
            "currency": document.currency,
            "lines": [_line(line, document.currency) for line in document.lines.order_by("position")],
            "taxes": [_tax(row, document.currency) for row in document.taxes.order_by("pk")],
            "net": spoken.amount(document.net, document.currency),
            "gross": spoken.spoken(Money(document.gross, document.currency)),
            "discount": _discount(said["terms"], document.document_date),
            "payment": {
                "iban": in_fours(payment.get("iban", "")),
                "bic": payment.get("bic", ""),
                "holder": payment.get("holder", ""),
                "reference": in_fours(payment.get("reference", "")),
                "mandate": payment.get("mandate", ""),
                "code": payment_code(document),
            },
            "note": document.note,
        }  # fmt: skip


def payment_code(document: Document) -> str:
    """The code a banking app reads (EPC069-12), as SVG; empty where it does not apply: other currencies, credits, direct debits."""
    payment = (document.parties or {}).get("payment") or {}
    if document.currency != "EUR" or not payment.get("iban") or payment.get("mandate") or document.gross > MOST_IN_A_CODE:
        return ""
    code: segno.QRCode = helpers.make_epc_qr(
        name=payment["holder"][:70], iban=payment["iban"], amount=document.gross, reference=payment["reference"], bic=payment["bic"] or None
    )
    return str(code.svg_inline(border=2))


def _recipient(buyer: dict[str, str], from_country: str) -> list[str]:
    abroad = countries.name(buyer["country"]).upper() if buyer["country"] != from_country else ""
    return _filled(buyer["name"], *buyer["street"].split(", "), _place(buyer), abroad)


def _filled(*parts: str) -> list[str]:
    return [part for part in parts if part]


def _place(party: dict[str, str]) -> str:
    return f"{party['postcode']} {party['city']}".strip()


def _original(document: Document) -> list[str]:
    corrected = document.original or document.rebill_of
    return [corrected.number, spoken.day(corrected.document_date)] if corrected else []


def _line(line: DocumentLine, currency: str) -> dict[str, str]:
    return {
        "position": str(line.position),
        "description": line.description,
        "detail": " · ".join(part for part in (line.detail, line.advertiser_name) if part),
        "period": _period(line.service_from, line.service_until),
        "order": line.order_number,
        "quantity": spoken.spoken(line.quantity.normalize()),
        "unit": line.unit,
        "price": spoken.spoken(_at_least_cents(line.unit_price)),
        "category": line.tax_category,
        "rate": spoken.spoken(line.tax_rate.normalize()),
        "net": spoken.amount(line.net, currency),
    }


def _period(starts_on: date | None, until: date | None) -> str:
    ends_on = last_day(until)
    days = [spoken.day(day) for day in (starts_on, ends_on) if day]
    return " – ".join(dict.fromkeys(days))


def _at_least_cents(price: Decimal) -> Decimal:
    short = price.normalize()
    return short.quantize(Decimal("0.01")) if short == short.quantize(Decimal("0.01")) else short


def _tax(row: Any, currency: str) -> dict[str, str]:
    return {
        "category": row.category,
        "rate": spoken.spoken(row.rate.normalize()),
        "base": spoken.amount(row.base, currency),
        "amount": spoken.amount(row.amount, currency),
        "reason": row.reason,
    }


def _discount(terms: dict[str, Any], on: date) -> list[str]:
    percent = Decimal(terms["discount_percent"])
    if not percent:
        return []
    return [spoken.spoken(percent.normalize()), spoken.day(date.fromordinal(on.toordinal() + int(terms["discount_days"])))]

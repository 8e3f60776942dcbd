"""From what is asked for to what will be frozen: taxes, totals, due date, references, and everything that stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from o2c.billing.documents.engine import shapes
from o2c.billing.documents.engine.amounts import NONE, TaxedBefore, line_net, part_net, taxes_of, totals_of
from o2c.billing.documents.engine.checks import broken_peppol_rules, broken_rules
from o2c.billing.documents.engine.shapes import Category
from o2c.billing.documents.rules.shapes import NewDocument, NewLine
from o2c.billing.documents.rules.tax import Adapter, BuyerTax, SellerTax, Taxed, determine, untaxed
from o2c.core.dates import EomMode, due_date, last_day
from o2c.core.errors import BusinessError
from o2c.core.money import digits

KIND_CODES = {
    "invoice": shapes.INVOICE, "credit_note": shapes.CREDIT_NOTE, "debit_note": shapes.DEBIT_NOTE,
    "fee_note": shapes.DEBIT_NOTE, "interest_note": shapes.DEBIT_NOTE,
}  # fmt: skip
# Compensation for late payment is no supply.
NO_SUPPLY = {"fee_note", "interest_note"}
UNNUMBERED = "-"
# The XML that goes with the PDF: Factur-X carries it inside, UBL goes over the Peppol network beside it.
Format = Literal["", "facturx", "ubl"]


@dataclass(frozen=True, slots=True)
class Terms:
    code: str
    net_days: int
    mode: EomMode = "none"
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0


@dataclass(frozen=True, slots=True)
class OriginalLine:
    """A line that may be credited, and how much of it already is."""

    net: Decimal
    credited: Decimal
    taxed: Taxed
    number: str
    credited_quantity: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Original:
    """The document a credit note refers to. `lines` is empty for imported documents, of which only the head is known."""

    number: str
    kind: str
    document_date: date
    gross: Decimal
    credited: Decimal
    entity_id: int
    customer_id: int
    currency: str
    lines: Mapping[int, OriginalLine] = field(default_factory=dict)
    taxes: TaxedBefore = field(default_factory=dict)


@dataclass(slots=True)
class Credited:
    """What the documents composed before this one, in the same set, credit: by original and by original line."""

    documents: dict[int, Decimal] = field(default_factory=dict)
    lines: dict[int, Decimal] = field(default_factory=dict)
    quantities: dict[int, Decimal] = field(default_factory=dict)
    taxes: dict[int, dict[tuple[Category, Decimal], tuple[Decimal, Decimal]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about the account on the day that a document freezes or is judged by."""

    entity_id: int
    customer_id: int
    currency: str
    account_state: str
    today: date
    seller: shapes.Party
    buyer: shapes.Party
    seller_tax: SellerTax
    buyer_tax: BuyerTax
    terms: Terms
    payment: shapes.Payment | None
    format: Format = ""
    has_address: bool = True
    required: frozenset[str] = frozenset()
    contract: str = ""
    original: Original | None = None
    advertisers: Mapping[int, str] = field(default_factory=dict)
    campaigns: Mapping[int, str] = field(default_factory=dict)
    with_insertion_order: frozenset[int] = frozenset()
    adapter: Adapter | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """What will be frozen, without its number; `against` is everything that stands in the way."""

    invoice: shapes.Invoice
    due_date: date
    taxed: Sequence[Taxed]
    against: Sequence[BusinessError]


def compose(new: NewDocument, facts: Facts, credited: Credited) -> Composed:
    """The whole document, judged. Raises BusinessError where no tax can be determined, as `determine`."""
    taxed = [_taxed(new, line, facts) for line in new.lines]
    lines = tuple(
        _line(n, line, tax, facts, _net(new, line, facts, credited)) for n, (line, tax) in enumerate(zip(new.lines, taxed, strict=True), 1)
    )
    reasons = {tax.category: (tax.reason, tax.reason_code) for tax in taxed if tax.reason}
    taxes = taxes_of(lines, facts.currency, reasons, _taxes_before(new, facts, credited))
    totals = totals_of(lines, taxes)
    due = new.document_date if new.kind == "credit_note" else due_date(new.document_date, facts.terms.net_days, facts.terms.mode)
    starts, ends = [line.starts_on for line in lines if line.starts_on], [line.ends_on for line in lines if line.ends_on]
    orders = {line.order_number for line in new.lines if line.order_number}
    invoice = shapes.Invoice(
        number=UNNUMBERED, issued_on=new.document_date, kind=KIND_CODES[new.kind], currency=facts.currency,
        seller=facts.seller, buyer=facts.buyer, lines=lines, taxes=taxes, totals=totals, due_on=due,
        buyer_reference=new.buyer_reference, contract=facts.contract, order=orders.pop() if len(orders) == 1 else "", note=new.note,
        starts_on=min(starts, default=None), ends_on=max(ends, default=None), delivered_to=facts.buyer.country,
        payment=None if new.kind == "credit_note" else facts.payment,
        preceding=(shapes.Preceding(facts.original.number, facts.original.document_date),) if facts.original else (),
    )  # fmt: skip
    against = [*_head(new, facts), *_references(new, facts), *_standard(invoice, facts), *_credits(new, facts, invoice, credited)]
    return Composed(invoice, due, taxed, against)


def _taxed(new: NewDocument, line: NewLine, facts: Facts) -> Taxed:
    if line.original_line_id and facts.original and line.original_line_id in facts.original.lines:
        return facts.original.lines[line.original_line_id].taxed
    if line.tax_category:
        return untaxed(line.tax_category) if line.tax_rate is None else Taxed(line.tax_category, line.tax_rate)
    if new.kind in NO_SUPPLY:
        return untaxed("E")
    supplied = facts.original.document_date if new.kind == "credit_note" and facts.original else last_day(line.service_until)
    on = min(supplied or new.document_date, new.document_date)
    return determine(facts.seller_tax, facts.buyer_tax, on, adapter=facts.adapter)


def _taxes_before(new: NewDocument, facts: Facts, credited: Credited) -> TaxedBefore:
    """Net and tax, by category and rate, that earlier credits took of the original, those of the same set included."""
    if facts.original is None or new.original_id is None or new.kind != "credit_note":
        return {}
    found = dict(facts.original.taxes)
    for key, (base, amount) in credited.taxes.get(new.original_id, {}).items():
        had = found.get(key, NONE)
        found[key] = (had[0] + base, had[1] + amount)
    return found


def _net(new: NewDocument, line: NewLine, facts: Facts, credited: Credited) -> Decimal:
    """A part of a line is credited so that the parts add up to the line, to the cent; what is credited is noted for the next part."""
    known = facts.original.lines.get(line.original_line_id or 0) if facts.original and new.kind == "credit_note" else None
    if known is None or line.original_line_id is None:
        return line_net(line.quantity, line.unit_price, facts.currency) if line.net is None else line.net
    key, net = line.original_line_id, line.net
    quantity, taken = credited.quantities.get(key, Decimal(0)), credited.lines.get(key, Decimal(0))
    if net is None:
        before = {"quantity_before": known.credited_quantity + quantity, "net_before": known.credited + taken}
        net = part_net(line.quantity, line.unit_price, facts.currency, **before)
    credited.quantities[key], credited.lines[key] = quantity + line.quantity, taken + net
    return net


def _line(position: int, line: NewLine, taxed: Taxed, facts: Facts, net: Decimal) -> shapes.Line:
    return shapes.Line(
        number=str(position), name=line.description, quantity=line.quantity, price=line.unit_price, net=net, category=taxed.category,
        rate=taxed.rate, unit=line.unit, starts_on=line.service_from, ends_on=last_day(line.service_until),
        description=facts.campaigns.get(line.campaign_id or 0, ""), advertiser=facts.advertisers.get(line.advertiser_id or 0, ""),
    )  # fmt: skip


def _head(new: NewDocument, facts: Facts) -> list[BusinessError]:
    open_states = {"active"} if new.kind == "invoice" else {"active", "on_hold", "closing"}
    found = [
        (not new.source_key, BusinessError("document_source_key_missing")),
        (new.document_date > facts.today, BusinessError("document_in_future", field="document_date", day=new.document_date)),
        (facts.account_state not in open_states, BusinessError("document_account_not_active", field="account", state=facts.account_state)),
        (not facts.has_address, BusinessError("document_address_missing", name=facts.buyer.name)),
        (new.kind != "credit_note" and facts.payment is None, BusinessError("document_bank_account_missing")),
        (not any(line.quantity * line.unit_price for line in new.lines), BusinessError("document_empty", field="lines")),
    ]
    return [refusal for is_wrong, refusal in found if is_wrong]


def _references(new: NewDocument, facts: Facts) -> list[BusinessError]:
    """What the billing profile asks each line to name; a credit note refers to its original instead."""
    if new.kind != "invoice" or not facts.required:
        return []
    missing = {
        "purchase_order": lambda line: not (line.purchase_order_id or line.order_number),
        "insertion_order": lambda line: line.campaign_id not in facts.with_insertion_order,
        "advertiser": lambda line: line.advertiser_id not in facts.advertisers,
        "campaign": lambda line: line.campaign_id not in facts.campaigns,
    }
    return [
        BusinessError(f"document_needs_{reference}", field="lines", line=number)
        for reference in sorted(facts.required & missing.keys())
        for number, line in enumerate(new.lines, 1)
        if missing[reference](line)
    ]


def _standard(invoice: shapes.Invoice, facts: Facts) -> list[BusinessError]:
    """The rules of EN 16931; for UBL those of the network too. Three decimals stay on paper."""
    broken = broken_peppol_rules(invoice) if facts.format == "ubl" else broken_rules(invoice)
    on_paper = not facts.format and digits(invoice.currency) > 2
    return [
        BusinessError(f"einvoice_{rule.rule}", where=rule.where, found=rule.found)
        for rule in broken
        if not (on_paper and rule.rule == "BR-DEC")
    ]


def _credits(new: NewDocument, facts: Facts, invoice: shapes.Invoice, credited: Credited) -> list[BusinessError]:
    original = facts.original
    if new.kind != "credit_note" or original is None or new.original_id is None:
        return []
    if original.kind == "credit_note" or (original.entity_id, original.customer_id, original.currency) != (
        facts.entity_id, facts.customer_id, facts.currency,
    ):  # fmt: skip
        return [BusinessError("document_credit_fits_original", number=original.number)]
    left = original.gross - original.credited - credited.documents.get(new.original_id, Decimal(0))
    against = []
    if invoice.totals.gross > left:
        against.append(BusinessError("document_credits_within_original", left=left, currency=facts.currency, number=original.number))
    credited.documents[new.original_id] = credited.documents.get(new.original_id, Decimal(0)) + invoice.totals.gross
    taken = credited.taxes.setdefault(new.original_id, {})
    for tax in invoice.taxes:
        had = taken.get((tax.category, tax.rate), NONE)
        taken[tax.category, tax.rate] = (had[0] + tax.base, had[1] + tax.amount)
    if original.lines:
        for asked, line in zip(new.lines, invoice.lines, strict=True):
            against += _credited_line(asked, line, original, credited)
    return against


def _credited_line(asked: NewLine, line: shapes.Line, original: Original, credited: Credited) -> list[BusinessError]:
    known = original.lines.get(asked.original_line_id or 0)
    if known is None or asked.original_line_id is None:
        return [BusinessError("document_credit_line_unknown", field="lines", line=line.number, number=original.number)]
    before = known.credited + credited.lines[asked.original_line_id] - line.net
    sign = 1 if known.net > 0 else -1
    if not 0 < line.net * sign <= (known.net - before) * sign:
        left = known.net - before
        return [BusinessError("documentline_credits_within_original", field="lines", line=line.number, left=left)]
    return []

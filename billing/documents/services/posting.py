"""Posting: the way from what is asked for to documents that never change. Set-based, hundreds in one transaction."""

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any
from uuid import uuid4

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.engine import shapes
from o2c.billing.documents.models import Document, DocumentLine, DocumentOrigin, DocumentTax
from o2c.billing.documents.queries.documents import by_source_key, entities_of
from o2c.billing.documents.queries.facts import Book, billed_by, book_for, format_of, terms_of
from o2c.billing.documents.rules import Composed, Credited, NewDocument, compose, creditor_reference
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import hold_accounts, post_many, require_open_months
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.audit.services import record
from o2c.core.copying import copy_in
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.queries import conversion
from o2c.core.entities.services import require_open
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.findings import Finding
from o2c.core.jobs import services as jobs
from o2c.core.numbering.models import Counter, NumberSeries
from o2c.core.numbering.services import Taken, series_of, take
from o2c.core.plain import plain
from o2c.core.sentences import explain

RENDER = "billing.render_documents"
FEES = {"fee_note", "interest_note"}
KEY = "document:{}"


@dataclass(slots=True)
class Ready:
    """A document that may be posted, with everything but its number."""

    new: NewDocument
    account: FinancialAccount
    composed: Composed
    rate: Decimal
    series: NumberSeries
    number: str = ""


def post_documents(new: Sequence[NewDocument], *, actor: User) -> list[Document]:
    """Step: post these documents in the order given; one that was posted under its key before is given back as it is.

    Raises BusinessError: what stands against the first that cannot be posted, "gate_closed", "period_closed",
    "number_before_last", "series_missing", "rate_missing".
    """
    known = by_source_key([each.source_key for each in new], entities_of(each.account_id for each in new))
    fresh = list({each.source_key: each for each in new if each.source_key not in known}.values())
    if fresh:
        hold_originals(fresh)
        book = book_for(fresh)
        ready = _judged(fresh, book, actor)
        known |= _write(ready, book, actor)
    return [known[each.source_key] for each in new]


def check_documents(new: Sequence[NewDocument], *, actor: User) -> dict[str, list[Finding]]:
    """Everything that stands against each of these documents, by source key; nothing is written. None: it may be posted."""
    book, credited, asked = book_for(new), Credited(), _Asked(actor)
    return {each.source_key: [Finding.of(0, refusal) for refusal in _against(each, book, credited, asked)] for each in new}


@dataclass(slots=True)
class _Asked:
    """Answers that hold for many documents of a set: gates, months, rates, series."""

    actor: User
    answers: dict[Any, list[BusinessError]] = dataclasses.field(default_factory=dict)

    def of(self, key: Any, ask: Any) -> list[BusinessError]:
        """What `ask` refuses, asked once per key."""
        if key not in self.answers:
            try:
                ask()
            except BusinessError as refusal:
                self.answers[key] = [refusal]
            else:
                self.answers[key] = []
        return self.answers[key]


def _against(new: NewDocument, book: Book, credited: Credited, asked: _Asked) -> list[BusinessError]:
    if (account := book.accounts.get(new.account_id)) is None:
        return [BusinessError("document_account_unknown", field="account")]
    entity, day = account.entity, new.document_date
    found = [*_composed_against(new, book, credited)]
    for customer in {account.customer, billed_by(account)}:
        for gate in ("release_document", "post_document"):
            found += asked.of((gate, customer.pk, account.pk), partial(_ask_gate, gate, customer, account))
    found += asked.of((entity.pk, day.year, day.month), partial(require_open, entity, "billing", day, asked.actor))
    found += asked.of((entity.pk, account.currency, day), partial(_rate, entity, account.currency, new))
    found += asked.of(("series", entity.pk, new.kind, new.stream, day), partial(_series_takes, entity, new))
    return found


def _composed_against(new: NewDocument, book: Book, credited: Credited) -> Sequence[BusinessError]:
    try:
        return compose(new, book.facts(new), credited).against
    except BusinessError as refusal:
        return [refusal]


def _ask_gate(question: str, customer: Any, account: FinancialAccount) -> None:
    if reasons := gates.reasons_against(question, customer, account=account, entity=account.entity):
        raise BusinessError("gate_closed", reasons="; ".join(map(str, reasons)), codes=[reason.code for reason in reasons])


def _series_takes(entity: LegalEntity, new: NewDocument) -> None:
    series = series_of(entity, new.kind, new.stream)
    counter = Counter.objects.filter(series=series, year=new.document_date.year).first()
    if counter and counter.last_on and new.document_date < counter.last_on:
        values = {"day": new.document_date, "last": counter.last_on, "prefix": series.prefix}
        raise BusinessError("number_before_last", field="document_date", **values)


def hold_originals(new: Iterable[NewDocument]) -> None:
    """Two credit notes at the same moment see each other."""
    ids = sorted({each.original_id for each in new if each.original_id})
    list(Document.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _judged(new: Sequence[NewDocument], book: Book, actor: User) -> list[Ready]:
    """Every document composed, nothing against it, gates asked and held."""
    credited = Credited()
    passed: set[tuple[int, int]] = set()
    rates: dict[tuple[int, str, Any], Decimal] = {}
    series: dict[tuple[int, str, str], NumberSeries] = {}
    ready = []
    for each in new:
        if (account := book.accounts.get(each.account_id)) is None:
            raise BusinessError("document_account_unknown", field="account")
        for customer in (account.customer, billed_by(account)):
            if (customer.pk, account.pk) not in passed:
                gates.require("release_document", customer, account=account, entity=account.entity)
                gates.require("post_document", customer, account=account, entity=account.entity)
                passed.add((customer.pk, account.pk))
        composed = compose(each, book.facts(each), credited)
        _refuse(composed.against)
        entity = account.entity
        quoted = (entity.pk, account.currency, each.document_date)
        if quoted not in rates:
            rates[quoted] = _rate(entity, account.currency, each)
        counted = (entity.pk, each.kind, each.stream)
        if counted not in series:
            series[counted] = series_of(entity, each.kind, each.stream)
        ready.append(Ready(each, account, composed, rates[quoted], series[counted]))
    return ready


def _refuse(against: Sequence[BusinessError]) -> None:
    if len(against) == 1:
        raise against[0]
    if against:
        raise BusinessError("document_refused", reasons=" ".join(map(explain, against)), codes=[refusal.code for refusal in against])


def _rate(entity: LegalEntity, currency: str, new: NewDocument) -> Decimal:
    """Units of the currency for one of the base."""
    return conversion(entity.base_currency, currency, new.document_date, base=entity.base_currency).value


def _write(ready: list[Ready], book: Book, actor: User) -> dict[str, Document]:
    """Locks in the house's order: accounts, months, then the counters, which are held until commit."""
    require_open_months(((each.account.entity_id, "billing", each.new.document_date) for each in ready), actor)
    hold_accounts({each.account.pk for each in ready})
    taken = _numbers(ready)
    bookings = post_many([_posting(each) for each in ready], actor=actor)
    documents = [_document(each, number, booking.entry) for each, number, booking in zip(ready, taken, bookings, strict=True)]
    copy_in(documents)
    copy_in([line for each, document in zip(ready, documents, strict=True) for line in _lines(each, document)])
    copy_in([tax for each, document in zip(ready, documents, strict=True) for tax in _taxes(each, document)])
    for each, document in zip(ready, documents, strict=True):
        record("document.posted", document, actor=actor, after=_told(document), reason=each.new.reason_code)
    _tell(documents, actor)
    return {each.new.source_key: document for each, document in zip(ready, documents, strict=True)}


def _numbers(ready: list[Ready]) -> list[Taken]:
    """One number each: per series by date, in the order given within a day."""
    order = sorted(range(len(ready)), key=lambda index: (ready[index].series.pk, ready[index].new.document_date, index))
    taken: dict[int, Taken] = {}
    for (_series, day), indexes in groupby(order, key=lambda index: (ready[index].series.pk, ready[index].new.document_date)):
        some = list(indexes)
        taken |= zip(some, take(ready[some[0]].series, len(some), on=day), strict=True)
    for index, number in taken.items():
        ready[index].number = number.text
    return [taken[index] for index in range(len(ready))]


def _posting(each: Ready) -> Posting:
    new, totals = each.new, each.composed.invoice.totals
    sign = -1 if new.kind == "credit_note" else 1
    sales = "fees" if new.kind in FEES else "revenue"
    lines = [Line(account, -sign * amount) for account, amount in ((sales, totals.net), ("tax", totals.tax)) if amount]
    return Posting(
        kind=new.kind, reference=each.number, entity_id=each.account.entity_id, currency=each.account.currency,
        document_date=new.document_date, posting_date=new.document_date, account_id=each.account.pk,
        customer_id=each.account.customer_id, rate=each.rate, lines=lines, source_key=KEY.format(new.source_key),
        items=[Item(sign * totals.gross, each.composed.due_date, ageing_date=new.ageing_date)],
    )  # fmt: skip


def _document(each: Ready, taken: Taken, entry: Any) -> Document:
    new, invoice = each.new, each.composed.invoice
    return Document(
        **taken.columns(), kind=new.kind, origin=DocumentOrigin.OWN, stream=new.stream, entry=entry, entity=each.account.entity,
        account=each.account, customer=each.account.customer, currency=each.account.currency, rate=each.rate,
        net=invoice.totals.net, tax=invoice.totals.tax, gross=invoice.totals.gross, document_date=new.document_date,
        due_date=each.composed.due_date, ageing_date=new.ageing_date or each.composed.due_date, original_id=new.original_id,
        rebill_of_id=new.rebill_of_id, reason_code=new.reason_code, buyer_reference=new.buyer_reference,
        contract_id=new.contract_id, note=new.note, parties=frozen(each), content_hash=content_hash(each),
    )  # fmt: skip


def frozen(each: Ready) -> dict[str, Any]:
    """Everything the document says besides its columns, lines and taxes, as plain JSON."""
    invoice, billed, profile = each.composed.invoice, billed_by(each.account), each.account.billing_profile
    payment = invoice.payment and dataclasses.replace(invoice.payment, reference=creditor_reference(each.number))
    said: dict[str, Any] = plain(
        {
            "seller": dataclasses.asdict(invoice.seller),
            "buyer": dataclasses.asdict(invoice.buyer),
            "payment": dataclasses.asdict(payment) if payment else None,
            "terms": dataclasses.asdict(terms_of(each.account)),
            "order": invoice.order,
            "contract": invoice.contract,
            "language": (profile.language if profile else "") or billed.language,
            "account": each.account.number,
            "customer": each.account.customer.legal_name,
            "layout": profile.layout if profile else "detailed",
            "format": format_of(each.account),
        }
    )
    return said


def content_hash(each: Ready) -> str:
    """SHA-256 over lines and taxes, as the nightly proof writes them down again in SQL."""
    rows = [
        f"{line.number}|{line.name}|{line.quantity:.8f}|{line.unit}|{line.price:.8f}|{line.net:.4f}|{line.category}|{line.rate:.4f}"
        for line in each.composed.invoice.lines
    ]
    rows += sorted(f"{tax.category}|{tax.rate:.4f}|{tax.base:.4f}|{tax.amount:.4f}|{tax.reason}" for tax in each.composed.invoice.taxes)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _lines(each: Ready, document: Document) -> list[DocumentLine]:
    return [
        DocumentLine(
            document=document, position=int(line.number), description=line.name, detail=line.description, quantity=line.quantity,
            unit=line.unit, unit_price=line.price, currency=document.currency, net=line.net, tax_category=line.category,
            tax_rate=line.rate, service_from=asked.service_from, service_until=asked.service_until, campaign_id=asked.campaign_id,
            purchase_order_id=asked.purchase_order_id, order_number=asked.order_number, condition_id=asked.condition_id,
            advertiser_id=asked.advertiser_id, advertiser_name=line.advertiser, original_line_id=asked.original_line_id,
        )
        for asked, line in zip(each.new.lines, each.composed.invoice.lines, strict=True)
    ]  # fmt: skip


def _taxes(each: Ready, document: Document) -> list[DocumentTax]:
    return [_tax(tax, document) for tax in each.composed.invoice.taxes]


def _tax(tax: shapes.Tax, document: Document) -> DocumentTax:
    return DocumentTax(
        document=document, currency=document.currency, category=tax.category, rate=tax.rate, base=tax.base, amount=tax.amount,
        reason=tax.reason, reason_code=tax.reason_code,
    )  # fmt: skip


def _told(document: Document) -> dict[str, object]:
    return {"kind": document.kind, "number": document.number, "gross": document.gross, "currency": document.currency}


def _tell(documents: Sequence[Document], actor: User) -> None:
    """A job makes the papers right after the commit; whoever listens hears of the set, per entity."""
    jobs.request(RENDER, key=uuid4().hex, actor=the_night(), arguments={"documents": [document.pk for document in documents]})
    for _pk, some in groupby(sorted(documents, key=lambda each: each.entity_id), key=lambda each: each.entity_id):
        posted = list(some)
        publish("documents.posted", posted[0].entity, documents=[document.pk for document in posted])

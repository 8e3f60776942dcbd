"""Turning an approved correction into documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from o2c.billing.corrections.models import Correction
from o2c.billing.corrections.rules import dated
from o2c.billing.documents.models import Document
from o2c.billing.documents.rules import NewDocument, NewLine
from o2c.billing.documents.services import post_documents
from o2c.billing.ledger.choices import Method
from o2c.billing.ledger.services import Pair, allocate
from o2c.core.access.models import User
from o2c.core.clock import local_today


@dataclass(frozen=True, slots=True)
class Made:
    credit_note: Document | None
    rebill: Document | None


def post_correction(correction: Correction, lines: Sequence[Any], *, actor: User) -> Made:
    """Step: the credit note, settled against what is open of the original, then the new document."""
    on = dated(correction.document.document_date, local_today(correction.entity))
    credit = _posted(_credit(correction, lines, on), actor) if correction.kind != "debit" else None
    if credit:
        _settle(correction.document, credit, on, actor)
    anew = _posted(_anew(correction, lines, on), actor) if correction.kind != "credit" else None
    return Made(credit, anew)


def _posted(new: NewDocument, actor: User) -> Document:
    (document,) = post_documents([new], actor=actor)
    return document


def _credit(correction: Correction, lines: Sequence[Any], on: date) -> NewDocument:
    original = correction.document
    taken = [_line(line, line.credit_quantity, line.credit_price, original_line_id=line.original_line_id) for line in lines]
    return NewDocument(
        kind="credit_note", account_id=original.account_id, document_date=on, source_key=f"correction:{correction.public_id}:credit",
        lines=[line for line in taken if line.quantity], original_id=original.pk, reason_code=correction.cause,
        buyer_reference=original.buyer_reference, contract_id=original.contract_id, stream=original.stream,
    )  # fmt: skip


def _anew(correction: Correction, lines: Sequence[Any], on: date) -> NewDocument:
    """A rebill keeps the service period and is aged like its original, so that a correction does not flatter the ageing."""
    original = correction.document
    is_rebill = correction.kind == "rebill"
    billed = [_line(line, line.rebill_quantity, line.rebill_price) for line in lines]
    return NewDocument(
        kind="invoice" if is_rebill else "debit_note", account_id=correction.rebill_account_id or original.account_id,
        document_date=on, source_key=f"correction:{correction.public_id}:new", lines=[line for line in billed if line.quantity],
        original_id=None if is_rebill else original.pk, rebill_of_id=original.pk if is_rebill else None, reason_code=correction.cause,
        ageing_date=original.ageing_date or original.due_date if is_rebill else None,
        buyer_reference=correction.buyer_reference or original.buyer_reference, contract_id=original.contract_id, stream=original.stream,
    )  # fmt: skip


def _line(line: Any, quantity: Decimal, price: Decimal, original_line_id: int | None = None) -> NewLine:
    original = line.original_line
    return NewLine(
        description=line.description, quantity=quantity, unit=line.unit, unit_price=price,
        service_from=line.service_from, service_until=line.service_until,
        campaign_id=original.campaign_id if original else None, advertiser_id=original.advertiser_id if original else None,
        condition_id=original.condition_id if original else None, purchase_order_id=line.purchase_order_id,
        order_number=line.purchase_order.number if line.purchase_order else original.order_number if original else "",
        original_line_id=original_line_id,
    )  # fmt: skip


def _settle(original: Document, credit: Document, on: date, actor: User) -> None:
    """The credit settles what is still open of its original; what is more (it was paid already) stays open for use or refund."""
    left = credit.gross
    (item,) = credit.entry.items.all()
    pairs = []
    for debit in original.entry.items.filter(side="debit", open_amount__gt=0).order_by("due_date", "pk"):
        amount = min(left, debit.open_amount)
        if amount > 0:
            pairs.append(Pair(debit.pk, item.pk, amount, on))
            left -= amount
    if pairs:
        allocate(pairs, method=Method.CORRECTION, actor=actor)

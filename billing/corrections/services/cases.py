"""The way of a correction: opened on a document, its lines changed, submitted, approved by value, posted."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone

from o2c.accounts.contracts.queries import purchase_orders
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.corrections import queries
from o2c.billing.corrections.models import Correction, CorrectionLine
from o2c.billing.corrections.posting import post_correction
from o2c.billing.corrections.rules import CORRECTION_MOVES, LIVE, check, check_line
from o2c.billing.corrections.spend import bill_back, check_spend
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.money import Money
from o2c.core.verbs import lock_one, transition, verb

APPROVAL = "correction"


class Head(TypedDict, total=False):
    """What a person says about a correction as a whole."""

    kind: str
    cause: str
    team: str
    explanation: str
    rebill_account: FinancialAccount | None
    buyer_reference: str


class LineFields(TypedDict, total=False):
    """What a person changes on a line."""

    description: str
    unit: str
    credit_quantity: Decimal
    credit_price: Decimal
    rebill_quantity: Decimal
    rebill_price: Decimal
    purchase_order: Any
    service_from: date | None
    service_until: date | None


@verb("billing.open_correction")
def open_correction(
    document_id: int, *, whole: bool = True, source: str = "", source_id: UUID | None = None, actor: User, **head: Unpack[Head]
) -> Correction:
    """Start the correction of a posted invoice or debit note. `whole`: everything that is left is credited, and billed again
    as it was where a new invoice is wanted; otherwise the lines start at nothing.

    Raises Conflict "correction_one_open_per_document", BusinessError "correction_nothing_left", "correction_explained".
    """
    document = lock_one(queries.correctable(actor), document_id)
    if head.get("kind") != "debit" and queries.net_left(document) <= 0:
        raise BusinessError("correction_nothing_left", document=document.number)
    if Correction.objects.filter(document=document, state__in=LIVE).exists():
        raise Conflict("correction_one_open_per_document")
    facts = {
        "entity": document.entity,
        "customer": document.customer,
        "currency": document.currency,
        "source": source,
        "source_id": source_id,
    }
    correction = Correction.objects.create(document=document, **facts, **head)
    originals = document.lines.annotate(taken=queries.credited_of()).order_by("position")
    CorrectionLine.objects.bulk_create([_line(correction, line, whole) for line in originals])
    record("correction.opened", correction, actor=actor, parent=document, after=dict(head), reason=correction.explanation)
    return correction


def _line(correction: Correction, line: Any, whole: bool) -> CorrectionLine:
    """A line that credits what is left (of one that was credited in part: the amount, at once) and bills it again."""
    takes = whole and correction.kind != "debit" and line.net != line.taken
    untouched = not line.taken
    quantity = line.quantity if untouched else Decimal(1).copy_sign(line.net)
    price = line.unit_price if untouched else abs(line.net - line.taken)
    given = (quantity, price) if takes else (Decimal(0), Decimal(0))
    again = given if takes and correction.kind == "rebill" else (Decimal(0), Decimal(0))
    return CorrectionLine(
        correction=correction, position=line.position, original_line_id=line.pk, description=line.description, unit=line.unit,
        credit_quantity=given[0], credit_price=given[1], rebill_quantity=again[0], rebill_price=again[1],
        purchase_order_id=line.purchase_order_id, service_from=line.service_from, service_until=line.service_until,
    )  # fmt: skip


@verb("billing.edit_correction")
def edit_correction(pk: int, *, purchase_order: Any = None, actor: User, version: int | None = None, **head: Unpack[Head]) -> Correction:
    """Change what is said about the whole; `purchase_order` goes onto every line of the new invoice.

    Raises Conflict "wrong_state".
    """
    correction = _draft(pk, actor, version)
    if account := head.get("rebill_account"):
        lock_one(financial_accounts(actor).filter(currency=correction.currency), account.pk)
    before, after = change(correction, **head)
    if purchase_order is not None:
        order = lock_one(purchase_orders(actor).filter(customer=correction.customer_id), purchase_order.pk)
        for line in correction.lines.order_by("position"):
            change(line, purchase_order=order)
        after["purchase_order"] = order.number
    if after:
        record("correction.edited", correction, actor=actor, before=before, after=after)
    return correction


@verb("billing.edit_correction_line")
def edit_correction_line(pk: int, position: int, *, actor: User, version: int | None = None, **fields: Unpack[LineFields]) -> Correction:
    """Say what is credited of a line and what is billed instead; a new position is a line the original does not have.

    `version` is that of the correction. Raises Conflict "wrong_state", BusinessError "correction_above_line" and the other
    findings of `rules.check_line`.
    """
    correction = _draft(pk, actor, version)
    line = queries.lines_of(correction).filter(position=position).first()
    if line is None:
        line = CorrectionLine.objects.create(correction=correction, position=_next_position(correction), **fields)
        line = queries.lines_of(correction).get(pk=line.pk)
        before: dict[str, Any] = {}
        after: dict[str, Any] = dict(fields)
    else:
        before, after = change(line, **fields)
    (facts,) = queries.facts_of([line])
    check_line(facts, correction.kind, correction.currency, has_lines=_has_lines(correction))
    if after:
        record("correction.line_edited", correction, actor=actor, before=before, after={**after, "position": line.position})
        correction.save(update_fields=["reason"])  # its version moves with its lines
    return correction


def _next_position(correction: Correction) -> int:
    last = correction.lines.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


@verb("billing.submit_correction")
def submit_correction(pk: int, *, actor: User, version: int | None = None) -> Correction:
    """Ask for approval by value: the larger of what is credited and what is billed anew.

    Raises Conflict "wrong_state", BusinessError "correction_empty", "correction_needs_rebill", "correction_above_original",
    "correction_changes_nothing", "correction_above_line".
    """
    correction = _draft(pk, actor, version)
    comes_to = _checked(correction)
    _move(correction, "submitted", actor, credited=comes_to.credited, rebilled=comes_to.rebilled, submitted_at=timezone.now())
    amount = Money(max(comes_to.credited, comes_to.rebilled), correction.currency)
    after = {"credited": comes_to.credited, "rebilled": comes_to.rebilled, "difference": comes_to.difference}
    request_approval.step(
        APPROVAL, correction, {"pk": correction.pk}, reason=correction.explanation[:500], amount=amount, after=after, actor=actor
    )
    return correction


def _checked(correction: Correction) -> Any:
    check_spend(correction)
    lines = queries.facts_of(list(queries.lines_of(correction)))
    return check(
        lines, kind=correction.kind, cause=correction.cause, currency=correction.currency,
        left=queries.net_left(correction.document), changes_head=_changes_head(correction), has_lines=_has_lines(correction),
    )  # fmt: skip


def _has_lines(correction: Correction) -> bool:
    return correction.document.origin == "own"


def _changes_head(correction: Correction) -> bool:
    """A new invoice that says something else than the first: account, reference, order, or what master data says now."""
    document = correction.document
    moved = correction.rebill_account_id not in (None, document.account_id) or correction.buyer_reference not in (
        "",
        document.buyer_reference,
    )
    orders = [line for line in correction.lines.select_related("original_line") if line.original_line]
    reordered = any(line.purchase_order_id != line.original_line.purchase_order_id for line in orders if line.original_line)
    return moved or reordered or correction.cause in {"wrong_address", "wrong_tax_id", "wrong_tax", "wrong_order"}


@verb("billing.approve_correction", dual=True)
def approve_correction(pk: int, *, actor: User) -> Correction:
    """Others agreed to it: it may be posted."""
    correction = lock_one(queries.corrections(actor), pk)
    _move(correction, "approved", actor, approved_at=timezone.now())
    return correction


@verb("billing.follow_correction_approval")
def follow_correction_approval(approval_id: int, *, actor: User) -> Correction | None:
    """Somebody said no, or nobody decided in time: the correction is rejected. Safe to repeat; None for other approvals."""
    approval = ApprovalRequest.objects.get(pk=approval_id)
    if approval.kind != APPROVAL or approval.state in ("pending", "approved"):
        return None
    correction = lock_one(Correction.objects.select_related("document", "entity", "customer"), approval.subject_id)
    if correction.state != "submitted":
        return None
    last = approval.steps.order_by("-position").first()
    _move(correction, "rejected", actor, (last.reason if last else "") or str(approval.get_state_display()))
    return correction


@verb("billing.withdraw_correction")
def withdraw_correction(pk: int, *, reason: str, actor: User, version: int | None = None) -> Correction:
    """Give it up before anything was posted. Raises Conflict "wrong_state", BusinessError "correction_refusal_says_why"."""
    correction = lock_one(queries.corrections(actor), pk, version)
    if not reason.strip():
        raise BusinessError("correction_refusal_says_why", field="reason")
    _move(correction, "withdrawn", actor, reason.strip())
    return correction


@verb("billing.execute_correction")
def execute_correction(pk: int, *, actor: User, version: int | None = None) -> Correction:
    """Post the credit note naming its original, settle the original with it, and post the new document: all or nothing.

    Raises Conflict "wrong_state", BusinessError as `submit_correction` (what is left is checked again) and as posting refuses.
    """
    correction = lock_one(queries.corrections(actor), pk, version)
    transition(correction, "executed", CORRECTION_MOVES)
    correction.state = "approved"
    _checked(correction)
    made = post_correction(correction, list(queries.lines_of(correction)), actor=actor)
    if made.credit_note:
        bill_back(correction, made.credit_note)
    _move(correction, "executed", actor, executed_at=timezone.now(), credit_note=made.credit_note, rebill=made.rebill)
    return correction


def _draft(pk: int, actor: User, version: int | None) -> Correction:
    correction = lock_one(queries.corrections(actor), pk, version)
    if correction.state != "draft":
        raise Conflict("wrong_state", field="state", state=correction.get_state_display(), wanted="draft")
    return correction


def _move(correction: Correction, state: str, actor: User, reason: str = "", **facts: object) -> None:
    origin = correction.state
    transition(correction, state, CORRECTION_MOVES)
    correction.state = origin
    before, after = change(correction, state=state, reason=reason[:500], **facts)
    record(f"correction.{state}", correction, actor=actor, parent=correction.document, before=before, after=after, reason=reason)
    told = {"correction": correction.public_id, "state": state, "source": correction.source, "source_id": correction.source_id}
    publish("correction.moved", correction, **told)

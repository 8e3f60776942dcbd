"""Deciding on a refund: others approve, one more releases, and everything is looked at again under lock."""

from datetime import datetime

from django.utils import timezone

from o2c.accounts.customers.services.bank import decider
from o2c.billing.ledger.choices import ControlAccount, EntryKind, Method
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate, post
from o2c.billing.refunds import queries, rules
from o2c.billing.refunds.models import CardCapture, RefundPayment, RefundRequest
from o2c.billing.refunds.services.moving import in_turn, locked, move
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.acting import running
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.audit.pairs import never_after
from o2c.core.clock import local_today
from o2c.core.entities.queries import conversion
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock, lock_one, verb


@verb("billing.approve_refund", dual=True)
def approve_refund(pk: int, *, actor: User) -> RefundRequest:
    """Others agreed, as many as amount and bank details ask for: the refund waits for its release."""
    refund = locked(pk, actor)
    move(refund, "approved", decider(), approved_by=decider(), approved_at=timezone.now())
    return refund


@verb("billing.follow_refund_approval")
def follow_refund_approval(approval_id: int, *, actor: User) -> RefundRequest | None:
    """Somebody said no, or nobody decided: the refund is rejected and its amount free again. None for other approvals."""
    approval = ApprovalRequest.objects.get(pk=approval_id)
    if approval.subject_type != RefundRequest._meta.label_lower or approval.state in ("pending", "approved"):
        return None
    refund = lock_one(RefundRequest.objects.all(), approval.subject_id)
    if refund.state != "submitted":
        return None
    last = approval.steps.order_by("position").last()
    why = (last.reason if last else "") or approval.get_state_display()
    move(refund, "rejected", actor, reason=why, outcome=why)
    return refund


@verb("billing.reject_refund")
def reject_refund(pk: int, *, reason: str, actor: User, version: int | None = None) -> RefundRequest:
    """Whoever releases finds it wrong: it is not paid and its amount is free again."""
    refund = locked(pk, actor, version)
    move(refund, "rejected", actor, reason=reason, outcome=reason)
    return refund


@verb("billing.release_refund")
def release_refund(pk: int, *, actor: User, version: int | None = None) -> RefundRequest:
    """Post it and let it be paid: the credits are used up, and we owe the payment.

    Every control is asked again under lock, the payee's screening no older than a day. Raises BusinessError "gate_closed",
    "did_other_half" for whoever entered the bank details, "refund_needs_third_person", and the control that stops it.
    """
    now = timezone.now()
    known = queries.refunds(actor).filter(pk=pk).first()
    if known is not None:
        gates.require("refund", known.customer, screened_since=now - rules.SCREENED_WITHIN)
    refund = locked(pk, actor, version)
    in_turn(refund, "released")
    _may_release(refund, actor)
    items = {item.pk: item for item in lock(OpenItem.objects.all(), list(refund.lines.values_list("item_id", flat=True)))}
    if refund.capture_id:
        lock_one(CardCapture.objects, refund.capture_id)
    if refused := rules.first_refusal(queries.facts_of(refund, now)):
        raise BusinessError(refused.code, **refused.values)
    move(refund, "released", actor, released_by=actor, released_at=now, screened_at=now)
    _pay_out(refund, items, now, actor)
    return refund


def _may_release(refund: RefundRequest, actor: User) -> None:
    """Neither who entered the bank details, nor above the limit anybody who had a hand in it, in person or through a cover."""
    if refund.bank_account:
        never_after(actor, refund.bank_account, {"bank_account.added"})
    if not refund.three_persons:
        return
    now = running()
    mine = {actor.pk, now.on_behalf_of.pk} if now and now.on_behalf_of else {actor.pk}
    earlier = {refund.created_by_id, refund.submitted_by_id, refund.approved_by_id, *queries.deciders_of(refund)}
    if mine & earlier:
        raise BusinessError("refund_needs_third_person", who=str(actor))
    never_after(actor, refund, {"refund.drafted", "refund.submitted", "refund.set_off", "refund.approved"})


def _pay_out(refund: RefundRequest, items: dict[int, OpenItem], now: datetime, actor: User) -> None:
    """The posting, the credits it uses up, and the payment that is to be made."""
    entry = post(_posting(refund), actor=actor)
    debit = entry.items.get()
    pairs = [Pair(debit.pk, line.item_id, line.amount, entry.posting_date) for line in queries.lines_of(refund)]
    allocate(pairs, method=Method.AUTOMATIC, reason=f"Refund {refund}", actor=actor)
    bank = refund.bank_account
    RefundPayment.objects.create(
        request=refund, entry=entry, end_to_end=refund.number, amount=refund.amount, currency=refund.currency,
        holder=bank.holder if bank else refund.customer.legal_name, iban=bank.iban if bank else "", bic=bank.bic if bank else "",
    )  # fmt: skip


def _posting(refund: RefundRequest) -> Posting:
    today = local_today(refund.entity)
    rate = conversion(refund.entity.base_currency, refund.currency, today).value
    return Posting(
        kind=EntryKind.REFUND, reference=refund.number, entity_id=refund.entity_id, currency=refund.currency, document_date=today,
        posting_date=today, account_id=refund.account_id, customer_id=refund.customer_id, rate=rate,
        items=[Item(refund.amount, today, ControlAccount.UNAPPLIED)], lines=[Line(ControlAccount.REFUNDS_PAYABLE, -refund.amount)],
        source_key=f"refund:{refund.number}:released",
    )  # fmt: skip

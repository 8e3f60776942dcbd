"""Sending: one pain.001 for many payments, fetched once; card refunds handed to the processor."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils import timezone

from o2c.billing.refunds import queries
from o2c.billing.refunds.engine.pain001 import Credit, Debtor, Refused, credit_transfers
from o2c.billing.refunds.models import PaymentFile, RefundPayment, RefundRequest
from o2c.billing.refunds.rules import SCREENED_WITHIN
from o2c.billing.refunds.services.moving import in_turn, locked, move
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock, lock_one, verb

AGAIN = "payment_file_again"


@verb("billing.make_payment_file")
def make_payment_file(own_account_id: int, *, refund_ids: Sequence[int], execution_on: date | None = None, actor: User) -> PaymentFile:
    """One file for released refunds of the bank account's entity and currency, in the version its bank takes.

    Raises BusinessError "refund_file_empty", "refund_in_file_already", "refund_not_for_bank", "refund_file_other_account",
    "refund_bank_not_verified", "gate_closed", "payment_file_format", "payment_file_currency", "payment_file_invalid".
    """
    own = lock_one(OwnBankAccount.objects.filter(state="active").select_related("entity"), own_account_id)
    if not refund_ids:
        raise BusinessError("refund_file_empty")
    for refund in queries.refunds(actor).filter(pk__in=refund_ids).order_by("customer_id", "pk"):
        gates.require("refund", refund.customer, screened_since=timezone.now() - SCREENED_WITHIN)
    refunds = lock(queries.refunds(actor), refund_ids)
    for refund in refunds:
        _fits(refund, own)
    payments = [refund.payment for refund in refunds]
    day = max(execution_on or local_today(own.entity), local_today(own.entity))
    file = _write(own, payments, day)
    record("payment_file.made", file, actor=actor, after={"count": file.count, "total": file.total, "sha256": file.sha256})
    for refund, payment in zip(refunds, payments, strict=True):
        payment.file = file
        payment.save(update_fields=["file"])
        record("refund.in_file", refund, actor=actor, after={"file": file.message_id, "sha256": file.sha256})
    return file


def _fits(refund: RefundRequest, own: OwnBankAccount) -> None:
    in_turn(refund, "sent")
    if refund.bank_account is None:
        raise BusinessError("refund_not_for_bank", number=refund.number)
    if refund.payment.file_id:
        raise BusinessError("refund_in_file_already", number=refund.number)
    if (refund.entity_id, refund.currency) != (own.entity_id, own.currency):
        raise BusinessError("refund_file_other_account", number=refund.number)
    if refund.bank_account.state != "verified":
        raise BusinessError("refund_bank_not_verified")


def _write(own: OwnBankAccount, payments: Sequence[RefundPayment], day: date) -> PaymentFile:
    debtor = Debtor(own.entity.name, own.iban, own.bic, own.currency, own.payment_format)
    credits_ = [
        Credit(payment.end_to_end, payment.amount, payment.holder, payment.iban, payment.bic, f"Refund {payment.end_to_end}")
        for payment in payments
    ]
    try:
        message = credit_transfers(debtor, credits_, day)
    except Refused as refused:
        raise BusinessError(refused.code, format=own.payment_format) from refused
    return PaymentFile.objects.create(
        own_account=own, entity=own.entity, message_id=message.message_id, format=own.payment_format, content=message.content,
        sha256=hashlib.sha256(message.content.encode()).hexdigest(), count=len(payments),
        total=sum(payment.amount for payment in payments), currency=own.currency, execution_on=day,
    )  # fmt: skip


@verb("billing.fetch_payment_file")
def fetch_payment_file(pk: int, *, actor: User) -> PaymentFile:
    """Take the file to the bank: its refunds are sent. Once only. Raises BusinessError "payment_file_fetched", "gate_closed"."""
    first = queries.payment_files(actor).filter(pk=pk, fetched_at=None).first()
    waiting = queries.refunds(actor).filter(payment__file=first).order_by("customer_id", "pk") if first else []
    for refund in waiting:
        gates.require("refund", refund.customer, screened_since=timezone.now() - SCREENED_WITHIN)
    file = lock_one(queries.payment_files(actor), pk)
    if not file.fetches_left:
        raise BusinessError("payment_file_fetched")
    now = timezone.now()
    file.fetches_left, file.fetched_at, file.fetched_by = file.fetches_left - 1, now, actor
    file.save(update_fields=["fetches_left", "fetched_at", "fetched_by"])
    record("payment_file.fetched", file, actor=actor, after={"sha256": file.sha256})
    for payment in queries.payments_of(file).filter(request__state="released"):
        move(locked(payment.request_id, actor), "sent", actor, told={"file": file.message_id})
        payment.sent_at = now
        payment.save(update_fields=["sent_at"])
    return file


@verb("billing.discard_payment_file")
def discard_payment_file(pk: int, *, reason: str, actor: User) -> PaymentFile:
    """It never leaves, say because a payee was frozen meanwhile: its refunds wait for another file. Raises "payment_file_fetched"."""
    file = lock_one(queries.payment_files(actor), pk)
    if not file.fetches_left or file.fetched_at:
        raise BusinessError("payment_file_fetched")
    file.fetches_left, file.discarded_at, file.discard_reason = 0, timezone.now(), reason
    file.save(update_fields=["fetches_left", "discarded_at", "discard_reason"])
    RefundPayment.objects.filter(file=file).update(file=None)
    record("payment_file.discarded", file, actor=actor, after={"sha256": file.sha256}, reason=reason)
    return file


@verb("billing.ask_another_fetch")
def ask_another_fetch(pk: int, *, reason: str, actor: User) -> ApprovalRequest:
    """The file got lost: ask another person whether it may be fetched again. Raises BusinessError "payment_file_not_fetched"."""
    file = lock_one(queries.payment_files(actor), pk)
    if file.fetched_at is None or file.fetches_left:
        raise BusinessError("payment_file_not_fetched")
    told = {"sha256": file.sha256, "payments": file.count, "total": f"{file.total:f} {file.currency}"}
    return request_approval.step(AGAIN, file, {"pk": file.pk}, reason=reason, after=told, actor=actor)


@verb("billing.allow_another_fetch", dual=True)
def allow_another_fetch(pk: int, *, actor: User) -> PaymentFile:
    """Another person agreed: the same bytes may be fetched once more."""
    file = lock_one(queries.payment_files(actor), pk)
    PaymentFile.objects.filter(pk=file.pk).update(fetches_left=F("fetches_left") + 1)
    record("payment_file.again", file, actor=actor, after={"sha256": file.sha256})
    return file


@verb("billing.send_card_refund")
def send_card_refund(pk: int, *, actor: User, version: int | None = None) -> RefundRequest:
    """Hand a released refund to the card's processor, by the reference of the payment it goes back to; it listens for "refund.sent".

    Raises BusinessError "refund_not_for_card", "gate_closed".
    """
    known = queries.refunds(actor).filter(pk=pk).first()
    if known is not None:
        gates.require("refund", known.customer, screened_since=timezone.now() - SCREENED_WITHIN)
    refund = locked(pk, actor, version)
    if refund.capture is None:
        raise BusinessError("refund_not_for_card", number=refund.number)
    move(refund, "sent", actor, told={"capture": refund.capture.reference})
    payment = refund.payment
    payment.sent_at = timezone.now()
    payment.save(update_fields=["sent_at"])
    return refund

"""What became of a payment. Only the bank, or the card processor, says so: by its report, or by a line of its statement."""

from datetime import date

from o2c.billing.ledger.choices import ControlAccount, EntryKind
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import post
from o2c.billing.refunds.models import RefundPayment
from o2c.billing.refunds.services.moving import locked, move
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.verbs import verb


@verb("billing.confirm_refund_payment")
def confirm_refund_payment(pk: int, *, on: date, reference: str, status: str = "", actor: User) -> RefundPayment:
    """The payment of refund `pk` left our account on that day: what we owed is paid. `reference`: what the bank calls it.

    Raises Conflict "wrong_state" unless it was sent, BusinessError "refund_paid_before_release", "period_closed".
    """
    refund = locked(pk, actor)
    move(refund, "confirmed", actor, told={"on": on, "reference": reference})
    payment = refund.payment
    _not_before(on, payment.entry.posting_date)
    entry = post(_posting(payment, EntryKind.REFUND, on, "paid", taken_from=ControlAccount.BANK), actor=actor)
    return _keep(payment, status=status, confirmed_on=on, bank_reference=reference[:80], confirmation=entry)


@verb("billing.return_refund_payment")
def return_refund_payment(pk: int, *, on: date, reason: str, status: str = "", actor: User) -> RefundPayment:
    """The payment of refund `pk` was refused or came back: the customer has its credit again, as unapplied cash.

    Raises Conflict "wrong_state" unless it was sent, BusinessError "refund_paid_before_release", "period_closed".
    """
    refund = locked(pk, actor)
    move(refund, "returned", actor, reason=reason, outcome=reason, told={"on": on})
    payment = refund.payment
    origin = ControlAccount.BANK if payment.confirmed_on else ControlAccount.REFUNDS_PAYABLE
    _not_before(on, payment.confirmed_on or payment.entry.posting_date)
    entry = post(_posting(payment, EntryKind.RETURN, on, "returned", taken_from=origin), actor=actor)
    return _keep(payment, status=status or payment.status, status_reason=reason[:140], returned_on=on, returned=entry)


def note_status(payment: RefundPayment, status: str, *, actor: User) -> None:
    """Step: the bank says where the payment stands, and nothing moves."""
    _keep(payment, status=status)
    record("refund.status", payment.request, actor=actor, after={"status": status})


def _not_before(on: date, earliest: date) -> None:
    if on < earliest:
        raise BusinessError("refund_paid_before_release", field="on", day=on, earliest=earliest)


def _posting(payment: RefundPayment, kind: str, on: date, step: str, *, taken_from: str) -> Posting:
    """A payment settles what we owe; a return gives the credit back. Both at the rate of the release, so that nothing is left over."""
    refund, amount = payment.request, payment.amount
    paid = [Line(ControlAccount.REFUNDS_PAYABLE, amount), Line(taken_from, -amount)]
    back = [Line(taken_from, amount)]
    return Posting(
        kind=kind, reference=refund.number, entity_id=refund.entity_id, currency=refund.currency, document_date=on, posting_date=on,
        account_id=refund.account_id, customer_id=refund.customer_id, rate=payment.entry.rate,
        items=[Item(-amount, on, ControlAccount.UNAPPLIED)] if kind == EntryKind.RETURN else [],
        lines=back if kind == EntryKind.RETURN else paid, source_key=f"refund:{refund.number}:{step}",
    )  # fmt: skip


def _keep(payment: RefundPayment, **facts: object) -> RefundPayment:
    for name, value in facts.items():
        setattr(payment, name, value)
    payment.save(update_fields=list(facts))
    return payment

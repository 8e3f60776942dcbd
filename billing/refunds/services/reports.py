"""Taking in what the bank reports about a file of ours: each payment once, the same report never twice."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from o2c.billing.refunds.models import RefundPayment, StatusReport
from o2c.billing.refunds.readers.pain002 import Answer, ReportError, read_report
from o2c.billing.refunds.rules import PAID, REFUSED
from o2c.billing.refunds.services.answering import confirm_refund_payment, note_status, return_refund_payment
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.sentences import sentence
from o2c.core.verbs import verb


@dataclass(slots=True)
class Counted:
    """What became of the answers of one report."""

    confirmed: int = 0
    returned: int = 0
    noted: int = 0
    findings: list[dict[str, str]] = field(default_factory=list)


@verb("billing.take_status_report")
def take_status_report(content: bytes, *, actor: User) -> StatusReport:
    """Carry out what a pain.002 says: paid payments are confirmed, refused ones give their credit back, others note the status.

    The same file again answers with the report it was, and changes nothing. Raises BusinessError "status_broken".
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if known := StatusReport.objects.filter(sha256=sha256).first():
        return known
    try:
        read = read_report(content)
    except ReportError as wrong:
        raise BusinessError("status_broken", field="file", why=sentence(wrong.code)) from wrong
    counted = Counted()
    for payment, answer in _answered(read.original_id, read.group_status, read.answers, counted):
        _carry_out(payment, answer, read.created_on, counted, actor)
    report = StatusReport.objects.create(
        sha256=sha256, message_id=read.message_id, original_id=read.original_id, group_status=read.group_status,
        confirmed=counted.confirmed, returned=counted.returned, noted=counted.noted, findings=counted.findings,
    )  # fmt: skip
    told = {"confirmed": counted.confirmed, "returned": counted.returned, "noted": counted.noted, "sha256": sha256}
    record("status_report.taken", report, actor=actor, after=told)
    return report


def _answered(original_id: str, group_status: str, answers: Iterable[Answer], counted: Counted) -> list[tuple[RefundPayment, Answer]]:
    """Each payment of the answered file with its own answer; one for the whole file speaks for those without."""
    rows = RefundPayment.objects.filter(file__message_id=original_id).select_related("request__entity", "entry").order_by("pk")
    payments = {payment.end_to_end: payment for payment in rows}
    own = {answer.end_to_end: answer for answer in answers}
    counted.findings += [{"code": "status_unknown_payment", "end_to_end": key} for key in own if key not in payments]
    whole = Answer("", group_status, "") if group_status in PAID | REFUSED and not own else None
    found = [(payment, own.get(key) or whole) for key, payment in payments.items()]
    return [(payment, answer) for payment, answer in found if answer]


def _carry_out(payment: RefundPayment, answer: Answer, created_on: date | None, counted: Counted, actor: User) -> None:
    today = local_today(payment.request.entity)
    day = max(min(answer.on or created_on or today, today), payment.entry.posting_date)
    if answer.status not in PAID | REFUSED:
        note_status(payment, answer.status[:4], actor=actor)
        counted.noted += 1
    elif payment.request.state != "sent":
        if (answer.status in PAID) != (payment.request.state == "confirmed"):
            values = {"end_to_end": payment.end_to_end, "state": payment.request.state, "status": answer.status}
            counted.findings.append({"code": "status_too_late", **values})
    elif answer.status in PAID:
        confirm_refund_payment.step(payment.request_id, on=day, reference=payment.end_to_end, status=answer.status, actor=actor)
        counted.confirmed += 1
    else:
        why = answer.reason or answer.status
        return_refund_payment.step(payment.request_id, on=day, reason=why, status=answer.status, actor=actor)
        counted.returned += 1

"""What somebody has begun to put right in the demo: exceptions in several hands, and invoices with a wrong price."""

from datetime import date, timedelta
from decimal import Decimal

from o2c.billing.controls.models import BillingException
from o2c.billing.controls.services import assign_exception, resolve_exception, waive_exception
from o2c.billing.corrections.models import Correction
from o2c.billing.corrections.services import edit_correction_line, execute_correction, open_correction, submit_correction
from o2c.billing.documents.models import Document
from o2c.core.acting import through
from o2c.core.approvals.queries import to_decide
from o2c.core.approvals.services import decide_approval
from o2c.story.cast import Cast

REBATE = Decimal("0.95")


def work(cast: Cast, today: date) -> None:
    """Each in its own words; what the book does not have is left out."""
    with through("command"):
        _take_exceptions(cast, today)
        _correct(cast)


def _take_exceptions(cast: Cast, today: date) -> None:
    """The first finding of each control goes to somebody; the warnings' next ones are let pass, and one is said to be done."""
    clerk, finance = cast.by_role["clerk"], cast.by_role["finance"]
    first: dict[str, list[BillingException]] = {}
    for found in BillingException.objects.filter(state="open").order_by("control", "-amount", "pk"):
        first.setdefault(found.control, []).append(found)
    for at, findings in enumerate(first.values()):
        if len(findings) > 1:
            assign_exception(findings[0].pk, owner=(clerk, finance)[at % 2], actor=clerk)
    several = [findings for findings in first.values() if len(findings) > 2]
    for days, findings in zip((14, 60), several, strict=False):
        waive_exception(
            findings[1].pk, until=today + timedelta(days=days), reason="Agreed with sales: the paper is under way", actor=finance
        )
    for findings in several[2:3]:
        resolve_exception(findings[1].pk, reason="Entered with the client on the phone", actor=clerk)


def _correct(cast: Cast) -> None:
    """The first own invoice was credited and billed again, the second waits for its approval, the third is being written."""
    clerk, approver = cast.by_role["clerk"], cast.by_role["approver"]
    invoices = Document.objects.filter(origin="own", kind="invoice", lines__unit_price__gt=0).distinct().order_by("pk")[:3]
    for at, invoice in enumerate(invoices):
        correction = _rebate(invoice, cast)
        if at == 2:
            continue
        submit_correction(correction.pk, actor=clerk)
        if at == 0:
            decide_approval(to_decide(approver).get(kind="correction", subject_id=correction.pk).pk, approve=True, actor=approver)
            execute_correction(correction.pk, actor=clerk)


def _rebate(invoice: Document, cast: Cast) -> Correction:
    clerk = cast.by_role["clerk"]
    said = "The rebate of the yearly contract was not taken off."
    correction = open_correction(
        invoice.pk, kind="rebill", cause="wrong_condition", team="pricing", explanation=said, actor=clerk
    )  # fmt: skip
    line = correction.lines.earliest("position")
    return edit_correction_line(correction.pk, line.position, rebill_price=line.rebill_price * REBATE, actor=clerk)

"""What this room tells the house when it loads."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.requests.kinds.registry import Applied, Given, Kind, Payload, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.billing.corrections import queries
from o2c.billing.corrections.forms import HeadForm
from o2c.billing.corrections.models import Correction
from o2c.billing.corrections.retained import under_way
from o2c.billing.corrections.services import follow_correction_approval, open_correction
from o2c.core import events, gates
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.approvals.registry import approval_kind, created_by
from o2c.core.errors import BusinessError
from o2c.core.files.reach import carries_files
from o2c.core.money import Money
from o2c.core.pages import menu, panels
from o2c.core.retention.judging import QUESTION
from o2c.core.spoken import spoken


class CorrectionPayload(Payload):
    """What sales support or a client asks to be corrected; the case itself is then worked in billing."""

    document = forms.CharField(label=_("Document number"), max_length=60)
    kind = HeadForm.base_fields["kind"]
    cause = HeadForm.base_fields["cause"]
    team = HeadForm.base_fields["team"]
    explanation = HeadForm.base_fields["explanation"]


def open_from_request(request: ChangeRequest, given: Given, actor: User) -> Applied:
    """The request becomes a correction that names it."""
    head = dict(given)
    document = queries.correctable(actor).filter(number=head.pop("document"), customer=request.customer_id).first()
    if document is None:
        raise BusinessError("correction_document_unknown", field="document", document=given["document"])
    found: Correction = open_correction.step(document.pk, source="request", source_id=request.public_id, actor=actor, **head)
    return Applied(outcome=str(found))


def makers(correction: Correction) -> set[int]:
    """Who opened it, and who set or approved the prices that caused it: none of them approves it. Source: reference 9."""
    found = created_by(correction)
    if correction.cause in {"wrong_price", "wrong_condition"}:
        lines = correction.document.lines.exclude(condition=None).values_list("condition__created_by", flat=True)
        found |= {pk for pk in lines if pk}
    return found


def compared(correction: Correction) -> list[tuple[str, Any]]:
    """Line by line what stands there and what will, for whoever approves."""
    rows = []
    for line in queries.lines_of(correction):
        was = spoken(Money(line.original_line.net if line.original_line else Decimal(0), correction.currency))
        anew = f"{spoken(line.rebill_quantity.normalize())} × {spoken(line.rebill_price.normalize())}"
        rows.append((f"{line.position} {line.description}", f"{was} → {anew}"))
    return rows


def on_approval(approval_id: int, _facts: dict[str, Any]) -> None:
    with through("job"):
        follow_correction_approval(approval_id, actor=the_night())


approval_kind(
    "correction", _("Correct a posted document"), "billing.approve_correction", roles=["approver"], makers=makers, evidence=compared
)
request_kind(Kind("credit_rebill", _("Credit and rebill"), CorrectionPayload, open_from_request))
events.listen("approval.closed", "billing.corrections", on_approval)
gates.answer_for_many(QUESTION, under_way)
menu.add("billing", _("Corrections"), "correction_list", queries.VIEW, order=45)
menu.add("billing", _("Reasons of corrections"), "correction_board", queries.VIEW, order=46)
panels.add("billing.document", _("Corrections"), "document_corrections", permission=queries.VIEW, order=30)
panels.add("billing.billingrun", _("Credits for corrected spend"), "billing_run_credits", permission=queries.VIEW, order=20)
panels.add("accounts.customer", _("Corrections"), "customer_corrections", permission=queries.VIEW, order=45)
carries_files(Correction._meta.label_lower, queries.corrections)

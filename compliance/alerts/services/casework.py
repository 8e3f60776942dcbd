"""What a clerk does with an alert: take it, ask, clear it (with a second person where it matters), confirm it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from o2c.compliance.alerts.models import AlertState, ComplianceAlert, Verdict
from o2c.compliance.alerts.rules import REASON_CODES, UNDECIDED, must_differ, must_say_why
from o2c.compliance.alerts.rules.kinds import unanswered
from o2c.compliance.alerts.services.clocks import due_after_pause
from o2c.compliance.alerts.services.escalation import escalate
from o2c.compliance.alerts.services.steps import decide, locked, locked_in, locked_with_gate, move, note
from o2c.compliance.freezes import services as freezes
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.errors import BusinessError, Conflict
from o2c.core.sentences import sentence
from o2c.core.verbs import verb


@verb("compliance.take_alert")
def take_alert(alert_id: int, *, actor: User) -> ComplianceAlert:
    """Start investigating; the alert is the actor's from now on. Raises Conflict "wrong_state"."""
    alert = locked_in(alert_id, AlertState.ALERT, AlertState.INVESTIGATING, actor)
    move(alert, AlertState.INVESTIGATING, "taken", actor=actor, assignee=actor)
    return alert


@verb("compliance.ask_for_information")
def ask_for_information(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """Wait for documents; `reason` says which, from whom. The clock stands still until they are there.

    Raises BusinessError "reason_missing"; Conflict "wrong_state", "clearing_already_proposed".
    """
    must_say_why(reason)
    alert = locked(alert_id, actor)
    if alert.clearing_by_id:
        raise Conflict("clearing_already_proposed")
    move(alert, AlertState.MORE_INFO, "information_asked", actor=actor, reason=reason, paused_since=timezone.now())
    return alert


@verb("compliance.resume_investigation")
def resume_investigation(alert_id: int, *, reason: str = "", actor: User) -> ComplianceAlert:
    """The documents are there: go on. Raises Conflict "wrong_state"."""
    alert = locked_in(alert_id, AlertState.MORE_INFO, AlertState.INVESTIGATING, actor)
    due_at = due_after_pause(alert)
    move(alert, AlertState.INVESTIGATING, "resumed", actor=actor, reason=reason, assignee=actor, due_at=due_at, paused_since=None)
    return alert


@verb("compliance.clear_alert")
def clear_alert(alert_id: int, *, reason_code: str, reason: str, actor: User) -> ComplianceAlert:
    """Decide that it is not the listed party; where four eyes are needed, propose that to a second person.

    Raises BusinessError "reason_missing", "reason_code_unknown", "alert_checklist_open";
    Conflict "wrong_state", "clearing_already_proposed".
    """
    must_say_why(reason)
    if reason_code not in REASON_CODES:
        raise BusinessError("reason_code_unknown", field="reason_code", known=REASON_CODES)
    alert = locked_in(alert_id, AlertState.INVESTIGATING, AlertState.FALSE_POSITIVE, actor)
    if alert.clearing_by_id:
        raise Conflict("clearing_already_proposed")
    if missing := unanswered(alert.kind, alert.checks.values_list("code", flat=True)):
        raise BusinessError("alert_checklist_open", questions="; ".join(map(sentence, missing)), codes=missing)
    if alert.four_eyes:
        proposed = {"clearing_by": actor, "clearing_code": reason_code, "clearing_reason": reason}
        note(alert, "clearing_proposed", alert.state, actor=actor, reason_code=reason_code, reason=reason, **proposed)
        return alert
    decide(alert, Verdict.FALSE_POSITIVE, actor=actor, reason=reason, reason_code=reason_code)
    move(alert, AlertState.FALSE_POSITIVE, "cleared", actor=actor, reason_code=reason_code, reason=reason, decided_at=timezone.now())
    return alert


@verb("compliance.approve_clearing")
def approve_clearing(alert_id: int, *, actor: User) -> ComplianceAlert:
    """The second pair of eyes agrees. Raises Conflict "clearing_not_proposed"; BusinessError "clearing_needs_another_person"."""
    alert = locked(alert_id, actor)
    proposer, code, reason = _proposed_clearing(alert)
    must_differ(actor.pk, proposer.pk, code="clearing_needs_another_person")
    decide(alert, Verdict.FALSE_POSITIVE, actor=proposer, second=actor, reason=reason, reason_code=code)
    move(alert, AlertState.FALSE_POSITIVE, "clearing_approved", actor=actor, reason_code=code, reason=reason, decided_at=timezone.now())
    return alert


@verb("compliance.return_clearing")
def return_clearing(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """The second pair of eyes disagrees: back to the investigation.

    Raises BusinessError "reason_missing", "clearing_needs_another_person"; Conflict "clearing_not_proposed".
    """
    must_say_why(reason)
    alert = locked(alert_id, actor)
    proposer, _code, _reason = _proposed_clearing(alert)
    must_differ(actor.pk, proposer.pk, code="clearing_needs_another_person")
    note(alert, "clearing_returned", alert.state, actor=actor, reason=reason, clearing_by=None, clearing_code="", clearing_reason="")
    return alert


@verb("compliance.confirm_alert")
def confirm_alert(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """It is the listed party: freeze the customer, escalate to the officer and supersede the subject's other hits, all at once.

    `reason` names the evidence. Raises BusinessError "reason_missing"; Conflict "wrong_state".
    """
    must_say_why(reason)
    alert = locked_with_gate(alert_id, actor)
    move(alert, AlertState.CONFIRMED, "confirmed", actor=actor, reason=reason, confirmed_by=actor, decided_at=timezone.now())
    decide(alert, Verdict.CONFIRMED, actor=actor, reason=reason)
    words = _("A compliance alert was confirmed.") if alert.restricted else reason
    freezes.place(alert.customer, reason=words, actor=actor, alert=alert.public_id)
    escalate(alert, actor=actor)
    if alert.entry_id:
        _supersede_others(alert, actor)
    events.publish("alert.escalated", alert)
    return alert


def _supersede_others(alert: ComplianceAlert, actor: User) -> None:
    """The subject's other open hits wait for this verdict: superseded, not false."""
    same = ComplianceAlert.objects.filter(customer=alert.customer_id, contact=alert.contact_id, state__in=UNDECIDED, entry__isnull=False)
    for other in same.exclude(pk=alert.pk).select_for_update(no_key=True).order_by("pk"):
        move(other, AlertState.SUPERSEDED, "superseded", actor=actor, reason_code="move_confirmed", reason=str(alert))


def _proposed_clearing(alert: ComplianceAlert) -> tuple[User, str, str]:
    if alert.state != AlertState.INVESTIGATING or alert.clearing_by is None:
        raise Conflict("clearing_not_proposed")
    return alert.clearing_by, alert.clearing_code, alert.clearing_reason

"""From a confirmed alert to legal's desk: the officer's clock, the hand-over with its evidence pack, the verdict that closes it."""

from django.utils import timezone

from o2c.compliance.alerts.models import AlertState, ComplianceAlert, Escalation
from o2c.compliance.alerts.queries import readers_among
from o2c.compliance.alerts.rules import must_say_why
from o2c.compliance.alerts.rules.kinds import LEGAL_HOURS, OFFICER_HOURS
from o2c.compliance.alerts.services.clocks import within
from o2c.compliance.alerts.services.steps import locked, move, note
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.models import Visibility
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob
from o2c.core.jobs import services as jobs
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import lock_one, verb

EVIDENCE_PACK = "compliance.make_evidence_pack"


def escalate(alert: ComplianceAlert, *, actor: User) -> Escalation:
    """A step: exactly one escalation for a confirmed alert; the officer's time runs from now."""
    until = within(OFFICER_HOURS, "compliance_officer")
    escalation = Escalation.objects.create(alert=alert, confirmed_by=actor, confirmed_at=timezone.now(), officer_due_at=until)
    move(alert, AlertState.ESCALATED, "escalated", actor=actor, assignee=None, due_at=until)
    return escalation


@verb("compliance.hand_over_alert")
def hand_over_alert(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """Hand a confirmed alert to legal: the evidence pack is made and legal is told, without a name in the mail.

    Raises BusinessError "reason_missing"; Conflict "not_escalated", "already_handed_over".
    """
    must_say_why(reason)
    alert = locked(alert_id, actor)
    escalation = open_escalation(alert)
    if escalation.handed_at:
        raise Conflict("already_handed_over")
    escalation.handed_by, escalation.handed_at, escalation.handed_reason = actor, timezone.now(), reason
    escalation.legal_due_at = within(LEGAL_HOURS, "legal")
    escalation.save(update_fields=["handed_by", "handed_at", "handed_reason", "legal_due_at"])
    note(alert, "handed_over", alert.state, actor=actor, reason=reason, due_at=escalation.legal_due_at)
    jobs.request(EVIDENCE_PACK, key=str(escalation.pk), actor=actor, arguments={"escalation": escalation.pk})
    for reader in readers_among("compliance.uphold_alert", alert):
        key = f"alert_handed_over:{escalation.pk}:{reader.pk}"
        send_mail("alert_handed_over", reader.email, language=reader.language, dedupe_key=key, name=reader.name, number=str(alert.pk))
    return alert


@verb("compliance.keep_evidence_pack")
def keep_evidence_pack(escalation_id: int, blob: Blob, *, actor: User) -> Escalation:
    """Hang the made pack on the alert, for restricted readers."""
    escalation = lock_one(Escalation.objects.select_related("alert"), escalation_id)
    kept = attach(escalation.alert.of_trail, blob, visibility=Visibility.RESTRICTED, kind="evidence_pack", actor=actor)
    escalation.pack = kept.file
    escalation.save(update_fields=["pack"])
    named = escalation.alert.of_trail
    record("alert.pack_kept", named, actor=actor, parent=named, sha256=blob.sha256)
    return escalation


def open_escalation(alert: ComplianceAlert) -> Escalation:
    """The escalation of a confirmed alert that nobody has judged yet, locked. Raises Conflict "not_escalated"."""
    found = Escalation.objects.select_for_update(no_key=True).filter(alert=alert.pk, closed_at=None).first()
    if found is None or alert.state != AlertState.ESCALATED:
        raise Conflict("not_escalated")
    return found


def judge(alert: ComplianceAlert, outcome: str) -> None:
    """A step: legal has judged. Raises Conflict "not_escalated"; BusinessError "not_handed_over"."""
    escalation = open_escalation(alert)
    if escalation.handed_at is None:
        raise BusinessError("not_handed_over")
    escalation.closed_at, escalation.outcome = timezone.now(), outcome
    escalation.save(update_fields=["closed_at", "outcome"])

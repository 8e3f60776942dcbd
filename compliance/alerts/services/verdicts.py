"""What comes after a confirmed alert: legal's verdict, the release by two others, and reopening."""

from datetime import datetime

from o2c.compliance.alerts.models import AlertState, ComplianceAlert, Verdict
from o2c.compliance.alerts.rules import must_differ, must_say_why
from o2c.compliance.alerts.services.escalation import judge
from o2c.compliance.alerts.services.steps import decide, locked_in, locked_with_gate, move, note, reopen
from o2c.compliance.freezes import services as freezes
from o2c.compliance.freezes.models import EndKind, Freeze
from o2c.core.access.models import User
from o2c.core.errors import Conflict
from o2c.core.verbs import verb


@verb("compliance.uphold_alert")
def uphold_alert(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """Legal agrees: the customer stays blocked.

    Raises BusinessError "verdict_by_confirmer", "reason_missing", "not_handed_over"; Conflict "wrong_state".
    """
    must_say_why(reason)
    alert = locked_in(alert_id, AlertState.ESCALATED, AlertState.BLOCKED, actor)
    must_differ(actor.pk, alert.confirmed_by_id, code="verdict_by_confirmer")
    judge(alert, "upheld")
    move(alert, AlertState.BLOCKED, "upheld", actor=actor, reason=reason, upheld_by=actor)
    return alert


@verb("compliance.overrule_alert")
def overrule_alert(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """Legal disagrees: the freeze ends, and what the confirmed alert had superseded opens again.

    Raises BusinessError "verdict_by_confirmer", "reason_missing", "not_handed_over"; Conflict "wrong_state".
    """
    must_say_why(reason)
    alert = locked_with_gate(alert_id, actor)
    must_differ(actor.pk, alert.confirmed_by_id, code="verdict_by_confirmer")
    if alert.state == AlertState.ESCALATED:
        judge(alert, "overruled")
    move(alert, AlertState.FALSE_POSITIVE, "overruled", actor=actor, reason=reason)
    decide(alert, Verdict.FALSE_POSITIVE, actor=actor, reason=reason)
    for freeze in _freezes_of(alert):
        freezes.end(freeze, EndKind.OVERRULED, reason=reason, actor=actor)
    superseded = ComplianceAlert.objects.filter(customer=alert.customer_id, contact=alert.contact_id, state=AlertState.SUPERSEDED)
    for other in superseded.select_for_update(no_key=True).order_by("pk"):
        reopen(other, actor=actor, reason_code="move_overruled", reason=str(alert))
    return alert


@verb("compliance.propose_alert_release")
def propose_alert_release(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """The first of two who release a blocked customer: delisted, licensed or blocked in error.

    Raises BusinessError "release_by_judge", "reason_missing"; Conflict "not_blocked", "release_already_proposed".
    """
    must_say_why(reason)
    alert = _blocked(alert_id, actor)
    if alert.release_by_id:
        raise Conflict("release_already_proposed")
    note(alert, "release_proposed", alert.state, actor=actor, reason=reason, release_by=actor, release_reason=reason)
    return alert


@verb("compliance.release_alert")
def release_alert(alert_id: int, *, actor: User) -> ComplianceAlert:
    """The second of two: the freeze ends. Neither may have confirmed or upheld the alert.

    Raises BusinessError "release_by_judge", "release_needs_another_person"; Conflict "not_blocked", "release_not_proposed".
    """
    alert = _blocked(alert_id, actor)
    first, reason = alert.release_by, alert.release_reason
    if first is None:
        raise Conflict("release_not_proposed")
    must_differ(actor.pk, first.pk, code="release_needs_another_person")
    decide(alert, Verdict.RELEASED, actor=first, second=actor, reason=reason)
    for freeze in _freezes_of(alert):
        freeze.end_proposed_by, freeze.end_proposed_at = first, _proposed_at(alert)
        freezes.end(freeze, EndKind.RELEASED, reason=reason, actor=actor)
    move(alert, AlertState.RELEASED, "released", actor=actor, reason=reason)
    return alert


@verb("compliance.reopen_alert")
def reopen_alert(alert_id: int, *, reason: str, actor: User) -> ComplianceAlert:
    """A cleared alert is looked at again; its verdict no longer keeps the pair quiet.

    Raises BusinessError "reason_missing"; Conflict "wrong_state".
    """
    must_say_why(reason)
    alert = locked_in(alert_id, AlertState.FALSE_POSITIVE, AlertState.ALERT, actor)
    reopen(alert, actor=actor, reason=reason)
    decide(alert, Verdict.REOPENED, actor=actor, reason=reason)
    return alert


def _blocked(alert_id: int, actor: User) -> ComplianceAlert:
    alert = locked_with_gate(alert_id, actor)
    if alert.state != AlertState.BLOCKED:
        raise Conflict("not_blocked")
    must_differ(actor.pk, alert.confirmed_by_id, alert.upheld_by_id, code="release_by_judge")
    return alert


def _freezes_of(alert: ComplianceAlert) -> list[Freeze]:
    return list(Freeze.objects.select_for_update(no_key=True).filter(alert=alert.public_id, ended_at=None).order_by("pk"))


def _proposed_at(alert: ComplianceAlert) -> datetime:
    return alert.moves.filter(step="release_proposed").latest("pk").at

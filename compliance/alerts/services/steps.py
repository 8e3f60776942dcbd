"""What the verbs of the room share: locking an alert, moving it, remembering a verdict."""

from typing import Any

from django.utils import timezone

from o2c.compliance.alerts import queries
from o2c.compliance.alerts.models import AlertMove, AlertState, ComplianceAlert, Decision, Verdict
from o2c.compliance.alerts.rules import ALERT_MOVES, expiry
from o2c.compliance.alerts.services.desk import put_on_desk
from o2c.compliance.screening.models import Hit
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import Conflict
from o2c.core.verbs import lock_one, transition


def locked(alert_id: int, actor: User) -> ComplianceAlert:
    """The alert, locked; Conflict when it is gone or out of reach."""
    return lock_one(queries.alerts(actor), alert_id)


def locked_in(alert_id: int, state: str, wanted: str, actor: User) -> ComplianceAlert:
    """The alert, locked, if it is in this state; Conflict "wrong_state" otherwise."""
    alert = locked(alert_id, actor)
    if alert.state != state:
        raise Conflict("wrong_state", field="state", state=alert.state, wanted=wanted)
    return alert


def locked_with_gate(alert_id: int, actor: User) -> ComplianceAlert:
    """The same with the customer's gate closed first: nothing slips past what is about to be decided."""
    seen = queries.alerts(actor).filter(pk=alert_id).first()
    if seen is None:
        raise Conflict("gone_or_out_of_reach")
    gates.close(seen.customer)
    return locked(alert_id, actor)


def move(alert: ComplianceAlert, state: str, step: str, *, actor: User, reason_code: str = "", reason: str = "", **fields: Any) -> None:
    """Bring the alert to a state, with its other fields; writes the step and the audit event."""
    before = alert.state
    transition(alert, state, ALERT_MOVES)
    note(alert, step, before, actor=actor, reason_code=reason_code, reason=reason, **fields)


def note(alert: ComplianceAlert, step: str, before: str, *, actor: User, reason_code: str = "", reason: str = "", **fields: Any) -> None:
    """Write a step that may leave the state as it is. The trail shows it with the alert, never with the customer."""
    for name, value in fields.items():
        setattr(alert, name, value)
    alert.save(update_fields=["state", *fields])
    AlertMove.objects.create(
        alert=alert, by=actor, step=step, from_state=before, to_state=alert.state, reason_code=reason_code, reason=reason
    )
    after = {"state": alert.state, "reason_code": {"code": reason_code, "values": {}} if reason_code else None}
    named = alert.of_trail
    record(f"alert.{step}", named, actor=actor, parent=named, before={"state": before}, after=after, reason=reason)
    put_on_desk(alert, actor=actor)


def decide(
    alert: ComplianceAlert, verdict: Verdict, *, actor: User, reason: str, reason_code: str = "", second: User | None = None
) -> list[Decision]:
    """Remember a verdict on each pair of the alert, with both fingerprints as they are now; on a report, one without any."""
    given = {
        "customer_id": alert.customer_id, "contact_id": alert.contact_id, "alert": alert, "verdict": verdict,
        "reason_code": reason_code, "reason": reason, "by": actor, "second": second,
    }  # fmt: skip
    hits = queries.hits_of(alert)
    if not hits:
        return [Decision.objects.create(party=alert.party, **given)]
    quiet = verdict in {Verdict.FALSE_POSITIVE, Verdict.RELEASED}
    return [Decision.objects.create(**_facts(hit, quiet=quiet), **given) for hit in hits]


def _facts(hit: Hit, *, quiet: bool) -> dict[str, Any]:
    return {
        "party": queries.party_of(hit),
        "hit": hit,
        "expires_on": expiry(timezone.localdate(), hit.score) if quiet else None,
        "subject_fingerprint": hit.subject.fingerprint,
        "entry_hash": hit.entry.content_hash,
        "config_version": hit.config_version,
        "score": hit.score,
    }


def reopen(alert: ComplianceAlert, *, actor: User, reason_code: str = "", reason: str = "", **fields: Any) -> None:
    """Back to the queue, with nothing left of the former decision but its record."""
    cleared: dict[str, Any] = {"decided_at": None, "paused_since": None}
    cleared |= {"assignee": None, "clearing_by": None, "clearing_code": "", "clearing_reason": "", "confirmed_by": None, "upheld_by": None}
    move(alert, AlertState.ALERT, "reopened", actor=actor, reason_code=reason_code, reason=reason, **{**cleared, **fields})

"""The decision about a listed party that met too many customers."""

from django.utils import timezone

from o2c.compliance.alerts import queries
from o2c.compliance.alerts.models import AlertBrake, BrakeState, ComplianceAlert
from o2c.compliance.alerts.rules import must_say_why
from o2c.compliance.alerts.services.desk import sound_alarm
from o2c.compliance.alerts.services.opening import open_alert
from o2c.compliance.screening.models import Hit
from o2c.compliance.screening.services import config_of
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import Conflict
from o2c.core.verbs import lock_one, verb


@verb("compliance.settle_brake")
def settle_brake(brake_id: int, *, open_alerts: bool, reason: str, actor: User) -> AlertBrake:
    """Open an alert for each hit that waits, or dismiss them all as a bad entry; one record a hit either way.

    Raises BusinessError "reason_missing"; Conflict "brake_settled".
    """
    must_say_why(reason)
    brake = lock_one(queries.brakes(actor), brake_id)
    if brake.state != BrakeState.ON:
        raise Conflict("brake_settled")
    brake.state = BrakeState.OPENED if open_alerts else BrakeState.DISMISSED
    brake.reason, brake.settled_by, brake.settled_at = reason, actor, timezone.now()
    brake.save(update_fields=["state", "reason", "settled_by", "settled_at"])
    for hit in Hit.objects.filter(pk__in=brake.hits).select_related("subject", "run").order_by("pk"):
        if open_alerts and not _has_alert(hit, brake.party):
            by_number = hit.explanation["reasons"][0]["code"].startswith("number")
            open_alert(hit, brake.party, config_of(hit.run), by_number=by_number, actor=actor)
        elif not open_alerts:
            record("alert.dismissed_by_brake", hit, actor=actor, parent=brake, reason=reason)
    sound_alarm(brake, actor=actor)
    record(f"alert.brake_{brake.state}", brake, actor=actor, reason=reason, after={"hits": len(brake.hits)})
    return brake


def _has_alert(hit: Hit, party: str) -> bool:
    who = {"customer": hit.subject.customer_id, "contact": hit.subject.contact_id}
    return ComplianceAlert.objects.filter(party=party, **who).exists()

"""Where an alert waits in the one queue of work. Titles name nobody: who oversees all work need not know whom it is about."""

from django.urls import reverse

from o2c.compliance.alerts.models import AlertBrake, AlertState, BrakeState, ComplianceAlert
from o2c.compliance.alerts.queries import open_of
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.work.models import LIVE, Priority, Task
from o2c.core.work.services import close_task, open_task

KIND, BRAKE = "compliance.alert", "compliance.brake"


def place_of(alert: ComplianceAlert) -> tuple[str, User | None]:
    """The queue of a role, or somebody's desk; neither when nobody has anything to do."""
    match alert.state:
        case AlertState.INVESTIGATING if alert.clearing_by_id is None:
            return "", alert.assignee
        case AlertState.ALERT | AlertState.INVESTIGATING | AlertState.MORE_INFO:
            return ("compliance_officer" if alert.restricted else "compliance_clerk"), None
        case AlertState.ESCALATED:
            waiting = alert.escalations.filter(closed_at=None, handed_at=None).exists()
            return ("compliance_officer" if waiting else "legal"), None
        case AlertState.BLOCKED if alert.release_by_id:
            return "compliance_officer", None
        case _:
            return "", None


def put_on_desk(alert: ComplianceAlert, *, actor: User) -> None:
    """A step: the task of the alert follows its state."""
    queue, owner = place_of(alert)
    key = str(alert.pk)
    live = Task.objects.filter(LIVE, kind=KIND, key=key).select_related("queue").first()
    if live and (live.queue.code if live.queue else "", live.owner_id) == (queue, owner.pk if owner else None):
        return
    if live:
        close_task(KIND, key=key, actor=actor)
    if queue or owner:
        words, url = {"number": key}, alert.get_absolute_url()
        urgent = Priority.HIGH if alert.holds else Priority.NORMAL
        open_task(KIND, "alert_task", words, key=key, queue=queue, owner=owner, due_at=alert.due_at, priority=urgent, url=url, actor=actor)


def sound_alarm(brake: AlertBrake, *, actor: User) -> None:
    """A step: a brake that is on waits before the officers, today; once settled it is off their desk."""
    key = str(brake.pk)
    if brake.state != BrakeState.ON:
        close_task(BRAKE, key=key, actor=actor)
        return
    words, url = {"number": key}, reverse("alert_brakes")
    open_task(
        BRAKE, "brake_task", words, key=key, queue="compliance_officer", working_hours=4, priority=Priority.HIGH, url=url, actor=actor
    )


def pass_on(user: User, heir: User, actor: User) -> None:
    """A step: the open alerts of somebody who leaves become another's; their tasks follow with the queue of work."""
    for alert in open_of(user).select_for_update(no_key=True):
        alert.assignee = heir
        alert.save(update_fields=["assignee"])
        named = alert.of_trail
        record("alert.passed_on", named, actor=actor, parent=named, before={"assignee": str(user)}, after={"assignee": str(heir)})

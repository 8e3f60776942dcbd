"""Steps on one record that no person may take both of, themselves or through a cover. Source: reference 9.

Actions are those of the audit trail. `audit.record` asks for every action in the table, so a room only adds its row here.
"""

from collections.abc import Collection

from django.db.models import Model, Q

from o2c.core.access.models import User
from o2c.core.acting import running
from o2c.core.audit.models import AuditEvent
from o2c.core.audit.words import said
from o2c.core.errors import BusinessError

# A step, and the steps on the same record after which the same person may not take it.
NEVER_AFTER: dict[str, set[str]] = {
    "alert.clearing_approved": {"alert.clearing_proposed"},
    "alert.overruled": {"alert.confirmed"},
    "alert.release_proposed": {"alert.confirmed", "alert.upheld"},
    "alert.released": {"alert.confirmed", "alert.upheld", "alert.release_proposed"},
    "alert.upheld": {"alert.confirmed"},
    "bank_account.verified": {"bank_account.added"},
    "freeze.ended": {"freeze.placed", "freeze.release_proposed"},
    "freeze.release_proposed": {"freeze.placed"},
    "refund.approved": {"refund.drafted", "refund.submitted", "refund.set_off"},
}


def never_both(actor: User, subject: Model, action: str) -> None:
    """A step: refuse `action` to whoever took a step on this record that excludes it; anything else passes.

    A room asks `never_after` where a step excludes one on another record, such as a refund's release and its bank account.
    Raises BusinessError "did_other_half", which says who did what when.
    """
    if action in NEVER_AFTER:
        never_after(actor, subject, NEVER_AFTER[action])


def never_after(actor: User, subject: Model, actions: Collection[str]) -> None:
    """A step: go on only when the actor took none of these steps on the record.

    Counts what the actor did, what the person they act for did, and what anybody did in cover of either. Raises as `never_both`.
    """
    people = [actor.pk, *(now.on_behalf_of.pk for now in [running()] if now and now.on_behalf_of)]
    done = AuditEvent.objects.filter(
        Q(actor__in=people) | Q(on_behalf_of__in=people),
        object_type=subject._meta.label_lower,
        object_id=subject.pk,
        action__in=actions,
    )
    if first := done.select_related("actor").order_by("at", "pk").first():
        raise BusinessError("did_other_half", who=first.actor, what=said(first), at=first.at)

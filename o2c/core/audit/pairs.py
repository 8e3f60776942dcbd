"""Steps on one record that no person may take both of, themselves or through a cover. Source: reference 9.

Actions are those of the audit trail. A room calls `never_both` in the verb that records one of the left ones.
"""

from django.db.models import Model, Q

from o2c.core.access.models import User
from o2c.core.acting import running
from o2c.core.audit.models import AuditEvent
from o2c.core.audit.words import said
from o2c.core.errors import BusinessError

# A step, and the steps on the same record after which the same person may not take it.
NEVER_AFTER: dict[str, set[str]] = {
    "alert.second_decision": {"alert.cleared", "alert.confirmed"},
    "bank_account.verified": {"bank_account.added", "bank_account.changed"},
    "cheques.banked": {"cheque.recorded", "item.allocated"},
    "credit.approved": {"credit.requested", "price.added", "price.changed"},
    "document.approved": {"document.drafted"},
    "freeze.ended": {"alert.cleared", "alert.confirmed", "freeze.placed", "freeze.release_proposed"},
    "own_account.approved": {"own_account.added", "own_account.edited"},
    "plan.approved": {"plan.proposed"},
    "price.approved": {"price.added", "price.changed"},
    "procedure.approved": {"procedure.written"},
    "refund.approved": {"refund.requested", "item.allocated", "cheque.recorded"},
    "refund.released": {"refund.requested", "refund.approved", "bank_account.added", "bank_account.changed"},
    "write_off.approved": {"write_off.requested", "item.allocated"},
}


def never_both(actor: User, subject: Model, action: str) -> None:
    """A step: refuse `action` to whoever took a step on this record that excludes it.

    Counts what the actor did, what the person they act for did, and what anybody did in cover of either.
    `subject` is the record both steps are about (for a refund's release also its bank account: ask twice).
    Raises BusinessError "did_other_half", which says who did what when; KeyError for a step not in the table.
    """
    people = [actor.pk, *(now.on_behalf_of.pk for now in [running()] if now and now.on_behalf_of)]
    done = AuditEvent.objects.filter(
        Q(actor__in=people) | Q(on_behalf_of__in=people),
        object_type=subject._meta.label_lower,
        object_id=subject.pk,
        action__in=NEVER_AFTER[action],
    )
    if first := done.select_related("actor").order_by("at", "pk").first():
        raise BusinessError("did_other_half", who=first.actor, what=said(first), at=first.at)

"""Verbs of holds on records: placed by one person, ended by another."""

from django.utils import timezone

from o2c.accounts.customers.models import Customer, RecordsHold
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb


@verb("accounts.place_records_hold")
def place_records_hold(customer_id: int, *, kind: str, reason: str, actor: User) -> RecordsHold:
    """Keep every record of the customer until the hold is ended, whatever the law's period."""
    customer = lock_one(scope(Customer.objects, actor, "accounts.place_records_hold"), customer_id)
    gates.close(customer)
    hold = RecordsHold.objects.create(customer=customer, kind=kind, reason=reason)
    record("records_hold.placed", hold, actor=actor, after={"kind": kind}, reason=reason)
    return hold


@verb("accounts.end_records_hold")
def end_records_hold(pk: int, *, reason: str, actor: User) -> RecordsHold:
    """The matter is closed. Raises Conflict "records_hold_ended", BusinessError "records_hold_second_person"."""
    hold = lock_one(scope(RecordsHold.objects, actor, "accounts.end_records_hold"), pk)
    if hold.ended_at:
        raise Conflict("records_hold_ended")
    if hold.created_by_id == actor.pk:
        raise BusinessError("records_hold_second_person")
    hold.ended_at, hold.ended_by, hold.end_reason = timezone.now(), actor, reason
    hold.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record("records_hold.ended", hold, actor=actor, before={"ended": False}, after={"ended": True}, reason=reason)
    return hold

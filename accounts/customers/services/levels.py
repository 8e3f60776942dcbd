"""Target times and contact caps by tier."""

from decimal import Decimal

from o2c.accounts.customers.models import ContactCap, TierTarget
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb


@verb("accounts.set_tier_target")
def set_tier_target(pk: int, *, hours: Decimal, actor: User, version: int | None = None) -> TierTarget:
    """The working hours within which this is done for customers of the tier. Raises BusinessError "tiertarget_hours_positive"."""
    if hours <= 0:
        raise BusinessError("tiertarget_hours_positive", field="hours")
    level = lock_one(TierTarget.objects, pk, version)
    before, after = change(level, hours=hours)
    record("tier_target.set", level, actor=actor, before=before, after=after)
    return level


@verb("accounts.set_contact_cap")
def set_contact_cap(pk: int, *, most: int, days: int, actor: User, version: int | None = None) -> ContactCap:
    """How often customers of the tier may be reminded without a reason. Raises BusinessError "contactcap_positive"."""
    if most < 1 or days < 1:
        raise BusinessError("contactcap_positive", field="most")
    cap = lock_one(ContactCap.objects, pk, version)
    before, after = change(cap, most=most, days=days)
    record("contact_cap.set", cap, actor=actor, before=before, after=after)
    return cap

"""What is promised per kind of request."""

from o2c.accounts.requests.kinds.registry import kind_named
from o2c.accounts.requests.models import ServiceLevel
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.verbs import lock_one, verb


@verb("accounts.set_service_level")
def set_service_level(pk: int, *, hours: int, queue: str, actor: User, version: int | None = None) -> ServiceLevel:
    """How much working time a kind may take from now on, and whose queue it lies in. Clocks that run keep what they promised."""
    level = lock_one(ServiceLevel.objects, pk, version)
    kind_named(level.kind)
    before, after = change(level, hours=hours, queue=queue)
    record("service_level.set", level, actor=actor, before=before, after=after)
    return level

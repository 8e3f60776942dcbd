"""Tables of the ground floor: each room has its own."""

from o2c.core.access.models import Cover, Grant, Role, User
from o2c.core.audit.models import AuditAnchor, AuditChain, AuditEvent
from o2c.core.entities.models import FiscalPeriod, LegalEntity
from o2c.core.outbox.models import Outbox

__all__ = ["AuditAnchor", "AuditChain", "AuditEvent", "Cover", "FiscalPeriod", "Grant", "LegalEntity", "Outbox", "Role", "User"]

"""Tables of the ground floor: each room has its own."""

from o2c.core.access.models import Cover, Grant, Role, User
from o2c.core.audit.models import AuditAnchor, AuditChain, AuditEvent
from o2c.core.entities.models import FiscalPeriod, LegalEntity
from o2c.core.outbox.models import Outbox
from o2c.core.pages.models import ChosenColumns, SavedView
from o2c.core.rest.models import ApiToken, IdempotencyKey

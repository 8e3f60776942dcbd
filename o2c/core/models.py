"""Tables of the ground floor: each room has its own."""

from o2c.core.access.models import Cover, Grant, Holding, Role, SignIn, User
from o2c.core.approvals.models import ApprovalPolicy, ApprovalRequest, ApprovalStep
from o2c.core.audit.models import AuditAnchor, AuditChain, AuditEvent
from o2c.core.entities.models import Currency, FiscalPeriod, LegalEntity, OwnBankAccount, Rate, RateTable
from o2c.core.files.models import Attachment, Note, StoredFile
from o2c.core.jobs.models import Job, Night
from o2c.core.limits.models import Limit
from o2c.core.mail.models import MailTemplate
from o2c.core.numbering.models import Counter, NumberSeries
from o2c.core.outbox.models import Enclosure, Outbox, Webhook
from o2c.core.pages.models import ChosenColumns, SavedView
from o2c.core.proofs.models import ControlResult
from o2c.core.rest.models import ApiToken, IdempotencyKey
from o2c.core.retention.models import RetentionItem, RetentionPeriod, RetentionRelease
from o2c.core.work.models import Task, TaskTemplate, WorkQueue

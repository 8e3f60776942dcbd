"""Bank statements are vouchers, kept from their closing day."""

from o2c.collections.cash.statements.models import BankStatement, StatementFile
from o2c.core.retention.files import of_column
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import named

named(
    StatementFile,
    "stored",
    of_column(BankStatement, "file__stored", RecordKind.ACCOUNTING, event="closed_on", entity="entity", name="file__name"),
)

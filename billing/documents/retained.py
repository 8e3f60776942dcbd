"""The papers of documents are vouchers: kept from the day of the document. What is on them stays in the ledger for good."""

from o2c.billing.documents.models import Rendering
from o2c.core.retention.files import of_column
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import named

for column in ("pdf", "xml"):
    uses = of_column(
        Rendering, column, RecordKind.ACCOUNTING, event="document__document_date", entity="document__entity",
        customer="document__customer", name="document__number",
    )  # fmt: skip
    named(Rendering, column, uses)

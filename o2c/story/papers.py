"""Documents by hand in the demo: two that are out, one that waits for a second person, one still being written."""

from datetime import date
from decimal import Decimal

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.models import DocumentDraft
from o2c.billing.documents.rules import NewLine
from o2c.billing.documents.services.drafts import create_draft, post_draft
from o2c.billing.documents.services.previewing import preview
from o2c.core.acting import through
from o2c.story.cast import Cast

# Company, stream, what was supplied, how many at which price, and whether it is sent off.
WRITTEN = [
    ("FR01", "services", "Atelier de mesure d’audience", "2", "850", True),
    ("GB01", "services", "Workshop on audience measurement", "1", "940", True),
    ("DE01", "services", "Sonderauswertung Reichweite", "4", "3600", True),
    ("FR01", "goods", "Présentoirs de campagne", "40", "32.50", False),
]


def write(cast: Cast, today: date) -> list[DocumentDraft]:
    """Each for the first ready account of its company; where something stands against it, it stays a draft that says so."""
    with through("command"):
        return [draft for row in WRITTEN if (draft := _written(cast, today, *row))]


def _written(cast: Cast, today: date, entity: str, stream: str, what: str, quantity: str, price: str, sent: bool) -> DocumentDraft | None:
    clerk = cast.by_role["clerk"]
    account = FinancialAccount.objects.filter(entity__code=entity, state="active", is_ready=True).order_by("pk").first()
    if account is None:
        return None
    line = NewLine(what, Decimal(quantity), "C62", Decimal(price), order_number="4500017711")
    draft = create_draft(account.pk, kind="invoice", document_date=today, lines=[line], stream=stream, actor=clerk)
    if sent and not preview(draft, clerk).against:
        post_draft(draft.pk, reason="Agreed by phone", actor=clerk)
    return draft

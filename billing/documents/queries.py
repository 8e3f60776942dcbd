"""Documents, and what an import needs to know about what is there already."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import GONE, FinancialAccount
from o2c.billing.documents.models import Document, DocumentOrigin
from o2c.billing.ledger.models import OpenItem
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity


def documents(actor: User) -> QuerySet[Document]:
    """The documents the actor may see, newest first."""
    rows = scope(Document.objects, actor, "billing.view_ledger").select_related("entity", "account", "customer", "entry")
    return rows.order_by("-document_date", "-pk")


def imported(entity: LegalEntity, numbers: Iterable[str]) -> dict[str, Document]:
    rows = Document.objects.filter(entity=entity, origin=DocumentOrigin.IMPORTED, number__in=list(numbers))
    return {document.number: document for document in rows.select_related("customer", "account")}


def items_of(documents: Collection[Document]) -> dict[str, OpenItem]:
    """The one open item of each head-only document, by document number."""
    rows = OpenItem.objects.filter(entry__in=[document.entry_id for document in documents]).select_related("entry")
    items = {item.entry_id: item for item in rows}
    return {document.number: items[document.entry_id] for document in documents}


def imported_accounts(
    entity: LegalEntity, customers: Iterable[str] | Mapping[str, Customer]
) -> dict[tuple[str, str, int], FinancialAccount]:
    """Accounts without payer and profile, by customer number, currency and net days; the oldest first."""
    rows = FinancialAccount.objects.filter(~GONE, entity=entity, customer__number__in=list(customers), payer=None, billing_profile=None)
    chosen = rows.filter(terms__eom_mode="none", terms__discount_percent=0).select_related("customer", "terms").order_by("pk")
    return {(account.customer.number, account.currency, account.terms.net_days): account for account in chosen}

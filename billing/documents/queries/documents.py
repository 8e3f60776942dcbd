"""Documents, and what an import needs to know about what is there already."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import GONE, FinancialAccount
from o2c.billing.documents.models import Delivery, Document, DocumentOrigin, Rendering
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.queries import open_items, with_rates
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import MoneyField
from o2c.core.files.models import Attachment
from o2c.core.files.storage import open_stored

if TYPE_CHECKING:
    from o2c.billing.ledger.queries.items import RatedItem


def documents(actor: User) -> QuerySet[Document]:
    """The documents the actor may see, newest first."""
    rows = scope(Document.objects, actor, "billing.view_ledger").select_related("entity", "account", "customer", "entry")
    return rows.order_by("-document_date", "-pk")


def with_open(actor: User, rows: QuerySet[Document]) -> QuerySet[Document]:
    """The documents with `open`: what is still open of each, credits negative."""
    left = open_items(actor).filter(entry=OuterRef("entry")).order_by().values("entry").annotate(sum=Sum("balance"))
    return rows.annotate(open=Coalesce(Subquery(left.values("sum")), Value(Decimal(0)), output_field=MoneyField()))


def open_amount(document: Document) -> Decimal:
    """What is still open of it now, in its currency; credits negative."""
    rows = document.entry.items.values_list("side", "open_amount")
    return sum((amount if side == "debit" else -amount for side, amount in rows), Decimal(0))


def papers_of(document: Document) -> list[dict[str, str]]:
    """Name, hash and bytes (base64) of the PDF and the XML that were issued; empty until they are made."""
    rendering = Rendering.objects.filter(document=document).select_related("pdf", "xml").first()
    if rendering is None:
        return []
    files = [("pdf", rendering.pdf), *([("xml", rendering.xml)] if rendering.xml else [])]
    papers = []
    for extension, stored in files:
        with open_stored(stored) as content:
            encoded = b64encode(content.read()).decode()
        papers.append({"name": f"{document.number}.{extension}", "sha256": stored.sha256, "content": encoded})
    return papers


def deliveries(actor: User) -> QuerySet[Delivery]:
    """Sendings the actor may see, the latest first."""
    rows = scope(Delivery.objects, actor, "billing.view_ledger").select_related("document__account", "document__customer")
    return rows.order_by("-pk")


def proofs_of(document: Document) -> QuerySet[Attachment]:
    """What proves that a document's supply was delivered, oldest first."""
    label = document._meta.label_lower
    return Attachment.objects.filter(object_type=label, object_id=document.pk, kind="delivery_proof", superseded_by=None).order_by("pk")


def entities_of(account_ids: Iterable[int]) -> list[int]:
    return sorted(FinancialAccount.objects.filter(pk__in=set(account_ids)).values_list("entity_id", flat=True).distinct())


def by_source_key(keys: Iterable[str], entities: Sequence[int]) -> dict[str, Document]:
    """Documents issued here, by the key they were posted under."""
    wanted = {f"document:{key}": key for key in keys}
    rows = Document.objects.filter(origin=DocumentOrigin.OWN, entry__entity__in=entities, entry__source_key__in=list(wanted))
    return {wanted[document.entry.source_key]: document for document in rows.select_related("entry", "entity", "account")}


def imported(entity: LegalEntity, numbers: Iterable[str]) -> dict[str, Document]:
    """Imported documents by number, each with its customer."""
    rows = Document.objects.filter(entity=entity, origin=DocumentOrigin.IMPORTED, number__in=list(numbers))
    return {document.number: document for document in rows.select_related("customer")}


def imported_items(entity: LegalEntity, numbers: Iterable[str]) -> "dict[str, RatedItem]":
    """The one open item of each imported document, by its number, with its customer and the `rate` of its entry."""
    rows = OpenItem.objects.filter(
        entry__document__entity=entity, entry__document__origin=DocumentOrigin.IMPORTED, entry__document__number__in=list(numbers)
    )
    return {item.reference: item for item in with_rates(rows).select_related("customer")}


def imported_accounts(
    entity: LegalEntity, customers: Iterable[str] | Mapping[str, Customer]
) -> dict[tuple[str, str, int], FinancialAccount]:
    """Accounts without payer and profile, by customer number, currency and net days; the oldest first."""
    rows = FinancialAccount.objects.filter(~GONE, entity=entity, customer__number__in=list(customers), payer=None, billing_profile=None)
    chosen = rows.filter(terms__eom_mode="none", terms__discount_percent=0).select_related("customer", "terms").order_by("pk")
    return {(account.customer.number, account.currency, account.terms.net_days): account for account in chosen}

"""What this room tells the house when it loads."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from o2c.accounts.cases.queries import VIEW as VIEW_CASES
from o2c.billing.documents import proofs, queries, retained, traced
from o2c.billing.documents.models import LINE_SEAL, SEAL, TAX_SEAL, DocumentKind
from o2c.billing.documents.reference import sync_tax_rates
from o2c.billing.documents.services import drafts
from o2c.billing.documents.services.posting import RENDER
from o2c.billing.documents.services.rendering import render_missing
from o2c.billing.ledger.proofs import SEALED
from o2c.billing.ledger.queries.items import VIEW
from o2c.core.access.models import User
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.limits.registry import limit_kind
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit
from o2c.core.proofs.registry import proof
from o2c.core.reference import reference
from o2c.core.sentences import name

RETAINED = retained  # importing it registers how long papers are kept
TRACED = traced  # importing it registers what lies on the way of the money


def documents_numbered(actor: User, text: str) -> Iterator[Hit]:
    """Documents by number for the global search."""
    if actor.may(VIEW):
        for document in queries.documents(actor).filter(number__startswith=text.strip())[:5]:
            yield Hit(document.number, document.get_kind_display(), document.get_absolute_url(), document.customer.legal_name)


limit_kind(
    "invoice_by_hand",
    _("Invoice by hand"),
    _("So much one person may invoice by hand without a second."),
    unit="amount",
    otherwise=Decimal(10_000),
)
limit_kind(
    "credit_note_by_hand",
    _("Credit note by hand"),
    _("So much one person may credit without a second."),
    unit="amount",
    otherwise=Decimal(0),
)
approval_kind(drafts.KIND, _("Issue a document"), "billing.post_approved_draft", roles=["approver"])
kind(RENDER, _("Papers of posted documents"))
step("billing.render_missing", _("Papers of documents that still have none"), render_missing, per_entity=False)
carries_files("billing.document", queries.documents)
SEALED.update({"billing_document": SEAL, "billing_documentline": LINE_SEAL, "billing_documenttax": TAX_SEAL})
reference("tax_rates", sync_tax_rates)
menu.add("billing", _("Documents"), "document_list", VIEW, order=20)
menu.add("billing", _("Deliveries to look after"), "troubled_list", VIEW, order=22)
menu.add("billing", _("Drafts"), "draft_list", VIEW, order=21)
menu.add("billing", _("Tax rates"), "tax_rate_list", VIEW, order=90)
carries_files("billing.documentdraft", queries.drafts)
panels.add("accounts.customer", _("Documents"), "customer_documents", permission=VIEW, order=40)
panels.add("accounts.customercase", _("Documents it is about"), "case_documents", permission=VIEW, order=10)
panels.add("billing.document", _("Cases"), "document_cases", permission=VIEW_CASES, order=40)
for each in DocumentKind:
    name(f"doc_type:{each.value}", each.label)
jump.source(documents_numbered)

for code, title, prove in (
    ("documents_add_up", _("Documents add up"), proofs.documents_add_up),
    ("contents_are_unchanged", _("Lines and taxes are as they were posted"), proofs.contents_are_unchanged),
    ("credits_stay_within_originals", _("Credit notes stay within what they correct"), proofs.credits_stay_within_originals),
    ("documents_match_entries", _("Documents and ledger agree"), proofs.documents_match_entries),
    ("documents_have_papers", _("Every document has its paper"), proofs.documents_have_papers),
):
    proof(code, title, prove, "billing")

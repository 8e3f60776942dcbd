"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from o2c.billing.documents import queries, traced
from o2c.billing.documents.models import LINE_SEAL, SEAL, TAX_SEAL
from o2c.billing.documents.reference import sync_tax_rates
from o2c.billing.ledger.proofs import SEALED
from o2c.billing.ledger.queries.items import VIEW
from o2c.core.access.models import User
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit
from o2c.core.reference import reference

TRACED = traced  # importing it registers what lies on the way of the money


def documents_numbered(actor: User, text: str) -> Iterator[Hit]:
    """Documents by number for the global search."""
    if actor.may(VIEW):
        for document in queries.documents(actor).filter(number__startswith=text.strip())[:5]:
            yield Hit(document.number, document.get_kind_display(), document.get_absolute_url(), document.customer.legal_name)


SEALED.update({"billing_document": SEAL, "billing_documentline": LINE_SEAL, "billing_documenttax": TAX_SEAL})
reference("tax_rates", sync_tax_rates)
menu.add("billing", _("Documents"), "document_list", VIEW, order=20)
panels.add("accounts.customer", _("Documents"), "customer_documents", permission=VIEW, order=40)
jump.source(documents_numbered)

"""Posted documents: list, page, and what is begun from them."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from o2c.accounts.customers.queries import customers
from o2c.billing.documents import queries
from o2c.billing.documents.filters import DocumentFilter, TroubledFilter
from o2c.billing.documents.models import Document, Rendering
from o2c.billing.documents.queries.troubled import troubled
from o2c.billing.documents.reasons import reason_named
from o2c.billing.documents.services.delivery import resend_document
from o2c.billing.documents.services.rendering import remake_papers
from o2c.billing.documents.tables import DELIVERY_COLUMNS, LINE_COLUMNS, RELATED_COLUMNS, TAX_COLUMNS, DocumentTable, TroubledTable
from o2c.billing.ledger.tables import ITEM_COLUMNS
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.files.queries import attachments
from o2c.core.money import Money
from o2c.core.pages import act, list_page, one, page
from o2c.core.pages.display import link_to
from o2c.core.pages.related import part, related
from o2c.core.pages.tables import readable
from o2c.core.spoken import day


@access("billing.view_ledger")
def document_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.documents(who(request)), DocumentFilter, DocumentTable)


@access("billing.view_ledger")
def document_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    document = one(queries.documents(actor).select_related("original", "rebill_of", "contract"), public_id)
    return page(
        request,
        "billing/documents/detail.html",
        title=capfirst(str(document)),
        subject=document,
        crumbs=[(_("Documents"), reverse("document_list"))],
        figures=[
            (_("Gross amount"), Money(document.signed_gross, document.currency)),
            (_("Open"), Money(queries.open_amount(document), document.currency)),
            (_("Document date"), day(document.document_date)),
            (_("Due date"), day(document.due_date)),
        ],
        facts=_facts(document),
        frozen=_frozen(document),
        paper=attachments(actor, document).filter(kind="document").first(),
        actions=_actions(document, actor),
        may_resend=document.origin == "own" and actor.may("billing.resend_document"),
        may_remake=_has_no_papers(document) and actor.may("billing.remake_papers"),
        parts=_parts(document, actor),
    )


def _has_no_papers(document: Document) -> bool:
    return document.origin == "own" and not Rendering.objects.filter(document=document).exists()


def _facts(document: Document) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(document.customer, document.customer.legal_name)),
        (_("Account"), link_to(document.account)),
        (_("Our entity"), document.entity),
        (_("Origin"), document.get_origin_display()),
        (_("Corrects"), link_to(document.original, document.original.number) if document.original else None),
        (_("Rebill of"), link_to(document.rebill_of, document.rebill_of.number) if document.rebill_of else None),
        (_("Reason"), reason_named(document.reason_code) or None),
        (_("Net amount"), Money(document.net, document.currency) if document.net is not None else None),
        (_("Tax"), Money(document.tax, document.currency) if document.tax is not None else None),
        (_("Rate"), document.rate.normalize() if document.rate and document.currency != document.entity.base_currency else None),
        (_("Buyer's reference"), document.buyer_reference or None),
        (_("Contract"), link_to(document.contract) if document.contract else None),
        (_("Disputed when imported"), _("yes") if document.was_disputed else None),
    ]


def _frozen(document: Document) -> list[tuple[str, str]]:
    """The parties as they stand on the paper."""
    said = document.parties
    if not said:
        return []
    seller, buyer, payment = said["seller"], said["buyer"], said["payment"] or {}
    return [
        (_("Seller"), _party(seller)),
        (_("Buyer"), _party(buyer)),
        (_("Payment terms"), said["terms"]["code"]),
        (_("Paid to"), payment.get("iban", "")),
        (_("Payment reference"), payment.get("reference", "")),
        (_("Order"), said["order"]),
    ]


def _party(party: dict[str, str]) -> str:
    place = f"{party['postcode']} {party['city']}".strip()
    return ", ".join(part for part in (party["name"], party["street"], place, party["country"], party["tax_id"]) if part)


def _actions(document: Document, actor: User) -> list[tuple[str, str]]:
    """(words, address) of what may be begun from here."""
    if document.origin != "own":
        return []
    copies = f"{reverse('copies_new', args=[document.customer.public_id])}?document={document.public_id}"
    offers = [
        ("billing.send_copies", _("Send copy"), copies),
        ("billing.attach_delivery_proof", _("Attach proof of delivery"), reverse("delivery_proof_new", args=[document.public_id])),
    ]
    if document.kind != "credit_note":
        offers.append(("billing.create_draft", _("Write credit note"), reverse("draft_new") + f"?credits={document.public_id}"))
    return [(words, address) for permission, words, address in offers if actor.may(permission)]


def _parts(document: Document, actor: User) -> list[dict[str, object]]:
    parts = [part(_("Open items"), document.entry.items.order_by("pk"), ITEM_COLUMNS)]
    if document.origin == "imported":
        return parts
    corrections = queries.documents(actor).filter(Q(original=document) | Q(rebill_of=document))
    return [
        part(_("Lines"), document.lines.order_by("position"), LINE_COLUMNS),
        part(_("Taxes"), document.taxes.order_by("pk"), TAX_COLUMNS),
        *parts,
        part(_("Corrected by"), corrections, RELATED_COLUMNS),
        part(_("Deliveries"), queries.deliveries(actor).filter(document=document), readable(DELIVERY_COLUMNS, actor)),
    ]


@access("billing.view_ledger")
def customer_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The documents of a customer, on its page."""
    customer = one(customers(who(request)), public_id)
    rows = queries.documents(who(request)).filter(customer=customer)
    columns = DocumentTable.pick("number", "kind", "document_date", "due_date", "gross")
    everything = f"{reverse('document_list')}?customer={customer.number}"
    copies = (_("Send copies"), reverse("copies_new", args=[public_id])) if who(request).may("billing.send_copies") else None
    return related(request, rows, columns, title=_("Documents"), everything=everything, create=copies)


@access("billing.resend_document")
def document_resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = one(queries.documents(who(request)), public_id)
    return act(request, resend_document, document.pk, message=_("On its way again."), to=document)


@access("billing.remake_papers")
def document_papers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = one(queries.documents(who(request)), public_id)
    return act(request, remake_papers, document.pk, message=_("The papers are being made."), to=document)


@access("billing.view_ledger")
def troubled_list(request: HttpRequest) -> HttpResponseBase:
    """The queue of operations: papers that could not be made, sendings that failed, proofs of delivery somebody waits for."""
    return list_page(request, troubled(who(request)), TroubledFilter, TroubledTable)


urlpatterns = [
    path("documents/deliveries/", troubled_list, name="troubled_list"),
    path("documents/<uuid:public_id>/papers/", document_papers, name="document_papers"),
    path("documents/<uuid:public_id>/resend/", document_resend, name="document_resend"),
    path("documents/", document_list, name="document_list"),
    path("documents/<uuid:public_id>/", document_detail, name="document_detail"),
    path("customers/<uuid:public_id>/panels/documents/", customer_documents, name="customer_documents"),
]

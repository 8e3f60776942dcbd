"""The browser's door to documents."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from o2c.accounts.customers.queries import customers
from o2c.billing.documents import queries
from o2c.billing.documents.filters import DocumentFilter
from o2c.billing.documents.tables import DocumentTable
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import list_page, one, page
from o2c.core.pages.display import link_to
from o2c.core.pages.related import related
from o2c.core.spoken import day


@access("billing.view_ledger")
def document_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.documents(who(request)), DocumentFilter, DocumentTable)


@access("billing.view_ledger")
def document_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = one(queries.documents(who(request)), public_id)
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
        facts=[
            (_("Customer"), link_to(document.customer, document.customer.legal_name)),
            (_("Account"), link_to(document.account)),
            (_("Our entity"), document.entity),
            (_("Origin"), document.get_origin_display()),
            (_("Disputed when imported"), _("yes") if document.was_disputed else None),
        ],
    )


@access("billing.view_ledger")
def customer_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The documents of a customer, on its page."""
    customer = one(customers(who(request)), public_id)
    rows = queries.documents(who(request)).filter(customer=customer)
    columns = DocumentTable.pick("number", "kind", "document_date", "due_date", "gross")
    return related(request, rows, columns, title=_("Documents"), everything=f"{reverse('document_list')}?customer={customer.number}")


urlpatterns = [
    path("documents/", document_list, name="document_list"),
    path("documents/<uuid:public_id>/", document_detail, name="document_detail"),
    path("customers/<uuid:public_id>/panels/documents/", customer_documents, name="customer_documents"),
]

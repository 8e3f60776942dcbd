"""Cases and the documents they are about, each on the page of the other."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.cases.queries import cases, cases_about
from o2c.accounts.cases.tables import CaseTable
from o2c.billing.documents import queries
from o2c.billing.documents.tables import DocumentTable
from o2c.core.doors import access, who
from o2c.core.pages import Column, one
from o2c.core.pages.related import related

OPEN = Column("open", gettext_lazy("Open"), "money", narrow=True)


@access("billing.view_ledger")
def case_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The posted documents a case is about, with what is open of them; numbers we never issued are named."""
    case: Any = one(cases(who(request)), public_id)
    rows = queries.with_open(who(request), queries.documents(who(request)).filter(number__in=case.documents))
    found = set(rows.values_list("number", flat=True))
    unknown = ", ".join(number for number in case.documents if number not in found)
    nothing = _("No posted document has the number %(number)s.") % {"number": unknown} if unknown else _("It is about no document.")
    columns = [*DocumentTable.pick("number", "kind", "due_date", "gross"), OPEN]
    return related(request, rows, columns, title=_("Documents it is about"), nothing=nothing)


@access("accounts.view_cases")
def document_cases(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The cases about a document, and the way to a new one."""
    actor = who(request)
    document: Any = one(queries.documents(actor), public_id)
    rows = cases_about(actor, document.number, [document.customer_id, document.account.customer_id, document.account.payer_id])
    asked = urlencode({"customer": document.customer.public_id, "entity": document.entity.code, "documents": document.number})
    new = (_("New case"), f"{reverse('case_new')}?{asked}") if actor.may("accounts.open_case") else None
    columns = CaseTable.pick("number", "subject", "kind", "due_at", "state")
    return related(request, rows, columns, title=_("Cases"), create=new, nothing=_("Nobody has questioned it."))


urlpatterns = [
    path("cases/<uuid:public_id>/panels/documents/", case_documents, name="case_documents"),
    path("documents/<uuid:public_id>/panels/cases/", document_cases, name="document_cases"),
]

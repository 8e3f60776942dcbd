"""What reviewers ask: who may what, who holds duties that exclude each other, who came in."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.access import queries
from o2c.core.access.filters import HoldingFilter, SignInFilter
from o2c.core.access.tables import HoldingTable, SignInTable
from o2c.core.doors import access, who
from o2c.core.pages.answers import page
from o2c.core.pages.listing import list_page


@access("core.view_access")
def holding_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.holdings(who(request)), HoldingFilter, HoldingTable)


@access("core.view_access")
def pair_report(request: HttpRequest) -> HttpResponse:
    return page(request, "core/access/pair_report.html", title=_("Duties that exclude each other"), found=queries.pairs_held(who(request)))


@access("core.view_sign_ins")
def sign_in_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.sign_ins(who(request)), SignInFilter, SignInTable)


urlpatterns = [
    path("access/", holding_list, name="holding_list"),
    path("access/pairs/", pair_report, name="pair_report"),
    path("sign-ins/", sign_in_list, name="sign_in_list"),
]

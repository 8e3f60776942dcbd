"""The limits of policy, and a proposal of a new value."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.doors import Request, access
from o2c.core.limits import queries, services
from o2c.core.limits.filters import LimitFilter
from o2c.core.limits.forms import LimitForm
from o2c.core.limits.tables import LimitTable
from o2c.core.pages import done, list_page, page, run


@access("core.view_limits")
def limit_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.limits(request.user), LimitFilter, LimitTable)


@access("core.propose_limit")
def limit_new(request: Request) -> HttpResponse:
    form = LimitForm(request.POST or None)
    if run(form, services.propose_limit, actor=request.user):
        return done(request, _("Proposed. It holds when another person has approved."), to="limit_list")
    title, back = _("Propose a limit"), reverse("limit_list")
    crumbs = [(_("Limits"), back)]
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Propose limit"), cancel=back, crumbs=crumbs)


urlpatterns = [
    path("limits/", limit_list, name="limit_list"),
    path("limits/new/", limit_new, name="limit_new"),
]

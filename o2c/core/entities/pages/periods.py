"""Months: the list with its verbs. Reopening stands with the approvals, because it takes two."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.doors import Request, access
from o2c.core.entities import queries, services
from o2c.core.entities.filters import PeriodFilter
from o2c.core.entities.forms import OpenPeriodForm
from o2c.core.entities.tables import PeriodTable
from o2c.core.pages import done, list_page, page, run


@access("core.view_entities")
def period_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.periods(request.user), PeriodFilter, PeriodTable)


@access("core.open_period")
def period_open(request: Request) -> HttpResponse:
    form = OpenPeriodForm(request.POST or None, entities=queries.entities(request.user))
    if run(form, services.open_period, actor=request.user):
        return done(request, _("Month opened."), to="period_list")
    return page(request, "layouts/form.html", form=form, title=_("Open a month"), submit=_("Open month"), cancel=reverse("period_list"))


urlpatterns = [
    path("periods/", period_list, name="period_list"),
    path("periods/open/", period_open, name="period_open"),
]

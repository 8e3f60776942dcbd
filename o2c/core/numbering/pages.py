"""Number series: what is taken, and what is next."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.doors import Request, access
from o2c.core.entities.queries import entities
from o2c.core.numbering import queries, services
from o2c.core.numbering.forms import SeriesForm
from o2c.core.numbering.tables import SeriesTable
from o2c.core.pages import done, list_page, page, run


@access("core.view_number_series")
def number_series(request: Request) -> HttpResponseBase:
    return list_page(request, queries.number_series(request.user), None, SeriesTable)


@access("core.create_number_series")
def number_series_new(request: Request) -> HttpResponse:
    form = SeriesForm(request.POST or None, entities=entities(request.user))
    if run(form, services.create_number_series, actor=request.user):
        return done(request, _("Number series created."), to="number_series")
    return page(request, "layouts/form.html", form=form, title=_("New number series"), submit=_("Create"), cancel=reverse("number_series"))


urlpatterns = [
    path("number-series/", number_series, name="number_series"),
    path("number-series/new/", number_series_new, name="number_series_new"),
]

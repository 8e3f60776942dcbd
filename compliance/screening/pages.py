"""Pages of the screening room: every run, with what it was run against and what came out."""

from django.http import HttpResponseBase
from django.urls import path

from o2c.compliance.screening import queries
from o2c.compliance.screening.filters import RunFilter
from o2c.compliance.screening.tables import RunTable
from o2c.core.doors import Request, access
from o2c.core.pages import list_page


@access(queries.VIEW)
def runs(request: Request) -> HttpResponseBase:
    return list_page(request, queries.runs(request.user), RunFilter, RunTable)


urlpatterns = [path("screenings/", runs, name="screening_runs")]

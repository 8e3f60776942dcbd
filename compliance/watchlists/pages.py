"""Pages of the lists: sources with their freshness, versions, attempts to load."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from o2c.compliance.watchlists import imports, queries
from o2c.compliance.watchlists.filters import LoadFilter, VersionFilter
from o2c.compliance.watchlists.forms import AcceptForm
from o2c.compliance.watchlists.tables import LoadTable, SourceTable, VersionTable
from o2c.core.doors import Request, access
from o2c.core.pages.answers import done, one, page, run
from o2c.core.pages.listing import list_page


@access(queries.VIEW)
def sources(request: Request) -> HttpResponseBase:
    return list_page(request, queries.sources(request.user), None, SourceTable)


@access(queries.VIEW)
def versions(request: Request) -> HttpResponseBase:
    return list_page(request, queries.versions(request.user), VersionFilter, VersionTable)


@access(queries.VIEW)
def loads(request: Request) -> HttpResponseBase:
    return list_page(request, queries.loads(request.user), LoadFilter, LoadTable)


@access("compliance.accept_watchlist_version")
def accept(request: Request, public_id: UUID) -> HttpResponse:
    """Decide on a version the brake has held."""
    version = one(queries.versions(request.user).filter(state="held"), public_id)
    form = AcceptForm(request.POST or None)
    if run(form, imports.accept_version, version, actor=request.user):
        return done(request, _("Version accepted."), to="watchlist_sources")
    return page(request, "compliance/watchlists/accept.html", form=form, version=version, title=_("Accept a held version"))


urlpatterns = [
    path("watchlists/", sources, name="watchlist_sources"),
    path("watchlists/versions/", versions, name="watchlist_versions"),
    path("watchlists/loads/", loads, name="watchlist_loads"),
    path("watchlists/versions/<uuid:public_id>/accept/", accept, name="watchlist_version_accept"),
]

"""Pages of the lists: sources with their freshness, versions and what they changed, attempts to load, the parties themselves."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.watchlists import imports, queries, services
from o2c.compliance.watchlists.filters import ChangeFilter, LoadFilter, PartyFilter, VersionFilter
from o2c.compliance.watchlists.forms import AcceptForm, JoinForm, NoteForm
from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.compliance.watchlists.shown import country_words, gender_words, kind_words, members, number_words, states, what_was_odd
from o2c.compliance.watchlists.tables import ChangeTable, LoadTable, PartyTable, SourceTable, VersionTable
from o2c.core.doors import Request, access
from o2c.core.pages import list_page
from o2c.core.pages.answers import done, one, page, run


@access(queries.VIEW)
def sources(request: Request) -> HttpResponseBase:
    return list_page(request, queries.sources(request.user), None, SourceTable)


@access(queries.VIEW)
def versions(request: Request) -> HttpResponseBase:
    return list_page(request, queries.versions(request.user), VersionFilter, VersionTable)


@access(queries.VIEW)
def loads(request: Request) -> HttpResponseBase:
    return list_page(request, queries.loads(request.user), LoadFilter, LoadTable)


@access(queries.VIEW)
def parties(request: Request) -> HttpResponseBase:
    return list_page(request, queries.listed_now(request.user), PartyFilter, PartyTable)


@access(queries.VIEW)
def version(request: Request, public_id: UUID) -> HttpResponse:
    shown = one(queries.versions(request.user), public_id)
    changed = reverse("watchlist_version_changes", args=[public_id])
    return page(
        request,
        "compliance/watchlists/version.html",
        version=shown,
        subject=shown,
        files=shown.files.order_by("pk"),
        findings=what_was_odd(shown),
        changes=[(label, count, f"{changed}?change={code}") for code, label, count in _changes(shown)],
        title=str(shown),
        crumbs=[(_("List versions"), reverse("watchlist_versions"))],
    )


def _changes(shown: WatchlistVersion) -> list[tuple[str, str, int]]:
    return [("added", _("Added"), shown.added), ("changed", _("Changed"), shown.changed), ("removed", _("Removed"), shown.removed)]


@access(queries.VIEW)
def version_changes(request: Request, public_id: UUID) -> HttpResponseBase:
    shown = one(queries.versions(request.user), public_id)
    return list_page(request, queries.changes_of(request.user, shown), ChangeFilter, ChangeTable)


@access(queries.VIEW)
def party(request: Request, source: str, key: str) -> HttpResponse:
    """One listed party: as it is now, on which other lists it stands, and every state it had."""
    rows = list(queries.states_of(request.user, source, key))
    if not rows:
        raise Http404(f"No party {key} on {source}")
    now = rows[0]
    return page(
        request,
        "compliance/watchlists/party.html",
        entry=now,
        listed=now.listed(),
        kind=kind_words(now.kind),
        numbers=[number_words(number) for number in now.listed().identifiers],
        countries=country_words(", ".join(now.listed().countries)),
        gender=gender_words(now.listed().gender),
        states=states(rows),
        members=members(now),
        may_decide=request.user.may("compliance.split_parties"),
        title=now.name,
    )


@access("compliance.accept_watchlist_version")
def accept(request: Request, public_id: UUID) -> HttpResponse:
    """Decide on a version the brake has held."""
    held = one(queries.versions(request.user).filter(state="held"), public_id)
    form = AcceptForm(request.POST or None)
    if run(form, imports.accept_version, held, actor=request.user):
        return done(request, _("Version accepted."), to="watchlist_sources")
    return page(request, "compliance/watchlists/accept.html", form=form, version=held, title=_("Accept a held version"))


@access("compliance.discard_watchlist_version")
def discard(request: Request, public_id: UUID) -> HttpResponse:
    held = one(queries.versions(request.user).filter(state="held"), public_id)
    form = AcceptForm(request.POST or None)
    form.fields["reason"].help_text = _("What is wrong with the publisher's file.")
    if run(form, services.discard_watchlist_version, held.pk, actor=request.user):
        return done(request, _("Version refused; the one before stays active."), to="watchlist_sources")
    return page(request, "layouts/form.html", form=form, title=_("Refuse a held version"), submit=_("Refuse the version"), cancel=held)


@access("compliance.split_parties")
def split(request: Request, source: str, key: str, public_id: UUID) -> HttpResponse:
    link, here = one(queries.links_of(f"{source}:{key}"), public_id), reverse("watchlist_party", args=[source, key])
    form = NoteForm(request.POST or None)
    if run(form, services.split_parties, link.pk, actor=request.user):
        return done(request, _("Split; no night joins them again."), to=here)
    return page(request, "layouts/form.html", form=form, title=_("Not the same party"), submit=_("Split them"), cancel=here)


@access("compliance.join_by_hand")
def join(request: Request, source: str, key: str) -> HttpResponse:
    here = reverse("watchlist_party", args=[source, key])
    form = JoinForm(request.POST or None)
    if run(form, services.join_by_hand, f"{source}:{key}", actor=request.user):
        return done(request, _("Joined."), to=here)
    return page(request, "layouts/form.html", form=form, title=_("The same party on another list"), submit=_("Join them"), cancel=here)


urlpatterns = [
    path("watchlists/", sources, name="watchlist_sources"),
    path("watchlists/parties/", parties, name="watchlist_parties"),
    path("watchlists/parties/<slug:source>/<path:key>/split/<uuid:public_id>/", split, name="watchlist_party_split"),
    path("watchlists/parties/<slug:source>/<path:key>/join/", join, name="watchlist_party_join"),
    path("watchlists/parties/<slug:source>/<path:key>/", party, name="watchlist_party"),
    path("watchlists/versions/", versions, name="watchlist_versions"),
    path("watchlists/loads/", loads, name="watchlist_loads"),
    path("watchlists/versions/<uuid:public_id>/", version, name="watchlist_version"),
    path("watchlists/versions/<uuid:public_id>/changes/", version_changes, name="watchlist_version_changes"),
    path("watchlists/versions/<uuid:public_id>/accept/", accept, name="watchlist_version_accept"),
    path("watchlists/versions/<uuid:public_id>/discard/", discard, name="watchlist_version_discard"),
]

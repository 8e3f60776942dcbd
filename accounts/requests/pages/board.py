"""How the service does, what is promised per kind, and changing that."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from o2c.accounts.requests import queries, services
from o2c.accounts.requests.forms import LevelForm
from o2c.accounts.requests.kinds.registry import title_of
from o2c.accounts.requests.models import LIVE
from o2c.accounts.requests.rules import Service
from o2c.accounts.requests.tables import LevelTable, RequestTable
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import UNKNOWN, number, percent
from o2c.core.pages.related import related

LOOKED_BACK = timedelta(days=30)


@access("accounts.view_requests")
def request_board(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    whole, kinds = queries.service(who(request), now, now - LOOKED_BACK)
    return page(
        request,
        "accounts/requests/board.html",
        title=_("Service of requests"),
        tiles=_tiles(whole, (now - LOOKED_BACK).date().isoformat()),
        kinds=[{**row, "title": title_of(row["kind"]), "answered_within": hours(row["answered_within"])} for row in kinds],
    )


@access(queries.VIEW)
def home_requests(request: HttpRequest) -> HttpResponse:
    """What the reader asked for and still waits for, on the start page."""
    rows = queries.request_list(who(request), timezone.now()).filter(LIVE, requester=who(request)).order_by("-created_at", "pk")
    columns, everything = RequestTable.pick("number", "kind", "state"), f"{reverse('request_list')}?mine=true"
    return related(request, rows, columns, title=_("What I asked for"), everything=everything, nothing=_("Nothing you asked for is open."))


def hours(time: timedelta | None) -> str:
    """3.5 h; a dash for what was not measured."""
    return UNKNOWN if time is None else f"{number(time.total_seconds() / 3600, 1)} h"


def _tiles(whole: Service, since: str) -> list[dict[str, Any]]:
    listed = reverse("request_list")
    days = UNKNOWN if whole.age is None else _("%(days)s days") % {"days": number(whole.age.total_seconds() / 86_400, 1)}
    shown = [
        (_("Open"), number(whole.backlog), "is_open=true", _("Neither applied nor refused")),
        (_("Late"), number(whole.late), "is_open=true&is_late=true", _("Past the working time that was promised")),
        (_("Age"), days, "is_open=true&o=created_at", _("Median of the open ones, calendar days")),
        (_("First answer"), hours(whole.answered_within), "", _("Median of 30 days, working hours of the team")),
        (_("Reopened"), percent(whole.share_back), "reopened=true", _("Of those ended in 30 days, each counted once")),
        (_("Ended"), number(whole.ended), f"is_open=false&ended_from={since}", _("In 30 days")),
    ]
    return [
        {"label": label, "figure": figure, "url": f"{listed}?{query}" if query else "", "definition": definition}
        for label, figure, query, definition in shown
    ]


@access("accounts.view_requests")
def service_levels(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.service_levels(), None, LevelTable)


@access("accounts.set_service_level")
def service_level_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    level = one(queries.service_levels(), public_id)
    form = LevelForm(request.POST or None, initial={"hours": level.hours, "queue": level.queue, "version": level.version})
    if run(form, services.set_service_level, level.pk, actor=who(request)):
        return done(request, _("Service level saved."), to=level)
    crumbs = [(_("Service levels of requests"), reverse("service_levels"))]
    return page(
        request,
        "layouts/form.html",
        title=title_of(level.kind),
        form=form,
        submit=_("Save service level"),
        cancel="service_levels",
        crumbs=crumbs,
    )


urlpatterns = [
    path("home/requests/", home_requests, name="home_requests"),
    path("requests/board/", request_board, name="request_board"),
    path("requests/levels/", service_levels, name="service_levels"),
    path("requests/levels/<uuid:public_id>/", service_level_edit, name="service_level_edit"),
]

"""The browser's door to the trail: events, one event with before and after, any record as it was."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, register_converter, reverse
from django.utils.translation import gettext as _

from o2c.core.audit import history, queries
from o2c.core.audit.filters import SOURCES, EventFilter
from o2c.core.audit.models import HOUSE, AuditEvent
from o2c.core.audit.tables import EventTable
from o2c.core.audit.words import changes, kind_of, said
from o2c.core.audit.words import who as who_did
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages.answers import page
from o2c.core.pages.fields import typed_day
from o2c.core.pages.listing import list_page


class DayConverter:
    """2026-03-02 in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")


@access("core.view_audit")
def audit_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.events(who(request)), EventFilter, EventTable)


@access("core.view_audit")
def audit_event(request: HttpRequest, day: date, chain: str, seq: int) -> HttpResponse:
    """One event: who, when, why, and each value before and after."""
    rows = queries.events(who(request)).filter(chain__day=day, seq=seq)
    event = (rows.filter(chain__entity=None) if chain == HOUSE else rows.filter(chain__entity__code=chain)).first()
    if event is None:
        raise Http404(f"no event {day} {chain} {seq} within reach")
    crumbs = [(EventTable.title, reverse("audit_list"))]
    return page(request, "core/audit/event.html", title=said(event), event=event, crumbs=crumbs, who=who_did(event), **_parts(event))


def _parts(event: AuditEvent) -> dict[str, Any]:
    together = AuditEvent.objects.filter(request_id=event.request_id).exclude(pk=event.pk).count()
    source = dict(SOURCES).get(event.source, event.source)
    return {"changes": changes(event), "kind": kind_of(event.object_type), "together": together, "source": source}


@access(history.PERMISSION)
def record_history(request: HttpRequest, model: str, public_id: UUID) -> HttpResponse:
    """A record as it was on `?on=`, and all its versions with what changed."""
    record = history.record_of(who(request), model, public_id)
    today = local_today(who(request))
    day = typed_day(request.GET.get("on", ""), today) or today
    versions = history.versions_of(record)
    return page(
        request,
        "core/audit/history.html",
        title=_("%(record)s on %(day)s") % {"record": record, "day": day.isoformat()},
        record=record,
        kind=kind_of(model),
        day=day,
        wrong_day=bool(request.GET.get("on")) and typed_day(request.GET["on"], today) is None,
        version=history.as_of(versions, day),
        versions=versions,
        may_view_audit=who(request).may("core.view_audit"),
    )


urlpatterns = [
    path("audit/", audit_list, name="audit_list"),
    path("audit/<day:day>/<slug:chain>/<int:seq>/", audit_event, name="audit_event"),
    path("history/<str:model>/<uuid:public_id>/", record_history, name="record_history"),
]

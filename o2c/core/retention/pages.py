"""The browser's door: legal periods, the dry run by country and kind down to the rows, and its release."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.core.doors import access, who
from o2c.core.jobs.models import Job
from o2c.core.pages import Form, done, list_page, one, page, run
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.retention import queries, services
from o2c.core.retention.filters import RetentionItemFilter, RetentionPeriodFilter, RetentionReleaseFilter
from o2c.core.retention.forms import RetentionPeriodForm
from o2c.core.retention.models import ItemState, RecordKind, RetentionRelease
from o2c.core.retention.registry import title_of
from o2c.core.retention.tables import RetentionItemTable, RetentionPeriodTable, RetentionReleaseTable

MOVES = [
    Move(
        "release", gettext_lazy("Release"), gettext_lazy("Released: the coming night removes it."), services.release_removal, ["proposed"],
        ReasonForm, main=True,
    ),
    Move(
        "discard", gettext_lazy("Discard"), gettext_lazy("Discarded: nothing goes."), services.discard_removal, ["counting", "proposed"],
        ReasonForm,
    ),
    Move("stop", gettext_lazy("Stop"), gettext_lazy("Stopped: the rest stays."), services.stop_removal, ["released"], ReasonForm),
]  # fmt: skip


@access(queries.VIEW)
def retention_period_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.retention_periods(who(request)), RetentionPeriodFilter, RetentionPeriodTable)


@access("core.propose_retention_period")
def retention_period_new(request: HttpRequest) -> HttpResponse:
    form = RetentionPeriodForm(request.POST or None)
    if run(form, services.propose_retention_period, actor=who(request)):
        return done(request, _("Proposed. It holds when another person has approved."), to="retention_period_list")
    title, back = _("Propose a legal period"), reverse("retention_period_list")
    crumbs = [(_("Legal periods"), back)]
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Propose period"), cancel=back, crumbs=crumbs)


@access(queries.VIEW)
def retention_release_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.releases(who(request)), RetentionReleaseFilter, RetentionReleaseTable)


@access("core.propose_removal")
def retention_release_new(request: HttpRequest) -> HttpResponse:
    """Asks once more, because a count may take a while; it removes nothing."""
    form = Form(request.POST or None)
    if made := run(form, services.propose_removal, actor=who(request)):
        return done(request, _("Counting: nothing is removed."), to=made)
    title, back = _("Count what is over its legal period"), reverse("retention_release_list")
    crumbs = [(_("Removal after legal periods"), back)]
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Count"), cancel=back, crumbs=crumbs)


@access(queries.VIEW)
def retention_release_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One release: how much of each kind in each country, each figure with the rows it is made of."""
    actor = who(request)
    found = one(queries.releases(actor), public_id)
    job = Job.objects.filter(kind=services.COUNTING, key=str(found.pk)).select_related("requested_by").last()
    working: dict[str, Any] = {"job": job, "done": job is None or not job.is_live, "url": found.get_absolute_url()}
    if job and request.headers.get("HX-Target") == f"job-{job.public_id}":
        answer = render(request, "components/job.html", working)
        if not job.is_live:
            answer["HX-Refresh"] = "true"
        return answer
    counts = [_count(found, row) for row in queries.counts(found, actor)]
    return page(
        request,
        "core/retention/release.html",
        title=_("Removal as of %(day)s") % {"day": found},
        subject=found,
        crumbs=[(_("Removal after legal periods"), reverse("retention_release_list"))],
        figures=[(_("Things"), sum(row["things"] for row in counts)), (_("Removed"), sum(row["removed"] for row in counts))],
        counts=counts,
        facts=[
            (_("Proposed by"), found.created_by),
            (_("Released by"), found.released_by),
            (_("Released at"), found.released_at),
            (_("Reason"), found.reason),
        ],
        moves=offered(MOVES, found, actor, "retention_release_move"),
        **working,
    )


def _count(found: RetentionRelease, row: dict[str, Any]) -> dict[str, Any]:
    narrowed = {key: row[key] for key in ("country", "kind", "object_type")}

    def rows(**more: str) -> str:
        return f"{reverse('retention_item_list')}?{urlencode({'release': found.public_id, **narrowed, **more})}"

    return {
        **row,
        "kind": RecordKind(row["kind"]).label,
        "what": title_of(row["object_type"]),
        "url": rows(),
        "removed_url": rows(state=ItemState.REMOVED),
        "kept_url": rows(state=ItemState.KEPT),
    }


@access(queries.VIEW)
def retention_release_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.releases(who(request)), public_id), MOVES, move)


@access(queries.VIEW)
def retention_item_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.items(who(request)), RetentionItemFilter, RetentionItemTable)


urlpatterns = [
    path("retention/periods/", retention_period_list, name="retention_period_list"),
    path("retention/periods/new/", retention_period_new, name="retention_period_new"),
    path("retention/items/", retention_item_list, name="retention_item_list"),
    path("retention/", retention_release_list, name="retention_release_list"),
    path("retention/new/", retention_release_new, name="retention_release_new"),
    path("retention/<uuid:public_id>/", retention_release_detail, name="retention_release_detail"),
    path("retention/<uuid:public_id>/<slug:move>/", retention_release_move, name="retention_release_move"),
]

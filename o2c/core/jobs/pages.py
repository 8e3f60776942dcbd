"""Pages of jobs and of the night."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.jobs import queries, services
from o2c.core.jobs.filters import JobFilter
from o2c.core.jobs.models import Job
from o2c.core.jobs.tables import JobTable
from o2c.core.pages.answers import act, one, page
from o2c.core.pages.listing import list_page
from o2c.core.pages.menu import Indicator
from o2c.core.pages.related import related


@access("core.view_jobs")
def job_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.jobs(who(request)), JobFilter, JobTable)


@access("core.view_jobs")
def home_jobs(request: HttpRequest) -> HttpResponse:
    """What failed in the last seven days, on the start page."""
    recent = timezone.now() - timedelta(days=7)
    rows = queries.jobs(who(request)).filter(state="failed", created_at__gte=recent)
    columns, nothing = JobTable.pick("title", "entity__code", "started_at"), _("Nothing failed in the last seven days.")
    return related(request, rows, columns, title=_("Jobs that failed"), everything=f"{reverse('job_list')}?state=failed", nothing=nothing)


@access("core.view_jobs")
def job_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One run; while it lives, the part that shows its progress asks for itself each second."""
    job = one(queries.jobs(who(request)), public_id)
    shown: dict[str, Any] = {"job": job, "done": not job.is_live, "url": job.get_absolute_url()}
    if request.headers.get("HX-Target") == f"job-{job.public_id}":
        return render(request, "components/job.html", shown)
    return page(
        request,
        "core/jobs/detail.html",
        title=job.title,
        subject=job,
        crumbs=[(_("Jobs"), reverse("job_list"))],
        facts=_facts(job),
        **shown,
    )


def _facts(job: Job) -> list[tuple[str, object]]:
    result = [(name.replace("_", " "), value) for name, value in job.result.items() if name != "link"]
    return [(_("Entity"), job.entity), (_("Day"), job.day), (_("Times started"), job.takes), (_("Error"), job.error), *result]


@access("core.cancel_job")
def job_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    job = one(queries.jobs(who(request)), public_id)
    return act(request, services.cancel_job, job.pk, message=_("The job stops after the part in hand."), to=job)


@access("core.view_night")
def night(request: HttpRequest) -> HttpResponse:
    """The night of a day, step by step, for the entities the reader looks after."""
    reader, day = who(request), _day(request.GET.get("day"))
    lines = queries.night(reader, day)
    return page(
        request,
        "core/jobs/night.html",
        title=_("The night"),
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        lines=lines,
        is_live=any(line.job and line.job.is_live for line in lines),
        drives=reader.may("core.rerun_step"),
    )


@access("core.open_night")
def night_open(request: HttpRequest) -> HttpResponse:
    day = _day(request.POST.get("day"))
    mine = list(queries.places(who(request)).values_list("pk", flat=True))
    return act(request, services.open_night, day, mine, message=_("The night has begun."), to=_night_of(day))


@access("core.rerun_step")
def night_rerun(request: HttpRequest) -> HttpResponse:
    day, place = _day(request.POST.get("day")), request.POST.get("entity")
    entity = one(queries.places(who(request)), place) if place else None
    step = request.POST.get("step", "")
    return act(request, services.rerun_step, step, day, entity.pk if entity else None, message=_("The step is queued."), to=_night_of(day))


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else local_today()
    except ValueError as error:
        raise Http404(f"{text} is not a day") from error


def _night_of(day: date) -> str:
    return f"{reverse('night')}?day={day.isoformat()}"


def running_indicator(user: User) -> Indicator | None:
    """How many jobs are under way, for the top bar; nothing while none is."""
    count = queries.running_jobs(user).count()
    return Indicator(_("Running jobs"), count, f"{reverse('job_list')}?state=queued&state=running", "refresh") if count else None


urlpatterns = [
    path("home/jobs/", home_jobs, name="home_jobs"),
    path("jobs/", job_list, name="job_list"),
    path("jobs/<uuid:public_id>/", job_detail, name="job_detail"),
    path("jobs/<uuid:public_id>/cancel/", job_cancel, name="job_cancel"),
    path("night/", night, name="night"),
    path("night/open/", night_open, name="night_open"),
    path("night/rerun/", night_rerun, name="night_rerun"),
]

"""My work: list left, panel right; what sleeps, what nobody owns, everything; and giving out work."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from o2c.core.doors import Request, access, opens, ours
from o2c.core.entities.queries import entities
from o2c.core.pages import act, done, list_page, one, page, run
from o2c.core.pages.menu import Indicator
from o2c.core.pages.related import Count, counted, related
from o2c.core.sentences import words_of
from o2c.core.spoken import paired
from o2c.core.work import queries, services
from o2c.core.work.filters import AllTasksFilter, TaskFilter
from o2c.core.work.forms import AssignForm, MonthEndForm, QueueForm, ReasonForm, SnoozeForm, TaskForm, TemplateForm
from o2c.core.work.models import Task
from o2c.core.work.tables import AllTasksTable, AsleepTable, MonthEndTable, QueueTable, TemplateTable, UnassignedTable, WorkTable

QUEUE = "layouts/queue.html"


@access("core.take_task")
def my_work(request: Request) -> HttpResponseBase:
    return list_page(request, queries.my_work(request.user, timezone.now()), TaskFilter, WorkTable, template=QUEUE)


@access("core.take_task")
def home_work(request: Request) -> HttpResponse:
    """What waits for the reader, on the start page."""
    columns, rows = WorkTable.pick("title", "due_at", "state"), queries.my_work(request.user, timezone.now())
    return related(request, rows, columns, title=_("My work"), everything=reverse("my_work"), nothing=WorkTable.nothing_yet)


@access("core.view_all_work")
def home_team(request: Request) -> HttpResponse:
    """What lies before the teams, on the start page of who hands it out."""
    whole, open_in = queries.team_counts(request.user, timezone.now())
    everything = reverse("work_all")
    counts = [
        Count(_("Late"), f"{everything}?state=open&late=true", whole["late"], late=True),
        Count(_("Nobody's yet"), reverse("work_unassigned"), whole["unowned"]),
        *(Count(words_of(f"role:{role}"), f"{everything}?state=open&queue={queue}", count) for queue, role, count in open_in),
    ]
    return counted(request, counts, title=_("Work of the teams"), nothing=_("Nothing is open in any queue."))


@access("core.take_task")
def work_asleep(request: Request) -> HttpResponseBase:
    return list_page(request, queries.asleep(request.user, timezone.now()), TaskFilter, AsleepTable, template=QUEUE)


@access("core.view_all_work")
def work_unassigned(request: Request) -> HttpResponseBase:
    return list_page(request, queries.unassigned(request.user, timezone.now()), TaskFilter, UnassignedTable, template=QUEUE)


@access("core.view_all_work")
def work_all(request: Request) -> HttpResponseBase:
    rows = queries.in_order(queries.tasks(request.user), timezone.now())
    return list_page(request, rows, AllTasksFilter, AllTasksTable, template=QUEUE)


@access.login
def task_detail(request: Request, public_id: UUID) -> HttpResponse:
    task = one(queries.in_order(queries.tasks(request.user), timezone.now()), public_id)
    return page(request, "core/work/detail.html", subject=task, crumbs=[(_("My work"), reverse("my_work"))], **_shown(request, task))


@access.login
def task_panel(request: Request, public_id: UUID) -> HttpResponse:
    """The panel beside a list: what is to be done and the actions, coming back to where the list was."""
    task = one(queries.in_order(queries.tasks(request.user), timezone.now()), public_id)
    return render(request, "core/work/_task.html", _shown(request, task))


def _shown(request: Request, task: Task) -> dict[str, Any]:
    return {
        "title": str(task),
        "task": task,
        "works": queries.workable(request.user).filter(pk=task.pk).exists(),
        "opens": opens(request.user, task.url),
        "assigns": request.user.may("core.assign_task"),
        "next": _list_address(request),
    }


def _list_address(request: Request) -> str:
    """Where the list was, with its filter: told by htmx, by the form, or by the link."""
    told = request.POST.get("next") or request.GET.get("next") or request.headers.get("HX-Current-URL", "")
    return ours(request, told, reverse("my_work"))


@access("core.take_task")
def task_take(request: Request, public_id: UUID) -> HttpResponse:
    return _acted(request, public_id, services.take_task, _("It is on your desk."))


@access("core.complete_task")
def task_complete(request: Request, public_id: UUID) -> HttpResponse:
    return _acted(request, public_id, services.complete_task, _("Done."))


@access("core.resume_task")
def task_resume(request: Request, public_id: UUID) -> HttpResponse:
    return _acted(request, public_id, services.resume_task, _("Open again."))


def _acted(request: Request, public_id: UUID, verb: Any, message: str) -> HttpResponse:
    task = one(queries.tasks(request.user), public_id)
    return act(request, verb, task.pk, message=message, to=_list_address(request))


@access("core.snooze_task")
def task_snooze(request: Request, public_id: UUID) -> HttpResponse:
    return _asked(request, public_id, SnoozeForm, services.snooze_task, _("Snooze"), _("Snoozed."))


@access("core.pause_task")
def task_pause(request: Request, public_id: UUID) -> HttpResponse:
    return _asked(request, public_id, ReasonForm, services.pause_task, _("Wait for the requester"), _("The clock stands still."))


@access("core.cancel_task")
def task_cancel(request: Request, public_id: UUID) -> HttpResponse:
    return _asked(request, public_id, ReasonForm, services.cancel_task, _("Cancel task"), _("Task cancelled."))


@access("core.assign_task")
def task_assign(request: Request, public_id: UUID) -> HttpResponse:
    return _asked(request, public_id, AssignForm, services.assign_task, _("Assign"), _("Assigned."))


def _asked(request: Request, public_id: UUID, form_class: Any, verb: Any, submit: str, message: str) -> HttpResponse:
    task = one(queries.tasks(request.user), public_id)
    form = form_class(request.POST or None)
    back = _list_address(request)
    if run(form, verb, task.pk, actor=request.user):
        return done(request, message, to=back)
    return page(request, "layouts/form.html", form=form, title=paired(submit, task), submit=submit, cancel=back)


@access("core.create_task")
def task_new(request: Request) -> HttpResponse:
    form = TaskForm(request.POST or None)
    if task := run(form, services.create_task, actor=request.user):
        return done(request, _("Task given out."), to=task)
    return page(request, "layouts/form.html", form=form, title=_("New task"), submit=_("Give out"), cancel=reverse("my_work"))


@access("core.view_all_work")
def month_end(request: Request) -> HttpResponseBase:
    """The calendar of the month's end: what is due when, who has it, and how late it is."""
    return list_page(request, queries.month_end(request.user, timezone.now()), AllTasksFilter, MonthEndTable, template=QUEUE)


@access("core.plan_month_end")
def month_end_plan(request: Request) -> HttpResponse:
    form = MonthEndForm(request.POST or None, entities=entities(request.user))
    planned = run(form, services.plan_month_end, actor=request.user)
    if planned is not None:
        return done(request, _("Tasks added: %(count)s.") % {"count": len(planned)}, to="month_end")
    return page(request, "layouts/form.html", form=form, title=_("Plan a month end"), submit=_("Plan"), cancel=reverse("month_end"))


@access("core.view_all_work")
def task_templates(request: Request) -> HttpResponseBase:
    return list_page(request, queries.templates(), None, TemplateTable)


@access("core.create_task_template")
def task_template_new(request: Request) -> HttpResponse:
    form = TemplateForm(request.POST or None)
    if run(form, services.create_task_template, actor=request.user):
        return done(request, _("Template created."), to="task_templates")
    return page(request, "layouts/form.html", form=form, title=_("New template"), submit=_("Create"), cancel=reverse("task_templates"))


@access("core.view_all_work")
def work_queues(request: Request) -> HttpResponseBase:
    return list_page(request, queries.queues(), None, QueueTable)


@access("core.edit_queue")
def work_queue_edit(request: Request, public_id: UUID) -> HttpResponse:
    queue = one(queries.queues(), public_id)
    form = QueueForm(request.POST or None, initial={name: getattr(queue, name) for name in QueueForm.base_fields})
    if run(form, services.edit_queue, queue.pk, actor=request.user):
        return done(request, _("Queue saved."), to="work_queues")
    return page(request, "layouts/form.html", form=form, title=str(queue), cancel=reverse("work_queues"))


def waiting_for(user: Any) -> Indicator | None:
    """The count in the top bar."""
    count = queries.my_work(user, timezone.now()).count() if user.may("core.take_task") else 0
    return Indicator(_("My work"), count, reverse("my_work"), "checklist") if count else None


urlpatterns = [
    path("work/", my_work, name="my_work"),
    path("home/work/", home_work, name="home_work"),
    path("home/team/", home_team, name="home_team"),
    path("work/asleep/", work_asleep, name="work_asleep"),
    path("work/unassigned/", work_unassigned, name="work_unassigned"),
    path("work/all/", work_all, name="work_all"),
    path("work/new/", task_new, name="task_new"),
    path("work/month-end/", month_end, name="month_end"),
    path("work/month-end/plan/", month_end_plan, name="month_end_plan"),
    path("work/templates/", task_templates, name="task_templates"),
    path("work/templates/new/", task_template_new, name="task_template_new"),
    path("work/queues/", work_queues, name="work_queues"),
    path("work/queues/<uuid:public_id>/", work_queue_edit, name="work_queue_edit"),
    path("work/<uuid:public_id>/", task_detail, name="task_detail"),
    path("work/<uuid:public_id>/panel/", task_panel, name="task_panel"),
    path("work/<uuid:public_id>/take/", task_take, name="task_take"),
    path("work/<uuid:public_id>/complete/", task_complete, name="task_complete"),
    path("work/<uuid:public_id>/resume/", task_resume, name="task_resume"),
    path("work/<uuid:public_id>/snooze/", task_snooze, name="task_snooze"),
    path("work/<uuid:public_id>/wait/", task_pause, name="task_pause"),
    path("work/<uuid:public_id>/cancel/", task_cancel, name="task_cancel"),
    path("work/<uuid:public_id>/assign/", task_assign, name="task_assign"),
]

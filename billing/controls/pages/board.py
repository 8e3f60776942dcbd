"""All controls at a glance, one control over time, and running them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.controls import board, queries, services
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.filters import RunFilter
from o2c.billing.controls.forms import RunForm
from o2c.billing.controls.models import ControlRun
from o2c.billing.controls.tables import RunTable
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import act, done, list_page, page, run


@access("billing.view_exceptions")
def control_board(request: HttpRequest) -> HttpResponse:
    """Every control: what its last run found, what waits, and the amount at risk."""
    actor = who(request)
    return page(
        request,
        "billing/controls/board.html",
        title=_("Billing controls"),
        lines=board.lines(actor),
        may_run=actor.may("billing.run_control"),
    )


@access("billing.view_exceptions")
def control_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One control: what waits of its findings, day by day."""
    actor = who(request)
    line = next((line for line in board.lines(actor) if line.control.code == code), None)
    if line is None:
        raise Http404(code)
    days = board.days(code, local_today(actor))
    return page(
        request,
        "billing/controls/control.html",
        title=f"{code} {line.control.title}",
        line=line,
        days=days[::-1],
        chart=board.trend(days) if days else None,
        may_run=actor.may("billing.run_control"),
        crumbs=[(_("Billing controls"), reverse("control_board"))],
    )


@access("billing.run_control")
def control_rerun(request: HttpRequest, code: str) -> HttpResponse:
    """The button of one control: ask it now, for everybody."""
    if code not in CONTROLS:
        raise Http404(code)
    to = reverse("control_detail", args=[code])
    return act(request, services.run_control, code, message=_("The control has run."), to=to, day=local_today(who(request)))


@access("billing.view_exceptions")
def control_run_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.runs(), RunFilter, RunTable)


@access("billing.run_control")
def control_run_new(request: HttpRequest) -> HttpResponse:
    """Run one control, or all of them, for one customer, one campaign or everybody."""
    asked = {"control": "control", "customer_number": "customer", "campaign_id": "campaign"}
    form = RunForm(request.POST or None, initial={field: request.GET.get(name, "") for field, name in asked.items()})
    if run(form, _run, actor=who(request)):
        return done(request, _("The controls have run."), to=reverse("control_run_list"))
    crumbs = [(_("Billing controls"), reverse("control_board"))]
    cancel = reverse("control_board")
    return page(request, "layouts/form.html", title=_("Run controls"), form=form, submit=_("Run"), cancel=cancel, crumbs=crumbs)


def _run(*, control: str, customer_number: str, campaign_id: str, actor: User) -> list[ControlRun]:
    codes: list[Any] = [control] if control else []
    return services.run_controls(day=local_today(actor), customer_number=customer_number, campaign_id=campaign_id, codes=codes, actor=actor)


urlpatterns = [
    path("controls/", control_board, name="control_board"),
    path("controls/<slug:code>/", control_detail, name="control_detail"),
    path("controls/<slug:code>/run/", control_rerun, name="control_rerun"),
    path("control-runs/", control_run_list, name="control_run_list"),
    path("control-runs/new/", control_run_new, name="control_run_new"),
]

"""The queues of alerts, the two records side by side, and the brakes."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.filters import AlertFilter, DecisionFilter
from o2c.compliance.alerts.forms import SettleBrakeForm
from o2c.compliance.alerts.models import BrakeState
from o2c.compliance.alerts.pages.shown import shown
from o2c.compliance.alerts.rules import OPEN
from o2c.compliance.alerts.tables import AlertTable, BrakeTable, DecisionTable, RestrictedTable
from o2c.core.doors import Request, access
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.related import related


@access(queries.VIEW)
def queue(request: Request) -> HttpResponseBase:
    return list_page(request, queries.alerts(request.user), AlertFilter, AlertTable, template="compliance/alerts/queue.html")


@access(queries.VIEW)
def home_alerts(request: Request) -> HttpResponse:
    """What is to be decided, on the start page."""
    rows = queries.alerts(request.user).filter(state__in=OPEN)
    columns = AlertTable.pick("subject", "entry", "score", "state")
    everything = f"{reverse('alert_queue')}?open=true"
    return related(request, rows, columns, title=_("Alerts"), everything=everything, nothing=_("No alert waits for a decision."))


@access(queries.VIEW_RESTRICTED)
def restricted(request: Request) -> HttpResponseBase:
    rows = queries.alerts(request.user).filter(restricted=True)
    return list_page(request, rows, AlertFilter, RestrictedTable, template="layouts/queue.html")


@access(queries.VIEW)
def detail(request: Request, public_id: UUID) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    return page(request, "compliance/alerts/detail.html", moves=queries.moves_of(alert), **shown(request, alert))


@access(queries.VIEW)
def panel(request: Request, public_id: UUID) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    return page(request, "compliance/alerts/_alert.html", **shown(request, alert))


@access(queries.VIEW)
def decisions(request: Request) -> HttpResponseBase:
    """The memory: every verdict on a pair, until when it counts, and how often it kept the pair quiet."""
    return list_page(request, queries.decisions(request.user), DecisionFilter, DecisionTable)


@access("compliance.settle_brake")
def brakes(request: Request) -> HttpResponseBase:
    return list_page(request, queries.brakes(request.user), None, BrakeTable)


@access("compliance.settle_brake")
def brake_settle(request: Request, public_id: UUID) -> HttpResponse:
    brake = one(queries.brakes(request.user).filter(state=BrakeState.ON), public_id)
    form = SettleBrakeForm(request.POST or None)
    if run(form, services.settle_brake, brake.pk, actor=request.user):
        return done(request, _("Brake settled."), to="alert_brakes")
    return page(request, "compliance/alerts/brake.html", form=form, brake=brake, title=_("Settle a brake"))


urlpatterns = [
    path("home/alerts/", home_alerts, name="home_alerts"),
    path("alerts/", queue, name="alert_queue"),
    path("alerts/restricted/", restricted, name="alert_restricted"),
    path("alerts/decisions/", decisions, name="alert_decisions"),
    path("alerts/brakes/", brakes, name="alert_brakes"),
    path("alerts/brakes/<uuid:public_id>/", brake_settle, name="alert_brake_settle"),
    path("alerts/<uuid:public_id>/", detail, name="alert_detail"),
    path("alerts/<uuid:public_id>/panel/", panel, name="alert_panel"),
]

"""Pages of the alerts room: the queue, the two records side by side, each decision, the brakes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import comparison, queries, services
from o2c.compliance.alerts.actions import ACTIONS, Action, offers
from o2c.compliance.alerts.filters import AlertFilter
from o2c.compliance.alerts.forms import SettleBrakeForm
from o2c.compliance.alerts.models import BrakeState, ComplianceAlert
from o2c.compliance.alerts.rules import OPEN
from o2c.compliance.alerts.runs import screen_now
from o2c.compliance.alerts.tables import AlertTable, BrakeTable
from o2c.compliance.freezes.models import FreezeScope
from o2c.compliance.freezes.queries import in_force
from o2c.compliance.screening import queries as screening
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import Request, access
from o2c.core.pages import act, done, list_page, one, page, run
from o2c.core.pages.related import related


@access(queries.VIEW)
def queue(request: Request) -> HttpResponseBase:
    return list_page(request, queries.alerts(request.user), AlertFilter, AlertTable, template="layouts/queue.html")


@access(queries.VIEW)
def home_alerts(request: Request) -> HttpResponse:
    """What is to be decided, on the start page."""
    rows = queries.alerts(request.user).filter(state__in=OPEN)
    columns = AlertTable.pick("subject", "entry", "score", "state")
    everything = f"{reverse('alert_queue')}?open=true"
    return related(request, rows, columns, title=_("Alerts"), everything=everything, nothing=_("No alert waits for a decision."))


@access(queries.VIEW)
def detail(request: Request, public_id: UUID) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    return page(request, "compliance/alerts/detail.html", moves=queries.moves_of(alert), **_shown(request, alert))


@access(queries.VIEW)
def panel(request: Request, public_id: UUID) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    return page(request, "compliance/alerts/_alert.html", **_shown(request, alert))


def _shown(request: Request, alert: ComplianceAlert) -> dict[str, Any]:
    hit = queries.latest_hit(alert)
    return {
        "alert": alert,
        "hit": hit,
        "lines": comparison.side_by_side(hit.subject.subject(), hit.entry.listed()),
        "reasons": comparison.reasons(hit.explanation),
        "pairs": comparison.pairs(hit.explanation),
        "earlier": queries.earlier_decision(alert),
        "offers": offers(alert, request.user),
        "title": str(alert),
    }


@access(queries.VIEW)
def of_customer(request: Request, public_id: UUID) -> HttpResponse:
    """The panel on the customer's page: screened or not, frozen or not, alerts."""
    customer = one(scope(Customer.objects, request.user, queries.VIEW), public_id)
    today = local_today(request.user)
    return page(
        request,
        "compliance/alerts/_customer.html",
        customer=customer,
        screened=screening.results_of(customer).first(),
        waiting=screening.unscreened(customer, today=today),
        freezes=in_force(customer, FreezeScope.ALL, today=today),
        alerts=queries.alerts_of(request.user, customer),
        may_screen=request.user.may("compliance.screen_customers"),
    )


@access("compliance.screen_customers")
def screen(request: Request, public_id: UUID) -> HttpResponse:
    """Screen one customer now."""
    customer = one(scope(Customer.objects, request.user, "compliance.screen_customers"), public_id)
    return act(request, screen_now, [customer], day=local_today(request.user), message=_("Screened."), to=customer)


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


def _acting(action: Action) -> URLPattern:
    """The page of one action: its form beside the alert, or a bare button."""

    @access(action.verb.permission)
    def view(request: Request, public_id: UUID) -> HttpResponse:
        alert = one(queries.alerts(request.user), public_id)
        if action.form is None:
            return act(request, action.verb, alert.pk, message=str(action.done), to=alert)
        form = action.form(request.POST or None)
        if run(form, action.verb, alert.pk, actor=request.user):
            return done(request, str(action.done), to=alert)
        shown = {**_shown(request, alert), "title": action.label}
        return page(request, "compliance/alerts/act.html", form=form, submit=action.label, cancel=alert.get_absolute_url(), **shown)

    return path(f"alerts/<uuid:public_id>/{action.name}/", view, name=f"alert_{action.name}")


urlpatterns = [
    path("home/alerts/", home_alerts, name="home_alerts"),
    path("alerts/", queue, name="alert_queue"),
    path("alerts/brakes/", brakes, name="alert_brakes"),
    path("alerts/brakes/<uuid:public_id>/", brake_settle, name="alert_brake_settle"),
    path("alerts/<uuid:public_id>/", detail, name="alert_detail"),
    path("alerts/<uuid:public_id>/panel/", panel, name="alert_panel"),
    path("customers/<uuid:public_id>/", of_customer, name="compliance_of_customer"),
    path("customers/<uuid:public_id>/screen/", screen, name="screen_customer"),
    *map(_acting, ACTIONS),
]

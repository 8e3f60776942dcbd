"""One page for each decision on an alert, and the way from one alert to the next."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.alerts import queries
from o2c.compliance.alerts.actions import ACTIONS, Action
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.alerts.pages.shown import WORKING, shown
from o2c.core.doors import Request, access
from o2c.core.pages import act, done, one, page, run
from o2c.core.spoken import paired


@access("compliance.take_alert")
def next_alert(request: Request) -> HttpResponse:
    """The alert that is due first among those the reader works on and those nobody has taken; the queue when there is none."""
    following = queries.next_to_work(request.user)
    return redirect(_working(following.get_absolute_url()) if following else reverse("alert_queue"))


def _working(address: str) -> str:
    return f"{address}?{urlencode({WORKING: 1})}"


def _after(request: Request, action: Action, alert: ComplianceAlert) -> str:
    """Where a decision leads: in the flow of the queue to the form of a verdict, then to the next alert; else back to the alert."""
    if WORKING not in request.GET:
        return str(alert.get_absolute_url())
    if action.leads_on:
        return reverse("alert_next")
    return _working(reverse("alert_clear", args=[alert.public_id]))


def _acting(action: Action) -> URLPattern:
    """The page of one action: its form beside the alert, or a bare button."""

    @access(action.verb.permission)
    def view(request: Request, public_id: UUID) -> HttpResponse:
        alert = one(queries.alerts(request.user), public_id)
        if action.form is None:
            return act(request, action.verb, alert.pk, message=str(action.done), to=_after(request, action, alert))
        form = action.form(request.POST or None)
        if run(form, action.verb, alert.pk, actor=request.user):
            return done(request, str(action.done), to=_after(request, action, alert))
        cancel = _working(alert.get_absolute_url()) if WORKING in request.GET else alert.get_absolute_url()
        about: dict[str, Any] = {**shown(request, alert), "title": paired(action.label, alert), "submit": action.label, "cancel": cancel}
        about["crumbs"] = [(_("Alerts"), reverse("alert_queue")), (str(alert), cancel)]
        return page(request, "compliance/alerts/act.html", form=form, **about)

    return path(f"alerts/<uuid:public_id>/{action.name}/", view, name=f"alert_{action.name}")


urlpatterns = [path("alerts/next/", next_alert, name="alert_next"), *map(_acting, ACTIONS)]

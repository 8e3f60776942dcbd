"""The team's page: who has how much, how old it is, which confirmed alerts wait for the officer or for legal."""

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from o2c.compliance.alerts import workload as figures
from o2c.compliance.alerts.queries import VIEW, alerts
from o2c.compliance.alerts.rules import OPEN
from o2c.core import charts
from o2c.core.doors import Request, access
from o2c.core.pages import page


@access(VIEW)
def workload(request: Request) -> HttpResponse:
    now, user = timezone.now(), request.user
    undecided, seen = reverse("alert_queue") + "?open=true", alerts(user).order_by()
    marks = [charts.Mark(str(label), count, str(count), undecided) for label, count in figures.ages(user, now)]
    tiles = [
        (_("Open"), seen.filter(state__in=OPEN).count(), undecided),
        (_("Overdue"), seen.filter(figures.late(now)).count(), undecided + "&overdue=true"),
        (_("Not taken"), seen.filter(state="alert").count(), undecided + "&state=alert"),
        (_("Blocked"), seen.filter(state="blocked").count(), undecided + "&state=blocked"),
    ]
    return page(
        request,
        "compliance/alerts/workload.html",
        title=_("Workload"),
        now=now,
        tiles=tiles,
        ages=charts.rows(marks),
        loads=figures.loads(user, now),
        escalated=figures.escalated(user),
    )


urlpatterns = [path("alerts/workload/", workload, name="alert_workload")]

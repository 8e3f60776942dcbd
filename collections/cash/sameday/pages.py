"""The browser's door to same-day application: the rate by day, the receipts behind it, and what was taken back and why."""

from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.sameday import queries
from o2c.collections.cash.sameday.rules import Clock, share
from o2c.collections.cash.sameday.tables import CLOCKS, SameDayFilter, SameDayTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import DateField, Form, list_page, page

DAYS = 14


class PeriodForm(Form):
    clock = forms.ChoiceField(label=gettext_lazy("Clock from"), choices=CLOCKS)
    day_from = DateField(label=gettext_lazy("From"))
    day_until = DateField(label=gettext_lazy("Until"))
    validates_on_blur = False


@access(VIEW)
def same_day(request: HttpRequest) -> HttpResponse:
    user, today = who(request), local_today(who(request))
    asked = {"clock": "booked", "day_from": (today - timedelta(days=DAYS)).isoformat(), "day_until": today.isoformat()}
    form = PeriodForm({**asked, **request.GET.dict()})
    said = form.cleaned_data if form.is_valid() else PeriodForm(asked).data
    clock, first, last = cast(Clock, said["clock"]), _day(said["day_from"]), _day(said["day_until"])
    days = queries.by_day(user, clock, first, last)
    backs, booked = queries.taken_back(user, first, last), queries.decided(user, first, last).count()
    return page(
        request, "collections/cash/same_day.html", title=_("Same-day application"), form=form, crumbs=[(_("Cash"), reverse("cash"))],
        totals=[(figure, _rows(clock, first, last, figure.currency)) for figure in queries.in_all(days)],
        days=[(day, figure, _rows(clock, day, day, figure.currency)) for day, figure in days],
        backs=[(kind.label, count, ruled, _backs(kind, first, last)) for kind, count, ruled in backs],
        booked=booked, mistakes=share(sum(count for _kind, count, _ruled in backs), booked),
    )  # fmt: skip


def _day(said: Any) -> date:
    return said if isinstance(said, date) else date.fromisoformat(said)


def _rows(clock: Clock, first: date, last: date, currency: str) -> str:
    """Where the receipts behind a figure are."""
    asked = {"clock": clock, "day_from": first.isoformat(), "day_until": last.isoformat(), "currency": currency}
    return f"{reverse('same_day_receipts')}?{urlencode(asked)}"


def _backs(kind: str, first: date, last: date) -> str:
    asked = {"undone_kind": kind, "undone_from": first.isoformat(), "undone_until": last.isoformat()}
    return f"{reverse('application_list')}?{urlencode(asked)}"


@access(VIEW)
def same_day_receipts(request: HttpRequest) -> HttpResponseBase:
    clock = request.GET.get("clock", "")
    rows = queries.clocked(who(request), cast(Clock, clock) if clock in dict(CLOCKS) else "booked")
    crumbs = [(_("Cash"), reverse("cash")), (_("Same-day application"), reverse("same_day"))]
    return list_page(request, rows, SameDayFilter, SameDayTable, crumbs=crumbs)


urlpatterns = [
    path("cash/same-day/", same_day, name="same_day"),
    path("cash/same-day/receipts/", same_day_receipts, name="same_day_receipts"),
]

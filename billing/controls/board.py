"""The board of controls: what each found last, what of it waits, and how that went day by day."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.catalogue.control import Control
from o2c.billing.controls.models import ControlRun
from o2c.billing.controls.queries import UNSETTLED, exceptions, latest_runs, whole_runs
from o2c.core import charts
from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.money import Money
from o2c.core.pages import display

TREND = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One control: its last run over everything, and what waits of its findings within the reader's reach."""

    control: Control
    run: ControlRun | None
    waiting: int
    amounts: list[Money]

    @property
    def team(self) -> str:
        return str(ROLE_NAMES.get(self.control.team, self.control.team))

    @property
    def url(self) -> str:
        return reverse("control_detail", args=[self.control.code])

    @property
    def exceptions(self) -> str:
        return f"{reverse('billing_exception_list')}?{urlencode({'control': self.control.code, 'state': UNSETTLED}, doseq=True)}"


def lines(actor: User) -> list[Line]:
    """One line per control, in the order of the catalogue."""
    runs = latest_runs()
    counts: dict[str, int] = {}
    amounts: dict[str, list[Money]] = {}
    unsettled = exceptions(actor).filter(state__in=UNSETTLED).order_by("control", "currency").values_list("control", "currency")
    for code, currency, count, amount in unsettled.annotate(count=Count("pk"), at_risk=Sum("amount")):
        counts[code] = counts.get(code, 0) + count
        amounts.setdefault(code, []).append(Money(amount, currency))
    return [Line(control, runs.get(code), counts.get(code, 0), amounts.get(code, [])) for code, control in CONTROLS.items()]


def days(code: str, until: date) -> list[ControlRun]:
    """The last whole run of each day of the last three months, oldest first."""
    return list(whole_runs().filter(control=code, day__gt=until - TREND, day__lte=until).order_by("day", "-pk").distinct("day"))


def trend(runs: list[ControlRun]) -> charts.Chart:
    """How many findings waited at the end of each day."""
    return charts.line([charts.Mark(display.day(run.day), run.waiting, display.number(run.waiting)) for run in runs])

"""The board of data quality: figures, the score over time, and one line per rule."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.models import QualityRule
from o2c.accounts.quality.queries import rules, scores_of, trend
from o2c.accounts.quality.rules import Score
from o2c.core import charts
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.pages import display


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: its score, whether it reaches its target, and where its issues are."""

    rule: QualityRule
    title: str
    score: Score
    issues: str

    @property
    def team(self) -> str:
        return str(ROLE_NAMES.get(self.rule.team, self.rule.team))

    @property
    def target(self) -> Decimal:
        return self.rule.target / 100

    @property
    def is_reached(self) -> bool:
        share = self.score.share
        return share is None or share >= self.target


def lines(day: date, *, country: str, team: str) -> list[Line]:
    """One line per rule that counts, in the order of the catalogue."""
    found = scores_of(day, country=country, team=team)
    return [
        Line(rule, str(CHECKS[rule.code].title), found.get(rule.pk, Score(0, 0)), issues_of(rule.code, country))
        for rule in rules()
        if rule.is_active and (not team or rule.team == team)
    ]


def issues_of(code: str, country: str = "") -> str:
    asked = {"rule": code, "state": "open", **({"country": country} if country else {})}
    return f"{reverse('quality_issues')}?{urlencode(asked)}"


def over_time(day: date, *, rule: int | None = None, country: str = "", team: str = "") -> charts.Chart:
    """The share that passes, in percent, day by day."""
    marks = [
        charts.Mark(display.day(on), (score.share or Decimal(0)) * 100, display.percent(score.share))
        for on, score in trend(day, rule=rule, country=country, team=team)
    ]
    return charts.line(marks)

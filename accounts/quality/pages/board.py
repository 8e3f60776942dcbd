"""The board of data quality and the page of one rule."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.quality import board, queries
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.forms import RuleForm
from o2c.accounts.quality.models import QualityIssue, QualityRule
from o2c.accounts.quality.rules import Score
from o2c.accounts.quality.services import runs
from o2c.core import countries
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import act, done, one, page, run


@access("accounts.view_quality")
def quality_board(request: HttpRequest) -> HttpResponse:
    """The score of the latest night, narrowed by country and team, over time and rule by rule."""
    known, teams = queries.choices()
    country = request.GET.get("country", "") if request.GET.get("country", "") in known else ""
    team = request.GET.get("team", "") if request.GET.get("team", "") in teams else ""
    day = queries.latest_day()
    lines = board.lines(day, country=country, team=team) if day else []
    open_issues = scope(QualityIssue.objects, who(request), queries.VIEW).filter(state__in=["open", "assigned"])
    if country:
        open_issues = open_issues.filter(country=country)
    return page(
        request,
        "accounts/quality/board.html",
        title=_("Data quality"),
        as_of=day,
        lines=lines,
        total=sum((line.score for line in lines), Score(0, 0)),
        missed=sum(not line.is_reached for line in lines),
        open_issues=open_issues.count(),
        chart=board.over_time(day, country=country, team=team) if day else None,
        countries=[(code, countries.name(code) if code else _("unknown")) for code in known if code],
        teams=teams,
        country=country,
        team=team,
    )


@access("accounts.view_quality")
def quality_rule(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rule = one(QualityRule.objects.filter(code__in=CHECKS), public_id)
    check, day, actor = CHECKS[rule.code], queries.latest_day(), who(request)
    found = queries.by_country(rule, day) if day else []
    return page(
        request,
        "accounts/quality/rule.html",
        title=check.title,
        subject=rule,
        check=check,
        score=sum((score for _country, score in found), Score(0, 0)),
        by_country=[(countries.name(code) if code else _("unknown"), score, board.issues_of(rule.code, code)) for code, score in found],
        chart=board.over_time(day, rule=rule.pk) if day else None,
        issues=board.issues_of(rule.code),
        may={name: actor.may(f"accounts.{name}") for name in ("edit_quality_rule", "run_quality_rule")},
        crumbs=[(_("Data quality"), reverse("quality_board"))],
    )


@access("accounts.edit_quality_rule")
def quality_rule_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rule = one(QualityRule.objects.filter(code__in=CHECKS), public_id)
    initial = {name: getattr(rule, name) for name in ("is_active", "team", "target", "version")}
    form = RuleForm(request.POST or None, initial=initial)
    if run(form, runs.edit_quality_rule, rule.pk, actor=who(request)):
        return done(request, _("Rule saved."), to=rule)
    crumbs = [(_("Data quality"), reverse("quality_board"))]
    title = CHECKS[rule.code].title
    return page(request, "layouts/form.html", title=title, form=form, cancel=rule.get_absolute_url(), crumbs=crumbs)


@access("accounts.run_quality_rule")
def quality_rule_run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rule = one(QualityRule.objects.filter(code__in=CHECKS), public_id)
    return act(request, runs.run_quality_rule, rule.code, message=_("The rule was asked."), to=rule, day=local_today(who(request)))


urlpatterns = [
    path("quality/", quality_board, name="quality_board"),
    path("quality/rules/<uuid:public_id>/", quality_rule, name="quality_rule"),
    path("quality/rules/<uuid:public_id>/edit/", quality_rule_edit, name="quality_rule_edit"),
    path("quality/rules/<uuid:public_id>/run/", quality_rule_run, name="quality_rule_run"),
]

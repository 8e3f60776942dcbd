"""Onboardings the actor may see, each step as it stands today, and how long steps take."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, When

from o2c.accounts.onboarding.models import OnboardingCase, OnboardingStep
from o2c.accounts.onboarding.rules import Standing, median_days, standing
from o2c.accounts.onboarding.steps import in_order
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "accounts.view_onboarding"


def onboardings(actor: User) -> QuerySet[OnboardingCase]:
    """The onboardings the actor may see, running ones first, the oldest first."""
    running = Case(When(finished_at=None, then=0), default=1, output_field=IntegerField())
    rows = scope(OnboardingCase.objects, actor, VIEW).select_related("customer", "owner").prefetch_related("steps__owner")
    return rows.annotate(running=running).order_by("running", "started_at", "pk")


def checklist(case: OnboardingCase, on: date, now: datetime) -> list[Standing]:
    """Every step of one onboarding as its records say now. A finished one shows what was found then."""
    done = {step.code: step.done_at for step in case.steps.all() if step.done_at}
    steps = in_order()
    if case.finished_at:
        return standing([step.code for step in steps if step.code in done], dict.fromkeys(done, ()), done, case.started_at, now)
    against = {step.code: list(step.against(case.customer, on)) for step in steps}
    return standing([step.code for step in steps], against, done, case.started_at, now)


def running(after: int, limit: int) -> list[OnboardingCase]:
    """The next running onboardings, for the night."""
    return list(OnboardingCase.objects.filter(finished_at=None, pk__gt=after).order_by("pk")[:limit])


def step_days(actor: User, since: datetime) -> list[dict[str, Any]]:
    """Median days from the start of an onboarding to each step, of those found done since a moment."""
    within = onboardings(actor).order_by().values("pk")
    rows = OnboardingStep.objects.filter(case__in=within, done_at__gte=since).annotate(span=F("done_at") - F("case__started_at"))
    spans: dict[str, list[timedelta]] = {}
    for code, span in rows.values_list("code", "span"):
        spans.setdefault(code, []).append(span)
    return [
        {"code": step.code, "title": step.title, "count": len(spans.get(step.code, ())), "days": median_days(spans.get(step.code, []))}
        for step in in_order()
    ]

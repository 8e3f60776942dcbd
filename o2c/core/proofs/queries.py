"""The latest result of every proof."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from o2c.core.proofs.models import ControlResult


def latest_results(day: date | None = None) -> QuerySet[ControlResult]:
    """One row per proof: its newest result (of `day`, or of all), red ones first."""
    rows = ControlResult.objects.filter(day=day) if day else ControlResult.objects.all()
    newest = rows.filter(code=OuterRef("code")).order_by("-day", "-pk").values("pk")[:1]
    return rows.filter(pk=Subquery(newest)).order_by("-state", "area", "code", "pk")


def results(code: str) -> QuerySet[ControlResult]:
    """Every result of one proof, newest first."""
    return ControlResult.objects.filter(code=code).order_by("-day", "-pk")

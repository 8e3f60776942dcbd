"""Exceptions and runs as the actor may see them."""

import re
from datetime import date
from typing import Any

from django.db.models import QuerySet

from o2c.billing.controls.models import BillingException, ControlRun
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.sentences import sentence

VIEW = "billing.view_exceptions"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def exceptions(actor: User) -> QuerySet[BillingException]:
    """What the controls found, the largest amounts first."""
    return scope(BillingException.objects, actor, VIEW).select_related("customer", "owner").order_by("-amount", "pk")


def runs() -> QuerySet[ControlRun]:
    """Every run of a control, newest first. They hold counts, so there is nothing to scope."""
    return ControlRun.objects.select_related("customer", "created_by").order_by("-created_at", "-pk")


def why(found: BillingException) -> str:
    """What is wrong, in the reader's language."""
    return sentence(found.why, _facts(found))


def fix(found: BillingException) -> str:
    """What would be right."""
    return sentence(found.fix, _facts(found))


def _facts(found: BillingException) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value for name, value in found.facts.items()
    }

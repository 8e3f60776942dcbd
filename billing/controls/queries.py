"""Exceptions and runs as the actor may see them, and what they stop."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, When
from django.urls import reverse

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.models import BillingException, ControlRun, ExceptionState, Severity, SubjectKind
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.money import Money
from o2c.core.sentences import sentence

VIEW = "billing.view_exceptions"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
AMOUNTS = ("budget", "used", "difference", "this", "usual", "over", "remaining", "total")
UNSETTLED = [ExceptionState.OPEN, ExceptionState.ASSIGNED]


def exceptions(actor: User) -> QuerySet[BillingException]:
    """What the controls found, the largest amounts first."""
    return scope(BillingException.objects, actor, VIEW).select_related("customer", "owner").order_by("-amount", "pk")


def runs() -> QuerySet[ControlRun]:
    """Every run of a control, newest first. They hold counts, so there is nothing to scope."""
    return ControlRun.objects.select_related("customer", "campaign", "created_by").order_by("-created_at", "-pk")


def latest_runs() -> dict[str, ControlRun]:
    """By control, the last run over everything."""
    rows = whole_runs().order_by("control", "-day", "-pk").distinct("control")
    return {run.control: run for run in rows}


def whole_runs() -> QuerySet[ControlRun]:
    return ControlRun.objects.filter(customer=None, campaign=None)


def blocking(on: date, *, customers: Collection[int] | None = None) -> QuerySet[Any]:
    """What keeps spend from being billed on a day: unsettled exceptions that stop or hold, and waived ones whose waiver has ended.

    Each has `period` (the month of service it is about) and names what it blocks by exactly one of `campaign_id`, `account_id`,
    `purchase_order_id`, `document_id` or `blocked_customer_id`: all unbilled spend of that object in that month.
    `customers`: ids of who is billed.
    """
    ended = Q(state=ExceptionState.WAIVED, waived_until__lte=on)
    rows = BillingException.objects.filter(Q(state__in=UNSETTLED) | ended, severity__in=[Severity.STOP, Severity.HOLD])
    if customers is not None:
        rows = rows.filter(customer__in=customers)
    return rows.annotate(
        campaign_id=_id_of(SubjectKind.CAMPAIGN),
        account_id=_id_of(SubjectKind.FINANCIAL_ACCOUNT),
        purchase_order_id=_id_of(SubjectKind.PURCHASE_ORDER),
        document_id=_id_of(SubjectKind.DOCUMENT),
        blocked_customer_id=_id_of(SubjectKind.CUSTOMER),
    ).order_by("control", "period", "pk")


def _id_of(kind: str) -> Case:
    return Case(When(subject_kind=kind, then=F("subject_id")), default=None, output_field=BigIntegerField())


def why(found: BillingException) -> str:
    """What is wrong, in the reader's language."""
    return sentence(found.why, _facts(found))


def fix(found: BillingException) -> str:
    """What would be right."""
    return sentence(found.fix, _facts(found))


def fix_url(found: BillingException) -> str:
    """Where it is put right: the page the control names for this fix, or the object's own page."""
    control = CONTROLS.get(found.control)
    name, whose = control.fixed_on.get(found.fix, ("", "")) if control else ("", "")
    if not name:
        return found.subject_url
    match whose:
        case "object":
            return reverse(name, args=[found.address])
        case "customer":
            return reverse(name, args=[found.customer.public_id])
        case "at":
            return reverse(name, args=[found.facts["at"]])
        case _:
            return f"{reverse(name)}?{urlencode({'customer': found.customer.public_id})}"


def _facts(found: BillingException) -> dict[str, Any]:
    """The values of a sentence: days as days, and amounts named in AMOUNTS with their currency."""
    facts = {name: _read(value) for name, value in found.facts.items()}
    currency = str(facts.get("currency") or found.currency)
    return facts | {name: Money(Decimal(str(facts[name])), currency) for name in AMOUNTS if facts.get(name) is not None}


def _read(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(str(value))
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value

"""Cases and playbooks the actor may see, and how cases find their way."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from o2c.accounts.cases.models import CaseMessage, CatalogueAnswer, CustomerCase, Playbook, SpecialCase
from o2c.accounts.cases.models.cases import LIVE
from o2c.accounts.cases.rules import Routing
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.names import fold
from o2c.core.work.models import Task

VIEW = "accounts.view_cases"
TASK = "customer_case"


def cases(actor: User) -> QuerySet[Any]:
    """The cases the actor may see, newest first, with `due_at` (None while the customer must answer)."""
    task = Task.objects.filter(kind=TASK, object_type="accounts.customercase", object_id=OuterRef("pk")).order_by("-pk")
    rows: QuerySet[Any] = scope(CustomerCase.objects, actor, VIEW).select_related("customer", "entity", "owner")
    due = Subquery(task.values("due_at")[:1], output_field=DateTimeField())
    timed: QuerySet[Any] = rows.annotate(due_at=due)
    return timed.order_by("-created_at", "pk")


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    asked = text.strip()
    return rows.filter(Q(number__iexact=asked) | Q(search_name__contains=fold(asked)) | Q(customer__search_name__contains=fold(asked)))


def messages(case: CustomerCase) -> QuerySet[CaseMessage]:
    return CaseMessage.objects.filter(case=case).select_related("created_by").order_by("created_at", "pk")


def catalogue() -> QuerySet[CatalogueAnswer]:
    """Every answer we have ready. It belongs to the whole house."""
    return CatalogueAnswer.objects.order_by("category", "question", "pk")


def cases_about(actor: User, number: str, customer_ids: Collection[int | None]) -> QuerySet[CustomerCase]:
    """The cases of these customers about the document with this number, the latest first."""
    return cases(actor).filter(customer__in=set(customer_ids) - {None}, documents__contains=[number])


def routing(actor: User, since: datetime) -> tuple[Routing, list[dict[str, Any]]]:
    """How cases found their way since a moment, and the same per category."""
    rows = cases(actor).order_by()
    counts = {
        "triaged": Count("pk", filter=Q(triaged_at__gte=since)),
        "misrouted": Count("pk", filter=Q(triaged_at__gte=since, misrouted__gt=0)),
        "ended": Count("pk", filter=Q(ended_at__gte=since)),
        "reopened": Count("pk", filter=Q(reopened_at__gte=since)),
    }
    whole = rows.aggregate(**counts)
    per = rows.filter(created_at__gte=since).values("category").annotate(
        count=Count("pk"), open=Count("pk", filter=LIVE), age=Avg(Now() - F("created_at"), filter=LIVE), **counts
    )  # fmt: skip
    return Routing(**whole), list(per.order_by("-count", "category"))


def playbooks() -> QuerySet[Any]:
    """Every playbook, with how many customers it flags. They belong to the whole house."""
    return Playbook.objects.annotate(flagged=Count("cases", filter=Q(cases__state__in=["open", "approval"]))).order_by("code")


def specials(actor: User) -> QuerySet[SpecialCase]:
    """The flagged customers the actor may see, open ones first."""
    rows = scope(SpecialCase.objects, actor, VIEW).select_related("playbook", "customer", "approved_by")
    return rows.order_by("-created_at", "pk")


def unflagged(playbook: Playbook, limit: int) -> QuerySet[Customer]:
    """Customers in use that the playbook is about and that nobody flagged."""
    wanted = {"type": playbook.types, "country": playbook.countries, "risk_class": playbook.risk_classes, "tier": playbook.tiers}
    lists = {f"{name}__in": values for name, values in wanted.items() if values}
    flagged = SpecialCase.objects.filter(playbook=playbook, state__in=["open", "approval", "done"])
    rows = Customer.objects.filter(**lists, state__in=["onboarding", "active", "suspended"])
    return rows.exclude(pk__in=flagged.values("customer")).order_by("pk")[:limit]

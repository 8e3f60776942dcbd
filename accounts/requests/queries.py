"""Requests the actor may see, with their due time, and how the service did."""

from datetime import datetime
from typing import Any

from django.db.models import Avg, Case, Count, DateTimeField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import BooleanField, DurationField
from django.db.models.functions import Coalesce

from o2c.accounts.requests.models import LIVE, ChangeRequest, RequestMessage, ServiceLevel
from o2c.accounts.requests.rules import Service, middle
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.names import fold
from o2c.core.work.models import Task

VIEW = "accounts.view_requests"
TASK = "change_request"


def requests(actor: User) -> QuerySet[ChangeRequest]:
    """The requests the actor may see and those they asked for themselves, newest first."""
    seen = scope(ChangeRequest.objects, actor, VIEW)
    rows = ChangeRequest.objects.filter(Q(pk__in=seen.values("pk")) | Q(requester=actor))
    return rows.select_related("customer", "entity", "requester", "owner").order_by("-created_at", "pk")


def request_list(actor: User, now: datetime) -> QuerySet[Any]:
    """Ready for the table: `due_at` (None while the clock rests), `is_late`."""
    return _timed(requests(actor), now)


def late(now: datetime) -> QuerySet[Any]:
    """Every request of the house that is open past its due time."""
    return _timed(ChangeRequest.objects.filter(LIVE), now).filter(is_late=True)


def _timed(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    task = Task.objects.filter(kind=TASK, object_type="accounts.changerequest", object_id=OuterRef("pk")).order_by("-pk")
    due = Subquery(task.values("due_at")[:1], output_field=DateTimeField())
    ended = Coalesce(F("ended_at"), Value(now), output_field=DateTimeField())
    is_late = Case(When(due_at__lt=ended, then=True), default=False, output_field=BooleanField())
    age = ExpressionWrapper(ended - F("created_at"), output_field=DurationField())
    timed: QuerySet[Any] = rows.annotate(due_at=due).annotate(is_late=is_late, age=age)
    return timed


def named(rows: QuerySet[ChangeRequest], text: str) -> QuerySet[ChangeRequest]:
    """The requests with this number, called so, or of a customer called so."""
    asked = text.strip()
    by_name = Q(search_name__contains=fold(asked)) | Q(customer__search_name__contains=fold(asked))
    return rows.filter(Q(number__iexact=asked) | by_name if fold(asked) else Q(number__iexact=asked))


def thread(request: ChangeRequest) -> QuerySet[RequestMessage]:
    """What was written about a request the actor sees, in order."""
    return RequestMessage.objects.filter(request=request).select_related("created_by").order_by("created_at", "pk")


def service_levels() -> QuerySet[ServiceLevel]:
    """What is promised per kind. Promises belong to the whole house."""
    return ServiceLevel.objects.order_by("kind")


def service(actor: User, now: datetime, since: datetime) -> tuple[Service, list[dict[str, Any]]]:
    """How requests do: open ones now, ended and answered ones since a moment; and the same per kind, the fullest first."""
    rows = request_list(actor, now)
    live, recent = rows.filter(LIVE), rows.filter(ended_at__gte=since)
    answered = rows.filter(answered_at__gte=since)
    whole = Service(
        backlog=live.count(),
        late=live.filter(is_late=True).count(),
        age=middle(list(live.order_by().values_list("age", flat=True))),
        ended=recent.count(),
        came_back=rows.filter(reopened_at__gte=since).count(),
        answered_within=middle(list(answered.order_by().values_list("answered_within", flat=True))),
    )
    kinds = rows.order_by().values("kind").annotate(
        backlog=Count("pk", filter=LIVE),
        late=Count("pk", filter=LIVE & Q(is_late=True)),
        ended=Count("pk", filter=Q(ended_at__gte=since)),
        came_back=Count("pk", filter=Q(reopened_at__gte=since)),
        answered_within=Avg("answered_within", filter=Q(answered_at__gte=since)),
    )  # fmt: skip
    return whole, list(kinds.order_by("-backlog", "kind"))

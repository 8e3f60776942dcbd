"""What waits for whom: one list over everything that has an owner and a due time."""

from datetime import datetime

from django.db.models import BooleanField, Case, Count, DurationField, ExpressionWrapper, F, Func, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.sentences import codes_like
from o2c.core.work.models import LIVE, Task, TaskTemplate, WorkQueue


def desks(actor: User) -> Q:
    """Tasks on the actor's own desk, on the desk of those they cover, and unowned ones in the queues of their roles."""
    covered = {held.through.pk for held in actor.held if held.through} | {actor.pk}
    mine = Q(owner__in=covered)
    for held in actor.held:
        where = Q(queue__role=held.role, owner=None)
        if held.entity:
            where &= Q(entity=held.entity) | Q(entity=None)
        if held.region:
            where &= Q(entity__country=held.region) | Q(entity=None)
        mine |= where
    return mine


def workable(actor: User) -> QuerySet[Task]:
    """Live tasks the actor may work on: their own and those of their queues; for those who assign work, all they see."""
    rows = Task.objects.filter(LIVE).select_related("owner", "queue", "entity")
    return rows.filter(desks(actor) | Q(pk__in=scope(Task.objects, actor, "core.assign_task").values("pk")))


def my_work(actor: User, now: datetime) -> QuerySet[Task]:
    """The actor's list: what is awake and not waiting for somebody else, late first, then urgent, then by due time and value."""
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now)
    return in_order(Task.objects.filter(awake, desks(actor), state="open"), now)


def asleep(actor: User, now: datetime) -> QuerySet[Task]:
    """What the actor put to sleep or what waits for an answer."""
    return in_order(Task.objects.filter(LIVE, desks(actor)).filter(Q(snoozed_until__gt=now) | Q(state="waiting")), now)


def unassigned(actor: User, now: datetime) -> QuerySet[Task]:
    """Live tasks nobody owns, as far as the actor may see them."""
    return in_order(scope(Task.objects, actor, "core.view_all_work").filter(LIVE, owner=None), now)


def tasks(actor: User) -> QuerySet[Task]:
    """Every task the actor may see, live or closed: what lies on their desks and what they may oversee."""
    seen = scope(Task.objects, actor, "core.view_all_work")
    rows = Task.objects.filter(desks(actor) | Q(pk__in=seen.values("pk")))
    return rows.select_related("owner", "queue", "entity").order_by(F("due_at").asc(nulls_last=True), "pk")


def titled_like(text: str) -> Q:
    """Tasks whose words contain the text: values and people's own words as they stand, sentences in the reader's language."""
    codes = codes_like(text)
    path, wanted = Value("$.*.code ? (@ == $codes[*])"), Value({"codes": codes}, JSONField())
    named = Func("values", path, wanted, function="jsonb_path_exists", output_field=BooleanField())
    return Q(title__icontains=text) | Q(code__in=codes) | Q(named)


def in_order(rows: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    late = Case(When(due_at__lt=now, then=True), default=False, output_field=BooleanField())
    rows = rows.select_related("owner", "queue", "entity").annotate(is_late=late)
    return rows.order_by("-is_late", "-priority", F("due_at").asc(nulls_last=True), F("value").desc(nulls_last=True), "pk")


def team_counts(actor: User, now: datetime) -> tuple[dict[str, int], list[tuple[int, str, int]]]:
    """What lies before the teams the actor oversees: how much is late and how much nobody owns, and what is open in each queue."""
    live = scope(Task.objects, actor, "core.view_all_work").filter(LIVE)
    whole = live.aggregate(late=Count("pk", filter=Q(due_at__lt=now)), unowned=Count("pk", filter=Q(owner=None)))
    queues = live.exclude(queue=None).order_by("queue__role").values("queue", "queue__role").annotate(open=Count("pk"))
    return whole, [(row["queue"], row["queue__role"], row["open"]) for row in queues]


def month_end(actor: User, now: datetime) -> QuerySet[Task]:
    """The tasks of every month's end the actor may see, the latest due first, with who is late and by how long."""
    late_for = ExpressionWrapper(Coalesce(F("closed_at"), Value(now)) - F("due_at"), DurationField())
    rows = in_order(tasks(actor).filter(kind="month_end"), now).annotate(late_for=late_for)
    return rows.order_by("-due_at", "entity__code", "pk")


def owned_by(user: User) -> QuerySet[Task]:
    """Live tasks on somebody's desk: they are handed on before the person leaves."""
    return Task.objects.filter(LIVE, owner=user).order_by("pk")


def queues() -> QuerySet[WorkQueue]:
    return WorkQueue.objects.order_by("code")


def templates() -> QuerySet[TaskTemplate]:
    return TaskTemplate.objects.select_related("queue").order_by("name")

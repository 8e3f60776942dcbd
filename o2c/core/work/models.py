"""One queue over everything that has an owner and a due time."""

from datetime import time, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.access.roles import ROLE_NAMES
from o2c.core.fields import CurrencyField, MoneyField, Record, Versioned, history, money_constraints, one_of
from o2c.core.sentences import catalogue, kept_sentence
from o2c.core.work.rules import Clock, Hours


@history
class WorkQueue(Versioned):
    """Where work waits for somebody of a role. Its team's calendar and hours drive the clocks of its tasks."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    role = models.CharField(_("role"), max_length=40)
    calendar = models.CharField(_("holiday calendar"), max_length=10, default="FR", blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    opens_at = models.TimeField(_("opens"), default=time(9))
    closes_at = models.TimeField(_("closes"), default=time(18))

    class Meta:
        constraints = [CheckConstraint(name="workqueue_opens_before_it_closes", condition=Q(opens_at__lt=F("closes_at")))]

    def __str__(self) -> str:
        return str(ROLE_NAMES.get(self.role, self.code))

    @property
    def hours(self) -> Hours:
        return Hours(self.calendar, self.time_zone, self.opens_at, self.closes_at)


CLOSING_DAYS = [*range(-15, 0), *range(1, 16)]


class TaskTemplate(Record):
    """Words, queue and working time of a task that is given out again and again.

    `closing_day` makes it part of every month's end: -1 is the last working day of the month, 1 the first one after it.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what to do"), blank=True)
    queue = models.ForeignKey(WorkQueue, models.PROTECT, verbose_name=_("queue"))
    hours = models.PositiveSmallIntegerField(_("working hours to do it in"), default=8)
    closing_day = models.SmallIntegerField(_("working day of the month's end"), null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(name="tasktemplate_closing_day_near", condition=Q(closing_day=None) | Q(closing_day__in=CLOSING_DAYS)),
        ]

    def __str__(self) -> str:
        return self.name


class TaskState(models.TextChoices):
    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting for requester")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class Priority(models.IntegerChoices):
    NORMAL = 0, _("normal")
    HIGH = 1, _("high")
    URGENT = 2, _("urgent")


LIVE = Q(state__in=[TaskState.OPEN, TaskState.WAITING])


class Task(Record):
    """Something to do, with an owner or a queue. One at a time per kind and key (usually the object it is about).

    What a person put in has the title they gave; what a room put in has the code of its sentence with its values, which each
    reader sees in their language, and the title says it in English, for search and order.
    """

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=120)
    code = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what to do"), blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_label = models.CharField(_("record"), max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True)
    queue = models.ForeignKey(WorkQueue, models.PROTECT, null=True, verbose_name=_("queue"))
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="tasks", verbose_name=_("owner"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    value = MoneyField(_("value"), null=True)
    currency = CurrencyField(_("currency"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    due_at = models.DateTimeField(_("due"), null=True)
    clock_allowed = models.DurationField(null=True)
    clock_used = models.DurationField(default=timedelta)
    clock_since = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(_("asleep until"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            one_of("task", "state", TaskState),
            one_of("task", "priority", Priority),
            CheckConstraint(name="task_owner_or_queue", condition=Q(owner__isnull=False) | Q(queue__isnull=False)),
            CheckConstraint(
                name="task_value_with_currency", condition=Q(value=None, currency="") | (Q(value__isnull=False) & ~Q(currency=""))
            ),
            CheckConstraint(name="task_closed_when_it_ends", condition=(LIVE & Q(closed_at=None)) | (~LIVE & Q(closed_at__isnull=False))),
            CheckConstraint(name="task_asleep_with_reason", condition=Q(snoozed_until=None) | ~Q(reason="")),
            UniqueConstraint(name="task_one_per_object", fields=["kind", "key"], condition=LIVE),
            *money_constraints("task", "value"),
        ]
        indexes = [
            models.Index(name="task_my_work", fields=["owner", "due_at"], condition=LIVE),
            models.Index(name="task_of_queue", fields=["queue", "due_at"], condition=LIVE),
            models.Index(name="task_of_object", fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return kept_sentence(self.code, self.values) if self.code else self.title

    @property
    def in_words(self) -> dict[str, Any]:
        return {"code": self.code, "values": self.values} if self.code else {}

    @property
    def advice(self) -> str:
        """What to do: as a person wrote it, else the sentence `<code>_advice` of the room, if it has one."""
        advice = f"{self.code}_advice"
        return self.text or (kept_sentence(advice, self.values) if advice in catalogue() else "")

    def get_absolute_url(self) -> str:
        return reverse("task_detail", args=[self.public_id])

    @property
    def clock(self) -> Clock | None:
        """The service level's clock; None for a task that only has a due date."""
        return Clock(self.clock_allowed, self.clock_used, self.clock_since) if self.clock_allowed is not None else None

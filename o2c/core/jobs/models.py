"""Work that takes longer than a page: one row per run, with who asked, how far it is and who has it in hand."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record, one_of
from o2c.core.jobs.kinds import title_of

PATIENCE = timedelta(minutes=5)


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


LIVE = [JobState.QUEUED, JobState.RUNNING]


def with_the_broker() -> datetime:
    """Until when a queued job's message may be on its way."""
    return timezone.now() + PATIENCE


class Job(Record):
    """One run. `lease` is the token of the worker that has it; after `lease_until` the sweep looks for a new one.

    `cursor` says where to go on; it commits together with the chunk it stands for.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    cursor = models.JSONField(default=dict)
    processed = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    findings = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(default=with_the_broker)
    takes = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="job_once_at_a_time", fields=["kind", "key"], condition=Q(state__in=["queued", "running"])),
            CheckConstraint(name="job_running_has_a_lease", condition=Q(state="running", lease__isnull=False) | ~Q(state="running")),
            CheckConstraint(
                name="job_finished_is_dated",
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | Q(~Q(state__in=["queued", "running"]), finished_at__isnull=False),
            ),
            one_of("job", "state", JobState),
        ]
        indexes = [
            models.Index(name="job_live", fields=["lease_until"], condition=Q(state__in=["queued", "running"])),
            models.Index(name="job_of_the_night", fields=["day", "kind", "entity", "-id"]),
            models.Index(name="job_latest", fields=["-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job_detail", args=[self.public_id])

    @property
    def title(self) -> str:
        return title_of(self.kind)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def state_label(self) -> str:
        return str(self.get_state_display())

    @property
    def who(self) -> str:
        return str(self.requested_by)

    @property
    def result_url(self) -> str:
        """The result file, where the run left one."""
        return str(self.result.get("link", ""))

    @property
    def cancel_url(self) -> str:
        return "" if self.cancel_requested else reverse("job_cancel", args=[self.public_id])

    @property
    def percent(self) -> int | None:
        """How much of it is done, of a hundred; None while nobody knows the total."""
        return min(100, self.processed * 100 // self.total) if self.total else None

    @property
    def seconds(self) -> float | None:
        """How long it took, or has been running."""
        return ((self.finished_at or timezone.now()) - self.started_at).total_seconds() if self.started_at else None


class Night(Record):
    """The night of one entity has begun: its steps run as soon as nothing holds them up."""

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+")
    day = models.DateField()

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [UniqueConstraint(name="night_once", fields=["day", "entity"])]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.day}"

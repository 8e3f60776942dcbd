"""Who was screened, against what, with which configuration, and what came out: also when nothing came out."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact, Customer
from o2c.compliance.screening.engine import Subject
from o2c.compliance.screening.facts import subject_from
from o2c.compliance.watchlists.models import WatchlistEntry, WatchlistVersion
from o2c.core.fields import Record, append_only, one_of, only_these_move


class ConfigState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    RETIRED = "retired", _("replaced")
    DECLINED = "declined", _("declined")


class ScreeningConfig(Record):
    """Thresholds, weights and the lists left out, as one version. A second person makes it count, having seen its effect.

    `effect` compares it with the configuration that counted then, on a fixed sample of subjects.
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    config = models.JSONField()
    left_out = ArrayField(models.CharField(max_length=30), default=list, verbose_name=_("lists left out"))
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=ConfigState.choices, default=ConfigState.PROPOSED)
    effect = models.JSONField(null=True)
    decided_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        constraints = [
            one_of("screeningconfig", "state", ConfigState),
            UniqueConstraint(name="screeningconfig_one_active", fields=["state"], condition=Q(state="active")),
            CheckConstraint(name="screeningconfig_reason_given", condition=~Q(reason="")),
            CheckConstraint(name="screeningconfig_effect_seen", condition=~Q(state__in=["active", "retired"]) | Q(effect__isnull=False)),
            CheckConstraint(
                name="screeningconfig_two_people",
                condition=~Q(state__in=["active", "retired"]) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("created_by"))),
            ),
        ]
        triggers = only_these_move("screeningconfig", "state", "effect", "decided_by_id", "decided_at")

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("screening_config", args=[self.public_id])


class AskedScreening(Record):
    """Names somebody asked about, and what was answered against which versions: nobody becomes a customer by this."""

    asked = models.JSONField()
    answers = models.JSONField()
    versions = models.ManyToManyField(WatchlistVersion, related_name="+")
    engine_version = models.CharField(max_length=20)
    config_version = models.CharField(max_length=12)

    class Meta:
        triggers = append_only("askedscreening")

    def __str__(self) -> str:
        return str(self.public_id)


class EffectivenessProof(Record):
    """What the fixed set of made-up names came to with one engine, configuration and set of lists."""

    engine_version = models.CharField(max_length=20)
    config_version = models.CharField(max_length=12)
    against = ArrayField(models.CharField(max_length=64), default=list)
    alert_from = models.FloatField()
    recall = models.FloatField()
    false_alerts = models.FloatField()
    outcomes = models.JSONField()
    below = models.JSONField()

    class Meta:
        triggers = append_only("effectivenessproof")

    def __str__(self) -> str:
        return str(self.public_id)


class ScreenedSubject(models.Model):
    """A customer, or one of its contacts, in one state of the facts that take part in matching."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    facts = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="screenedsubject_once", fields=["customer", "contact", "fingerprint"], nulls_distinct=False),
        ]
        triggers = append_only("screenedsubject")

    def __str__(self) -> str:
        return str(self.facts["names"][0])

    def subject(self) -> Subject:
        """The facts as the engine takes them."""
        return subject_from(self.facts)


class RunKind(models.TextChoices):
    FULL = "full", _("all customers")
    DELTA = "delta", _("changed parties")
    SOME = "some", _("some customers")


class RunState(models.TextChoices):
    RUNNING = "running", _("running")
    DONE = "done", _("done")


class ScreeningRun(Record):
    """One pass over customers with one set of list versions and one configuration from beginning to end.

    A delta looks only at the parties that the version `changed` brought; it keeps a result only where something came out.
    """

    kind = models.CharField(_("what"), max_length=10, choices=RunKind.choices)
    key = models.CharField(max_length=120, unique=True)
    day = models.DateField(_("day"))
    versions = models.ManyToManyField(WatchlistVersion, related_name="runs", verbose_name=_("list versions"))
    changed = models.ForeignKey(WatchlistVersion, models.PROTECT, null=True, related_name="deltas", verbose_name=_("changed by"))
    engine_version = models.CharField(_("engine"), max_length=20)
    config_version = models.CharField(_("configuration"), max_length=12)
    config = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    customers = models.PositiveIntegerField(_("customers"), default=0)
    subjects = models.PositiveIntegerField(_("names screened"), default=0)
    hits = models.PositiveIntegerField(_("hits"), default=0)
    alerts = models.PositiveIntegerField(_("alerts opened"), default=0)
    suppressed = models.PositiveIntegerField(_("suppressed"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        constraints = [
            one_of("screeningrun", "kind", RunKind),
            one_of("screeningrun", "state", RunState),
            CheckConstraint(name="screeningrun_done_is_dated", condition=Q(state="running") | Q(finished_at__isnull=False)),
            CheckConstraint(name="screeningrun_delta_of_a_version", condition=Q(kind="delta") ^ Q(changed=None)),
        ]
        indexes = [models.Index(name="screeningrun_latest", fields=["-created_at", "-id"])]
        triggers = only_these_move("screeningrun", "state", "customers", "subjects", "hits", "alerts", "suppressed", "finished_at")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class RunPart(models.Model):
    """A range of customers of a run: behind `after`, up to `until`. Several workers each take a part.

    `cursor` is the last customer done; it moves in the transaction that wrote its results, and so do the counts.
    """

    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="parts")
    after = models.BigIntegerField()
    until = models.BigIntegerField()
    cursor = models.BigIntegerField()
    is_done = models.BooleanField(default=False)
    customers = models.PositiveIntegerField(default=0)
    subjects = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    alerts = models.PositiveIntegerField(default=0)
    suppressed = models.PositiveIntegerField(default=0)

    COUNTED: ClassVar[list[str]] = ["customers", "subjects", "hits", "alerts", "suppressed"]

    class Meta:
        constraints = [
            UniqueConstraint(name="runpart_once", fields=["run", "after"]),
            CheckConstraint(name="runpart_cursor_within", condition=Q(cursor__gte=F("after"), cursor__lte=F("until"))),
        ]
        indexes = [models.Index(name="runpart_open", fields=["run", "after"], condition=Q(is_done=False))]
        triggers = only_these_move("runpart", "cursor", "is_done", "customers", "subjects", "hits", "alerts", "suppressed")

    def __str__(self) -> str:
        return f"{self.run} {self.after}-{self.until}"


class Hit(models.Model):
    """A subject met a listed party, with the whole explanation. Kept once for as long as nothing changes on either side."""

    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="new_hits")
    subject = models.ForeignKey(ScreenedSubject, models.PROTECT, related_name="hits")
    entry = models.ForeignKey(WatchlistEntry, models.PROTECT, related_name="hits")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4)
    explanation = models.JSONField()
    engine_version = models.CharField(max_length=20)
    config_version = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="hit_once_per_run", fields=["run", "subject", "entry"]),
            CheckConstraint(name="hit_score_0_to_1", condition=Q(score__gte=0, score__lte=1)),
        ]
        indexes = [models.Index(name="hit_of_subject", fields=["subject", "entry", "-id"])]
        triggers = append_only("hit")

    def __str__(self) -> str:
        return f"{self.subject} / {self.entry} {self.score}"


class ScreeningResult(models.Model):
    """One subject in one run: the hits that held (by id) and the decisions that suppressed others (by id)."""

    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="results")
    subject = models.ForeignKey(ScreenedSubject, models.PROTECT, related_name="results")
    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    hits = ArrayField(models.BigIntegerField(), default=list)
    suppressed = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [UniqueConstraint(name="screeningresult_once", fields=["run", "subject", "day"])]
        indexes = [models.Index(name="screeningresult_latest", fields=["subject", "-day"])]
        triggers = append_only("screeningresult")

    def __str__(self) -> str:
        return f"{self.subject} {self.day}"

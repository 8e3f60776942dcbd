"""Playbooks: whom they are about, what must be done, who agrees, how long that holds; and the customers they flag."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.cases.rules import Detects
from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.fields import Record, Versioned, history, one_of


def several(label: Any, length: int = 12) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=length), default=list, blank=True, verbose_name=label)


@history
class Playbook(Versioned):
    """A special case: its rule, its steps in order (mandatory ones block the standard path), its approver, its days."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    types = several(_("customer types"))
    countries = several(_("countries"), 2)
    risk_classes = several(_("risk classes"))
    tiers = several(_("tiers"))
    mandatory = ArrayField(models.CharField(max_length=200), default=list, verbose_name=_("mandatory steps"))
    advised = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("advised steps"))
    approver = models.CharField(_("approver"), max_length=40, default="supervisor")
    valid_days = models.PositiveSmallIntegerField(_("holds for days"), default=365)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [
            CheckConstraint(name="playbook_detects_somebody", condition=~Q(types=[], countries=[], risk_classes=[], tiers=[])),
            CheckConstraint(name="playbook_has_steps", condition=Q(mandatory__len__gt=0)),
            CheckConstraint(name="playbook_holds_for_a_while", condition=Q(valid_days__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("playbook_detail", args=[self.public_id])

    @property
    def detects(self) -> Detects:
        return Detects(self.types, self.countries, self.risk_classes, self.tiers)


class SpecialState(models.TextChoices):
    OPEN = "open", _("steps open")
    APPROVAL = "approval", _("waiting for approval")
    DONE = "done", _("done")
    EXPIRED = "expired", _("expired")
    DROPPED = "dropped", _("no longer special")


STANDING = Q(state__in=["open", "approval", "done"])


@history
class SpecialCase(Versioned):
    """A customer a playbook is about. Until it is done (or after it expired) nothing is billed on the standard path."""

    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="cases", verbose_name=_("playbook"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="special_cases", verbose_name=_("customer"))
    state = models.CharField(_("state"), max_length=10, choices=SpecialState.choices, default=SpecialState.OPEN)
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))
    expires_on = models.DateField(_("holds until"), null=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="specialcase_once", fields=["playbook", "customer"], condition=STANDING),
            CheckConstraint(
                name="specialcase_done_is_approved", condition=~Q(state="done") | Q(approved_by__isnull=False, expires_on__isnull=False)
            ),
            one_of("specialcase", "state", SpecialState),
        ]
        indexes = [models.Index(name="specialcase_standing", fields=["customer"], condition=STANDING)]

    def __str__(self) -> str:
        return f"{self.playbook}: {self.customer.legal_name}"

    def get_absolute_url(self) -> str:
        return reverse("special_detail", args=[self.public_id])


class SpecialStep(Record):
    """One step of a special case, done by somebody or not."""

    special = models.ForeignKey(SpecialCase, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("step"), max_length=200)
    is_mandatory = models.BooleanField(_("mandatory"))
    done_at = models.DateTimeField(_("done at"), null=True)
    done_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="specialstep_once", fields=["special", "position"]),
            CheckConstraint(
                name="specialstep_done_by_somebody",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text

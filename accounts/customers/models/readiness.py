"""Whether a customer could be billed on each past day."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, through_customer
from o2c.core.fields import ends_after_start, one_at_a_time


class Readiness(models.Model):
    """One verdict and the days `[valid_from, valid_until)` on which the night came to it; a new row only when it changes."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="readiness")
    is_ready = models.BooleanField(_("ready for billing"))
    gaps = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("what is missing"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until before"), null=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            ends_after_start("readiness"),
            one_at_a_time("readiness_one_at_a_time", "customer"),
            UniqueConstraint(name="readiness_one_open", fields=["customer"], condition=Q(valid_until=None)),
            CheckConstraint(name="readiness_blocked_says_why", condition=Q(is_ready=True, gaps=[]) | (Q(is_ready=False) & ~Q(gaps=[]))),
        ]
        indexes = [models.Index(name="readiness_blocked", fields=["is_ready", "customer"], condition=Q(valid_until=None))]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.valid_from}"

    @property
    def verdict(self) -> str:
        return "ready" if self.is_ready else "blocked"

    def get_verdict_display(self) -> str:
        return gettext("ready") if self.is_ready else gettext("blocked")

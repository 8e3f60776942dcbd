"""Limits of policy with their dates: what is tolerated, written off, granted or dated back, from which day on."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, DateSpan, MoneyField, Versioned, history, one_of


class LimitState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")


@history
class Limit(Versioned):
    """One value of one limit, from `starts_on` until the day before `ends_on`; without an entity it holds for the house."""

    kind = models.CharField(_("limit"), max_length=60)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("our entity"))
    currency = CurrencyField(_("currency"), blank=True)
    value = MoneyField(_("value"))
    starts_on = models.DateField(_("from day"))
    ends_on = models.DateField(_("until day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LimitState.choices, default=LimitState.PROPOSED)
    reason = models.TextField(_("reason"))

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            one_of("limit", "state", LimitState),
            CheckConstraint(name="limit_not_negative", condition=Q(value__gte=0)),
            CheckConstraint(name="limit_days_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            ExclusionConstraint(
                name="limit_one_a_day",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (Coalesce(F("entity"), Value(0)), RangeOperators.EQUAL),
                    (F("currency"), RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state=LimitState.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value.normalize():f} {self.currency}".strip()

    def get_absolute_url(self) -> str:
        return reverse("limit_list")

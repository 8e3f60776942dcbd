"""Our legal entities and the months that are open for posting."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, Versioned, history, one_of


@history
class LegalEntity(Versioned):
    """A company of ours that issues invoices: owns number series, base currency, calendar and bank accounts."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("legal name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    client_company = models.CharField(_("client company"), max_length=80, blank=True)
    base_currency = CurrencyField(_("base currency"), default="EUR")
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    address = models.TextField(_("address"), blank=True)
    calendar = models.CharField(_("holiday calendar"), max_length=10, help_text=_("Country, or country-region: DE-BY"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    interest_regime = models.CharField(_("late-interest regime"), max_length=20, blank=True)
    retention_years = models.PositiveSmallIntegerField(_("retention in years"), default=10)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "pk", "region": "country"}

    class Meta:
        constraints = [CheckConstraint(name="legalentity_retention_positive", condition=Q(retention_years__gte=1))]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PeriodArea(models.TextChoices):
    BILLING = "billing", _("billing")
    CASH = "cash", _("cash")
    ALL = "all", _("all")


class PeriodState(models.TextChoices):
    OPEN = "open", _("open")
    SOFT = "soft", _("soft closed")
    CLOSED = "closed", _("closed")


@history
class FiscalPeriod(Versioned):
    """One month of one entity and area: only dates of an open month are posted."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="periods")
    area = models.CharField(max_length=10, choices=PeriodArea.choices, default=PeriodArea.ALL)
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=PeriodState.choices, default=PeriodState.OPEN)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+")

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="fiscalperiod_one_per_month", fields=["entity", "area", "month"]),
            CheckConstraint(name="fiscalperiod_first_of_month", condition=Q(month__day=1)),
            one_of("fiscalperiod", "state", PeriodState),
            one_of("fiscalperiod", "area", PeriodArea),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.area} {self.month:%Y-%m}"

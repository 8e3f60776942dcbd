"""Our legal entities and their bank accounts, the months that are open for posting, currencies and rates."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, Record, Versioned, append_only, history, one_of


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

    def get_absolute_url(self) -> str:
        return reverse("entity_detail", args=[self.public_id])


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
    """One month of one entity and area: only dates of an open month are posted. `for_import`: open only while history loads."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="periods")
    area = models.CharField(max_length=10, choices=PeriodArea.choices, default=PeriodArea.ALL)
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=PeriodState.choices, default=PeriodState.OPEN)
    for_import = models.BooleanField(default=False, editable=False)
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
        return f"{self.entity.code} {self.month:%Y-%m} {self.area}"

    def get_absolute_url(self) -> str:
        return reverse("period_list")


class Currency(models.Model):
    """A currency of ISO 4217 in use today, with the digits of its minor unit. Written by `sync_reference`."""

    code = CurrencyField(_("currency"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    digits = models.PositiveSmallIntegerField(_("digits"))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RatePurpose(models.TextChoices):
    BOOKING = "booking", _("booking")
    MONTH_END = "month_end", _("month end")
    INTEREST_REFERENCE = "interest_reference", _("interest reference")


class RateTable(models.Model):
    """Rates of one purpose against one base currency. Written by the first rate that is loaded."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=RatePurpose.choices)
    base = CurrencyField(_("base currency"))

    class Meta:
        constraints = [
            UniqueConstraint(name="ratetable_one_per_base", fields=["purpose", "base"]),
            one_of("ratetable", "purpose", RatePurpose),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.base}"


class Rate(Record):
    """Units of `code` for one unit of the table's base; for interest references, percent a year of the named rate.

    Never changed: a correction is a new row that supersedes the wrong one.
    """

    table = models.ForeignKey(RateTable, models.PROTECT, related_name="rates")
    code = models.CharField(_("currency or reference"), max_length=12)
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=12)
    source = models.CharField(_("source"), max_length=80)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta:
        constraints = [
            UniqueConstraint(name="rate_one_per_day", fields=["table", "code", "day"], condition=Q(supersedes=None)),
            CheckConstraint(name="rate_source_given", condition=~Q(source="")),
        ]
        triggers = append_only("rate")

    def __str__(self) -> str:
        return f"{self.table} {self.code} {self.day}"


class OwnAccountState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    CLOSED = "closed", _("closed")


@history
class OwnBankAccount(Versioned):
    """A bank account of ours: printed on invoices, used by refunds and direct debits, fed by statements."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="bank_accounts", verbose_name=_("legal entity"))
    name = models.CharField(_("name"), max_length=80)
    iban = models.CharField(_("IBAN"), max_length=34, unique=True)
    bic = models.CharField(_("BIC"), max_length=11)
    currency = CurrencyField(_("currency"))
    statement_format = models.CharField(_("statement format"), max_length=20, default="camt.053.001.08")
    payment_format = models.CharField(_("payment format"), max_length=20, default="pain.001.001.09")
    debit_format = models.CharField(_("direct debit format"), max_length=20, default="pain.008.001.08")
    state = models.CharField(_("state"), max_length=10, choices=OwnAccountState.choices, default=OwnAccountState.ACTIVE)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            one_of("ownbankaccount", "state", OwnAccountState),
            CheckConstraint(name="ownbankaccount_iban_compact", condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.iban[-4:]}"

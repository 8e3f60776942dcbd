"""What each customer owed on a day, computed once: the night takes it from the ledger, whoever reads it brings it up to date."""

from typing import ClassVar

from django.db import models
from django.db.models import F, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.core.fields import CurrencyField, MoneyField

LATE_BY_90 = F("d91_180") + F("d181_365") + F("over_365")
LATE = F("d1_30") + F("d31_60") + F("d61_90") + LATE_BY_90


class AgeingSnapshot(models.Model):
    """The receivables of an entity in a currency on a day. Everything recorded before `known_at` is in it.

    It stands for all customers of the entity, so who sees only some of them does not see it.
    """

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    currency = CurrencyField(_("currency"))
    day = models.DateField(_("day"))
    known_at = models.DateTimeField(_("known at"))

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity"}

    class Meta:
        constraints = [UniqueConstraint(name="ageingsnapshot_one_a_day", fields=["entity", "currency", "day"])]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.currency} {self.day}"


class CustomerStanding(models.Model):
    """A customer in a snapshot: amounts per bucket of days past due with their documents; credits are negative."""

    snapshot = models.ForeignKey(AgeingSnapshot, models.CASCADE, related_name="standings", db_index=False)
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="+", db_index=False)
    not_due = MoneyField()
    d1_30 = MoneyField()
    d31_60 = MoneyField()
    d61_90 = MoneyField()
    d91_180 = MoneyField()
    d181_365 = MoneyField()
    over_365 = MoneyField()
    credits = MoneyField()
    unapplied = MoneyField()
    due_soon = MoneyField()
    not_due_documents = models.IntegerField()
    d1_30_documents = models.IntegerField()
    d31_60_documents = models.IntegerField()
    d61_90_documents = models.IntegerField()
    d91_180_documents = models.IntegerField()
    d181_365_documents = models.IntegerField()
    over_365_documents = models.IntegerField()
    credits_documents = models.IntegerField()
    unapplied_documents = models.IntegerField()
    days_past_due = models.IntegerField(null=True)
    over_90 = models.GeneratedField(expression=LATE_BY_90, output_field=MoneyField(), db_persist=True)
    overdue = models.GeneratedField(expression=LATE, output_field=MoneyField(), db_persist=True)
    receivable = models.GeneratedField(expression=F("not_due") + LATE, output_field=MoneyField(), db_persist=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("snapshot__entity")

    class Meta:
        constraints = [UniqueConstraint(name="customerstanding_one_each", fields=["snapshot", "customer"])]
        indexes = [models.Index(name="customerstanding_board", fields=["snapshot", "-overdue", "-receivable"])]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.receivable}"


class SalesMonth(models.Model):
    """Net sales of a month up to the day of the snapshot; `recent` is the part of them in the 90 days that end on it."""

    snapshot = models.ForeignKey(AgeingSnapshot, models.CASCADE, related_name="months", db_index=False)
    month = models.DateField(_("month"))
    sales = MoneyField()
    recent = MoneyField()

    class Meta:
        constraints = [UniqueConstraint(name="salesmonth_one_each", fields=["snapshot", "month"])]

    def __str__(self) -> str:
        return f"{self.month} {self.sales}"

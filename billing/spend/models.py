"""What campaigns spent: delivery as the ad servers report it, one row per day and source, never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.billing.documents.models import DocumentLine
from o2c.core.acting import actor_id
from o2c.core.fields import CurrencyField, MoneyField, append_only, money_constraints


class SpendRecord(models.Model):
    """Spend of a campaign on a day. A correction is a new record that names the one it replaces."""

    source = models.CharField(_("source"), max_length=40)
    ext_id = models.CharField(_("external id"), max_length=80)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="spend", db_index=False, verbose_name=_("campaign"))
    service_date = models.DateField(_("service date"))
    units = models.DecimalField(_("units"), max_digits=20, decimal_places=4)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    third_party_units = models.DecimalField(_("units counted by a third party"), max_digits=20, decimal_places=4, null=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("corrects"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    recorded_by = models.ForeignKey("core.User", models.PROTECT, default=actor_id, related_name="+", db_index=False)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "campaign__advertiser__entities", "region": "campaign__advertiser__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="spendrecord_once", fields=["source", "ext_id"]),
            CheckConstraint(name="spendrecord_not_negative", condition=Q(amount__gte=0, units__gte=0)),
            CheckConstraint(name="spendrecord_named", condition=~Q(source="") & ~Q(ext_id="")),
            *money_constraints("spendrecord", "amount"),
        ]
        indexes = [models.Index(name="spendrecord_of_campaign", fields=["campaign", "service_date"])]
        triggers = append_only("spendrecord")

    def __str__(self) -> str:
        return f"{self.source} {self.ext_id}"


class SpendBilling(models.Model):
    """This spend was billed: the one fact that keeps it from being billed again.

    `amount` is what the record added to the bill. For the correction of a record that was billed already it is the difference,
    negative where a credit note gave it back.
    """

    spend = models.OneToOneField(SpendRecord, models.PROTECT, related_name="billing", verbose_name=_("spend"))
    document_line = models.ForeignKey(DocumentLine, models.PROTECT, related_name="spend", verbose_name=_("line of the document"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "spend__campaign__advertiser__entities", "region": "spend__campaign__advertiser__country"}

    class Meta:
        constraints = [*money_constraints("spendbilling", "amount")]
        triggers = append_only("spendbilling")

    def __str__(self) -> str:
        return f"{self.spend_id} {self.amount}"

"""What is advertised: campaigns, for whom, and under which insertion orders."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.fields import CurrencyField, FoldedField, MoneyField, Versioned, ends_after_start, history, money_constraints, one_of


class CampaignState(models.TextChoices):
    PLANNED = "planned", _("planned")
    LIVE = "live", _("live")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")
    CANCELLED = "cancelled", _("cancelled")


@history
class Campaign(Versioned):
    """One campaign of an advertiser, known to the delivery systems by `ext_id`. A test campaign spends a free budget until a day."""

    ext_id = models.CharField(_("external id"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    search_name = FoldedField(sources=["name", "ext_id"])
    advertiser = models.ForeignKey(Customer, models.PROTECT, related_name="campaigns", verbose_name=_("advertiser"))
    end_client = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("end client"))
    insertion_orders = models.ManyToManyField(InsertionOrder, related_name="campaigns", blank=True, verbose_name=_("insertion orders"))
    product = models.CharField(_("product"), max_length=60, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends before"), null=True, blank=True)
    currency = CurrencyField(_("currency"))
    is_test = models.BooleanField(_("test campaign"), default=False)
    test_budget = MoneyField(_("free test budget"), null=True, blank=True)
    test_ends_on = models.DateField(_("test ends before"), null=True, blank=True)
    converted_on = models.DateField(_("converted from a test on"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=CampaignState.choices, default=CampaignState.PLANNED)

    SCOPE: ClassVar[dict[str, str]] = through_customer("advertiser__entities", "advertiser")

    class Meta:
        constraints = [
            UniqueConstraint(name="campaign_ext_id_once", fields=["ext_id"]),
            ends_after_start("campaign", "starts_on", "ends_on"),
            CheckConstraint(name="campaign_ext_id_given", condition=~Q(ext_id="")),
            CheckConstraint(name="campaign_name_given", condition=~Q(name="")),
            CheckConstraint(
                name="campaign_test_is_limited",
                condition=Q(
                    is_test=True, test_budget__isnull=False, test_budget__gte=0, test_ends_on__isnull=False, test_ends_on__gt=F("starts_on")
                )
                | Q(is_test=False, test_budget=None, test_ends_on=None),
            ),
            CheckConstraint(name="campaign_converted_is_no_test", condition=Q(converted_on=None) | Q(is_test=False)),
            *money_constraints("campaign", "test_budget"),
            one_of("campaign", "state", CampaignState),
        ]
        indexes = [
            GinIndex(name="campaign_search", fields=["search_name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="campaign_list", fields=["-starts_on", "id"]),
            models.Index(name="campaign_by_name", fields=["search_name", "id"]),
            models.Index(name="campaign_of_advertiser", fields=["advertiser", "-starts_on"]),
            models.Index(name="campaign_open", fields=["starts_on", "id"], condition=Q(state__in=["planned", "live", "paused"])),
            models.Index(name="campaign_by_state", fields=["state", "-starts_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.ext_id} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("campaign_detail", args=[self.public_id])

"""What holds for a customer from a day on: its legal name, its tier, the roles it plays, and whose customer it is."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, CheckConstraint, F, Q, When
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, Tier, through_customer
from o2c.core.fields import Dated, ends_after_start, history, one_at_a_time, one_of


class RoleKind(models.TextChoices):
    ADVERTISER = "advertiser", _("advertiser")
    AGENCY = "agency", _("agency")
    RESELLER = "reseller", _("reseller")
    PAYER = "payer", _("payer")
    END_CLIENT = "end_client", _("end client")
    GROUP_PARENT = "group_parent", _("group parent")


@history
class CustomerName(Dated):
    """The legal name of these days. `Customer.legal_name` is today's."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="names")
    legal_name = models.CharField(_("legal name"), max_length=200)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            ends_after_start("customername"),
            one_at_a_time("customername_one_at_a_time", "customer"),
            CheckConstraint(name="customername_given", condition=~Q(legal_name="")),
        ]

    def __str__(self) -> str:
        return self.legal_name


@history
class CustomerTier(Dated):
    """The tier of these days, which sets the target times. `Customer.tier` is today's."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tiers")
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            ends_after_start("customertier"),
            one_at_a_time("customertier_one_at_a_time", "customer"),
            one_of("customertier", "tier", Tier),
        ]

    def __str__(self) -> str:
        return self.get_tier_display()


@history
class CustomerRole(Dated):
    """One part a customer plays for us. `Customer.type` is its main one."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=12, choices=RoleKind.choices)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            ends_after_start("customerrole"),
            one_at_a_time("customerrole_once", "customer", "role"),
            one_of("customerrole", "role", RoleKind),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


@history
class SalesOwner(Dated):
    """Whose customer it is in sales. `current` is that person while it lasts: what the sight of a sales person is limited to."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sales_owners")
    user = models.ForeignKey("core.User", models.PROTECT, related_name="+", verbose_name=_("sales owner"))
    current = models.GeneratedField(
        expression=Case(When(valid_until=None, then=F("user"))), output_field=models.BigIntegerField(null=True), db_persist=True
    )

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [ends_after_start("salesowner"), one_at_a_time("salesowner_one_at_a_time", "customer")]
        indexes = [models.Index(name="salesowner_current", fields=["current", "customer"])]

    def __str__(self) -> str:
        return str(self.user)

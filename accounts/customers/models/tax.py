"""Tax registrations and what the register answered about them."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, through_customer
from o2c.core.fields import Versioned, history, one_of


class TaxState(models.TextChoices):
    UNVERIFIED = "unverified", _("not verified")
    VALID = "valid", _("valid")
    INVALID = "invalid", _("invalid")
    UNREACHABLE = "unreachable", _("register not reachable")


@history
class TaxRegistration(Versioned):
    """One tax number in one country. The register has three answers; none of them is kept without its day."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tax_registrations")
    country = models.CharField(_("country"), max_length=2)
    number = models.CharField(_("tax number"), max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=TaxState.choices, default=TaxState.UNVERIFIED)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    consultation_no = models.CharField(_("consultation number"), max_length=40, blank=True)
    returned_name = models.CharField(_("name in the register"), max_length=200, blank=True)
    ended_on = models.DateField(_("given up on"), null=True, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="taxregistration_once", fields=["customer", "country", "number"]),
            CheckConstraint(name="taxregistration_answer_has_a_day", condition=Q(state="unverified") | Q(checked_at__isnull=False)),
            CheckConstraint(name="taxregistration_country_two_letters", condition=Q(country__regex=r"^[A-Z]{2}$")),
            one_of("taxregistration", "state", TaxState),
        ]
        indexes = [models.Index(name="taxregistration_by_number", fields=["number"])]

    def __str__(self) -> str:
        return self.number

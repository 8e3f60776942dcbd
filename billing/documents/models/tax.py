"""Standard rates of value added tax, by the country of the seller, with the days they hold."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Dated, ends_after_start, history, one_at_a_time


@history
class TaxRate(Dated):
    """The standard rate of a country on the days `[valid_from, valid_until)`."""

    country = models.CharField(_("country"), max_length=2)
    percent = models.DecimalField(_("percent"), max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            ends_after_start("taxrate"),
            one_at_a_time("taxrate_one_at_a_time", "country"),
            CheckConstraint(name="taxrate_country_two_letters", condition=Q(country__regex=r"^[A-Z]{2}$")),
            CheckConstraint(name="taxrate_in_percent", condition=Q(percent__gte=0, percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.percent.normalize():f} %"

    def get_absolute_url(self) -> str:
        return reverse("tax_rate_list")

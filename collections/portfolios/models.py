"""Portfolios: who chases which customers, from when to when."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.core.fields import Dated, Versioned, ends_after_start, history, one_at_a_time


@history
class Portfolio(Versioned):
    """A named set of customers with one collector."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    collector = models.ForeignKey("core.User", models.PROTECT, related_name="portfolios", verbose_name=_("collector"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country", "portfolio": "code"}

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('portfolio')}?portfolio={self.code}"


@history
class PortfolioMember(Dated):
    """A customer's place in a portfolio. A move ends one row and starts another, so the history stays.

    `current` is the portfolio's code while the place lasts: what a grant limited to a portfolio is compared with.
    """

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, to_field="code", related_name="members")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="portfolio_members")
    current = models.GeneratedField(
        expression=Case(When(valid_until=None, then=F("portfolio")), default=Value("")),
        output_field=models.CharField(max_length=40),
        db_persist=True,
    )

    class Meta:
        constraints = [ends_after_start("portfoliomember"), one_at_a_time("portfoliomember_one_at_a_time", "customer")]
        indexes = [models.Index(name="portfoliomember_current", fields=["current", "customer"])]

    def __str__(self) -> str:
        return f"{self.customer_id} in {self.portfolio_id}"

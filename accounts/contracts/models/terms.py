"""Payment terms: when an invoice falls due, what early payment earns, and what must be there to pay with."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.core.dates import EomMode
from o2c.core.fields import Versioned, history, one_of


class EndOfMonth(models.TextChoices):
    NONE = "none", _("net days")
    NET_THEN_EOM = "net_then_eom", _("net days, then end of month")
    EOM_THEN_NET = "eom_then_net", _("end of month, then net days")


class Means(models.TextChoices):
    ANY = "", _("any")
    DIRECT_DEBIT = "direct_debit", _("direct debit")
    CARD = "card", _("card")


@history
class PaymentTerm(Versioned):
    """When an invoice falls due, and what early payment earns."""

    code = models.CharField(_("code"), max_length=20)
    net_days = models.PositiveSmallIntegerField(_("net days"))
    eom_mode = models.CharField(_("end of month"), max_length=12, choices=EndOfMonth.choices, default=EndOfMonth.NONE)
    discount_percent = models.DecimalField(_("early payment discount in percent"), max_digits=5, decimal_places=2, default=0)
    discount_days = models.PositiveSmallIntegerField(_("discount within days"), default=0)
    means = models.CharField(_("paid by"), max_length=12, choices=Means.choices, default=Means.ANY, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="paymentterm_code_once", fields=["code"]),
            CheckConstraint(name="paymentterm_days_at_most_a_year", condition=Q(net_days__lte=365)),
            CheckConstraint(name="paymentterm_discount_below_all", condition=Q(discount_percent__gte=0, discount_percent__lt=100)),
            one_of("paymentterm", "eom_mode", EndOfMonth),
            one_of("paymentterm", "means", Means),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def mode(self) -> EomMode:
        """For `core.dates.due_date`."""
        match self.eom_mode:
            case "net_then_eom":
                return "net_then_eom"
            case "eom_then_net":
                return "eom_then_net"
            case _:
                return "none"

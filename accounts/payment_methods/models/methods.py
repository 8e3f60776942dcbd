"""Payment methods. Of a card we hold what the processor gave us in its place, never its number."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.fields import Versioned, history, one_of


class MethodKind(models.TextChoices):
    CARD = "card", _("card")
    SDD = "sdd", _("SEPA direct debit")
    TRANSFER = "transfer", _("bank transfer")
    CHEQUE = "cheque", _("cheque")


class MethodState(models.TextChoices):
    PENDING = "pending", _("pending")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class Rank(models.TextChoices):
    PRIMARY = "primary", _("primary")
    BACKUP = "backup", _("backup")


class CardAnswer(models.TextChoices):
    APPROVED = "approved", _("approved")
    SOFT = "soft_decline", _("declined, may be tried again")
    HARD = "hard_decline", _("declined for good")


@history
class PaymentMethod(Versioned):
    """One way a customer pays. `expires` is the first day of a card's last month."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="payment_methods", verbose_name=_("customer"))
    kind = models.CharField(_("kind"), max_length=10, choices=MethodKind.choices)
    rank = models.CharField(_("rank"), max_length=10, choices=Rank.choices, default=Rank.BACKUP)
    state = models.CharField(_("state"), max_length=10, choices=MethodState.choices, default=MethodState.ACTIVE)
    processor = models.CharField(_("processor"), max_length=40, blank=True)
    token = models.CharField(_("token"), max_length=100, blank=True, editable=False)
    brand = models.CharField(_("brand"), max_length=20, blank=True)
    last4 = models.CharField(_("last four digits"), max_length=4, blank=True)
    holder = models.CharField(_("card holder"), max_length=140, blank=True)
    expires = models.DateField(_("expires at the end of"), null=True, blank=True)
    answer = models.CharField(_("last authorisation"), max_length=14, choices=CardAnswer.choices, blank=True)
    answer_code = models.CharField(_("answer of the processor"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("last authorisation at"), null=True, editable=False)

    MASKED: ClassVar[set[str]] = {"token"}
    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="paymentmethod_one_primary", fields=["customer"], condition=Q(rank="primary") & ~Q(state="ended")),
            UniqueConstraint(name="paymentmethod_token_once", fields=["processor", "token"], condition=~Q(token="")),
            CheckConstraint(
                name="paymentmethod_card_has_token",
                condition=~Q(kind="card") | (~Q(token="") & ~Q(processor="") & Q(expires__isnull=False, last4__regex=r"^[0-9]{4}$")),
            ),
            CheckConstraint(name="paymentmethod_no_card_number", condition=~Q(token__regex=r"^[0-9][0-9 -]{11,}$")),  # noqa: S106
            one_of("paymentmethod", "kind", MethodKind),
            one_of("paymentmethod", "state", MethodState),
            one_of("paymentmethod", "rank", Rank),
            CheckConstraint(name="paymentmethod_answer_known", condition=Q(answer__in=["", *CardAnswer.values])),
        ]
        indexes = [models.Index(name="paymentmethod_expiring", fields=["expires"], condition=Q(state="active", kind="card"))]

    def __str__(self) -> str:
        if self.kind == MethodKind.CARD:
            return f"{self.brand} •••• {self.last4}"
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("payment_method_detail", args=[self.public_id])

"""What must be kept whatever the law's period: records of a customer about whom something is going on."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, through_customer
from o2c.core.fields import Versioned, history, one_of


class HoldKind(models.TextChoices):
    LEGAL = "legal", _("legal proceedings")
    DISPUTE = "dispute", _("dispute")
    AUDIT = "audit", _("tax audit or inquiry")


@history
class RecordsHold(Versioned):
    """Nothing of the customer is removed while this stands. It is ended by another person than the one who placed it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="records_holds", verbose_name=_("customer"))
    kind = models.CharField(_("why"), max_length=8, choices=HoldKind.choices)
    reason = models.CharField(_("reason"), max_length=300)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True, editable=False)
    ended_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("ended by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            one_of("recordshold", "kind", HoldKind),
            CheckConstraint(name="recordshold_reason_given", condition=~Q(reason="")),
            CheckConstraint(
                name="recordshold_ended_by_another",
                condition=Q(ended_at=None, ended_by=None)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_by=F("created_by")) & ~Q(end_reason="")),
            ),
        ]
        indexes = [models.Index(name="recordshold_standing", fields=["customer"], condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.customer}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("records_hold_list")

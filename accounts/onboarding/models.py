"""Onboardings: when a customer's began and ended, and when each of its steps was found done."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.fields import Record, Versioned, history


@history
class OnboardingCase(Versioned):
    """One onboarding of a customer; a customer that comes back is onboarded again."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="onboardings", verbose_name=_("customer"))
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("owner"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="onboardingcase_one_open", fields=["customer"], condition=Q(finished_at=None)),
            CheckConstraint(
                name="onboardingcase_finishes_after_start", condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at"))
            ),
        ]
        indexes = [models.Index(name="onboardingcase_open", fields=["started_at"], condition=Q(finished_at=None))]

    def __str__(self) -> str:
        return self.customer.legal_name

    def get_absolute_url(self) -> str:
        return reverse("onboarding_detail", args=[self.public_id])


class OnboardingStep(Record):
    """A step that was found done; it is open again when its record stops being valid before the onboarding ends."""

    case = models.ForeignKey(OnboardingCase, models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    done_at = models.DateTimeField(_("done"), null=True)
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("owner"))

    class Meta:
        constraints = [UniqueConstraint(name="onboardingstep_once", fields=["case", "code"])]

    def __str__(self) -> str:
        return self.code

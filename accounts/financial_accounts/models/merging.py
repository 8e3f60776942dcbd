"""Two accounts made one: what was redirected, so that it can be put back."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.accounts.financial_accounts.models.accounts import FinancialAccount
from o2c.core.fields import Versioned, history


@history
class AccountMerge(Versioned):
    """From a day on the survivor carries what the source carried. `moved` says which links, `evidence` why they are the same."""

    source = models.ForeignKey(FinancialAccount, models.PROTECT, related_name="merged_away", verbose_name=_("merged account"))
    survivor = models.ForeignKey(FinancialAccount, models.PROTECT, related_name="merged_in", verbose_name=_("surviving account"))
    merged_on = models.DateField(_("merged on"))
    reason = models.CharField(_("reason"), max_length=500)
    evidence = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    undo_until = models.DateField(_("can be undone until before"))
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)
    undone_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("undone by"))
    undo_reason = models.CharField(_("why it was undone"), max_length=500, blank=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("source__entity", "source__customer")

    class Meta:
        constraints = [
            UniqueConstraint(name="accountmerge_source_once", fields=["source"], condition=Q(undone_at=None)),
            CheckConstraint(name="accountmerge_not_into_itself", condition=~Q(source=F("survivor"))),
            CheckConstraint(name="accountmerge_says_why", condition=~Q(reason="")),
            CheckConstraint(name="accountmerge_undone_says_why", condition=Q(undone_at=None) | ~Q(undo_reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.source} \N{RIGHTWARDS ARROW} {self.survivor}"

    def get_absolute_url(self) -> str:
        return reverse("account_merge_detail", args=[self.public_id])

"""What may not go on with a customer, since when, and who ended it."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.fields import Record, one_of, only_these_move
from o2c.core.sentences import kept_sentence


class FreezeScope(models.TextChoices):
    ALL = "all", _("everything")
    BILL = "bill", _("invoices and credit notes")
    REFUND = "refund", _("refunds")
    ACCOUNT = "account", _("new accounts and activation")
    ORDER = "order", _("orders")
    NOTICE = "notice", _("notices")


class FreezeState(models.TextChoices):
    FROZEN = "frozen", _("frozen")
    PROPOSED = "release_proposed", _("release proposed")


class EndKind(models.TextChoices):
    RELEASED = "released", _("released by two")
    OVERRULED = "overruled", _("overruled by legal")


class Freeze(Record):
    """One stop. `alert` names the alert that caused it: such a freeze ends only with its alert.

    A release is proposed by one person and done by another; neither may have placed the freeze.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    with_group = models.BooleanField(_("and everything below it in the group"), default=False)
    scope = models.CharField(_("what is stopped"), max_length=10, choices=FreezeScope.choices, default=FreezeScope.ALL)
    reason = models.TextField(_("reason"))
    alert = models.UUIDField(_("alert"), null=True)
    end_proposed_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    end_proposed_at = models.DateTimeField(_("release proposed at"), null=True)
    end_reason = models.TextField(_("why it ended"), blank=True)
    end_kind = models.CharField(_("how it ended"), max_length=12, choices=EndKind.choices, blank=True)
    ended_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True)

    SCOPE = through_customer("customer__entities")

    class Meta:
        constraints = [
            one_of("freeze", "scope", FreezeScope),
            CheckConstraint(name="freeze_end_kind_known", condition=Q(end_kind__in=["", *EndKind.values])),
            CheckConstraint(name="freeze_reason_given", condition=~Q(reason="")),
            CheckConstraint(
                name="freeze_end_is_whole",
                condition=Q(ended_at=None, ended_by=None, end_kind="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_kind="") & ~Q(end_reason="")),
            ),
            CheckConstraint(name="freeze_not_ended_by_placer", condition=Q(ended_by=None) | ~Q(ended_by=F("created_by"))),
            CheckConstraint(
                name="freeze_released_by_two_others",
                condition=~Q(end_kind="released")
                | (Q(end_proposed_by__isnull=False) & ~Q(end_proposed_by=F("ended_by")) & ~Q(end_proposed_by=F("created_by"))),
            ),
        ]
        indexes = [models.Index(name="freeze_in_force", fields=["customer"], condition=Q(ended_at=None))]
        triggers = only_these_move("freeze", "end_proposed_by_id", "end_proposed_at", "end_reason", "end_kind", "ended_by_id", "ended_at")

    def __str__(self) -> str:
        return kept_sentence(**self.in_words)

    @property
    def in_words(self) -> dict[str, Any]:
        return {"code": "freeze_named", "values": {"customer": str(self.customer), "scope": {"code": f"scope:{self.scope}"}}}

    @property
    def state(self) -> str:
        """In one word: frozen, release_proposed, or how it ended."""
        return self.end_kind or (FreezeState.PROPOSED if self.end_proposed_by_id else FreezeState.FROZEN)

    def get_state_display(self) -> str:
        return self.get_end_kind_display() if self.end_kind else str(FreezeState(self.state).label)

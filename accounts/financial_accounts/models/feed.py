"""The feed of campaigns: what came in, what became of each line by itself, and what a person made of the exceptions."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models.control import BY_ENTITY
from o2c.accounts.customers.models import Customer, through_customer
from o2c.accounts.financial_accounts.models.accounts import FinancialAccount
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import Record, Versioned, history, one_of


@history
class ClientReference(Versioned):
    """Under which id a delivery system knows a customer."""

    source = models.CharField(_("source"), max_length=40)
    ext_id = models.CharField(_("client id there"), max_length=60)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="client_references", verbose_name=_("customer"))

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="clientreference_once", fields=["source", "ext_id"]),
            CheckConstraint(name="clientreference_ext_id_given", condition=~Q(ext_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.ext_id}"


class FeedRun(Record):
    """One file or call of a source."""

    source = models.CharField(_("source"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        constraints = [CheckConstraint(name="feedrun_source_given", condition=~Q(source=""))]
        indexes = [models.Index(name="feedrun_list", fields=["-created_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class FeedOutcome(models.TextChoices):
    WAITING = "", _("waiting")
    CREATED = "created", _("created")
    MATCHED = "matched", _("matched")
    REFUSED = "refused", pgettext_lazy("line of the feed", "refused")


class FeedState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    AUTOMATIC = "automatic", _("done by itself")
    OPEN = "open", _("to decide")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")


@history
class FeedLine(Versioned):
    """One campaign of a source, once: what came last, what became of it, and by which rule it was refused."""

    source = models.CharField(_("source"), max_length=40)
    ext_id = models.CharField(_("external id"), max_length=60)
    run = models.ForeignKey(FeedRun, models.PROTECT, related_name="lines", verbose_name=_("run"))
    row = models.PositiveIntegerField(_("row"))
    payload = models.JSONField()
    entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True, related_name="+", verbose_name=_("our entity"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=FeedOutcome.choices, default="", blank=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    values = models.JSONField(default=dict)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="+", verbose_name=_("campaign"))
    account = models.ForeignKey(FinancialAccount, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    state = models.CharField(_("state"), max_length=10, choices=FeedState.choices, default=FeedState.WAITING)
    decided_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decision = models.CharField(_("decision"), max_length=500, blank=True)

    SCOPE: ClassVar[dict[str, str]] = BY_ENTITY

    class Meta:
        constraints = [
            UniqueConstraint(name="feedline_once", fields=["source", "ext_id"]),
            CheckConstraint(name="feedline_refused_by_a_rule", condition=~Q(outcome="refused") | ~Q(rule="")),
            CheckConstraint(
                name="feedline_decided_by_somebody", condition=~Q(state__in=["confirmed", "corrected"]) | Q(decided_by__isnull=False)
            ),
            one_of("feedline", "outcome", FeedOutcome),
            one_of("feedline", "state", FeedState),
        ]
        indexes = [
            models.Index(name="feedline_of_run", fields=["run", "row"]),
            models.Index(name="feedline_by_state", fields=["state", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.ext_id}"

    def get_absolute_url(self) -> str:
        return reverse("feed_line_detail", args=[self.public_id])

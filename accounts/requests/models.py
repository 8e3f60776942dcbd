"""Changes somebody asks for: what is asked, what was said about it, and what was changed in the end."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Func, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.accounts.requests.rules import OPEN
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import FoldedField, Record, Versioned, append_only, history, one_of
from o2c.core.sentences import kept_sentence


class RequestState(models.TextChoices):
    NEW = "new", _("new")
    TRIAGED = "triaged", _("triaged")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING_REQUESTER = "waiting_requester", _("waiting for requester")
    WAITING_APPROVAL = "waiting_approval", _("waiting for approval")
    APPLIED = "applied", _("applied")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")


class Source(models.TextChoices):
    UI = "ui", _("form")
    API = "api", _("interface")
    CASE = "case", _("case")


class NextNumber(Func):
    """The next number of a request, from a sequence of the database."""

    template = "'R' || lpad(nextval('accounts_request_number')::text, 6, '0')"
    output_field = models.CharField()


LIVE = Q(state__in=OPEN)


@history
class ChangeRequest(Versioned):
    """One change that was asked for. `payload` holds what its kind asks; `applied` what the records said before and after."""

    number = models.CharField(_("number"), max_length=20, unique=True, db_default=NextNumber(), editable=False)
    search_name = FoldedField(sources=["title"])
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="change_requests", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    payload = models.JSONField(default=dict)
    reason = models.TextField(_("reason"))
    source = models.CharField(_("source"), max_length=6, choices=Source.choices, default=Source.UI, editable=False)
    cause_label = models.CharField(_("cause"), max_length=200, blank=True, editable=False)
    cause_url = models.CharField(max_length=200, blank=True, editable=False)
    requester = models.ForeignKey("core.User", models.PROTECT, related_name="+", verbose_name=_("asked by"))
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("owner"))
    state = models.CharField(_("state"), max_length=20, choices=RequestState.choices, default=RequestState.NEW)
    outcome = models.TextField(_("outcome"), blank=True)
    applied = models.JSONField(default=list)
    answered_at = models.DateTimeField(_("first answer"), null=True, editable=False)
    answered_within = models.DurationField(_("first answer within"), null=True, editable=False)
    reopened_at = models.DateTimeField(_("reopened"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            CheckConstraint(name="changerequest_says_why", condition=~Q(reason="")),
            CheckConstraint(
                name="changerequest_ended_has_a_moment",
                condition=(LIVE & Q(ended_at=None)) | (~LIVE & Q(ended_at__isnull=False)),
            ),
            CheckConstraint(
                name="changerequest_answer_is_measured",
                condition=Q(answered_at=None, answered_within=None) | Q(answered_at__isnull=False, answered_within__isnull=False),
            ),
            CheckConstraint(name="changerequest_refusal_says_why", condition=~Q(state__in=["rejected", "cancelled"]) | ~Q(outcome="")),
            one_of("changerequest", "state", RequestState),
            one_of("changerequest", "source", Source),
        ]
        indexes = [
            GinIndex(name="changerequest_search", fields=["search_name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="changerequest_by_state", fields=["state", "-created_at"]),
            models.Index(name="changerequest_of_customer", fields=["customer", "-created_at"]),
            models.Index(name="changerequest_latest", fields=["-created_at", "id"]),
        ]

    def __str__(self) -> str:
        return kept_sentence(**self.in_words)

    @property
    def in_words(self) -> dict[str, Any]:
        """Its number, kind and customer; `title` says kind and customer as the requester read them, for search."""
        about = self.title.partition(": ")[2]
        return {"code": "request_named", "values": {"number": self.number, "kind": {"code": f"kind:{self.kind}"}, "about": about}}

    def get_absolute_url(self) -> str:
        return reverse("request_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class RequestMessage(Record):
    """What somebody wrote in the thread of a request. `mentions` are the people called by name."""

    request = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="messages")
    text = models.TextField(_("message"))
    mentions = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [CheckConstraint(name="requestmessage_says_something", condition=~Q(text=""))]
        indexes = [models.Index(name="requestmessage_thread", fields=["request", "created_at", "id"])]
        triggers = append_only("requestmessage")

    def __str__(self) -> str:
        return self.text[:60]


@history
class ServiceLevel(Versioned):
    """How much working time of its team a kind of request may take, and whose queue it lies in."""

    kind = models.CharField(_("kind"), max_length=40)
    hours = models.PositiveSmallIntegerField(_("working hours"))
    queue = models.CharField(_("queue"), max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(name="servicelevel_once", fields=["kind"]),
            CheckConstraint(name="servicelevel_hours_given", condition=Q(hours__gt=0)),
        ]

    def __str__(self) -> str:
        return self.kind

    def get_absolute_url(self) -> str:
        return reverse("service_levels")

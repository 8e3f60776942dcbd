"""Complaints, claims and questions of customers, with everything that was said."""

import secrets
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Func, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.cases.rules import OPEN, reference
from o2c.accounts.customers.models import Customer, through_customer
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, FoldedField, MoneyField, Record, Versioned, append_only, history, money_constraints, one_of


class CaseKind(models.TextChoices):
    QUESTION = "question", _("question")
    COMPLAINT = "complaint", _("complaint")
    CLAIM = "claim", _("claim")


class CaseState(models.TextChoices):
    NEW = "new", _("new")
    TRIAGED = "triaged", _("triaged")
    RETURNED = "returned", _("returned")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING = "waiting_customer", _("waiting for customer")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")


class Category(models.TextChoices):
    BILLING = "billing", _("billing")
    PROBLEM = "problem", _("problem")
    TRAINING = "training", _("training")
    COMPLIANCE = "compliance", _("compliance")
    ESCALATION = "escalation", _("escalation")
    TOOL = "tool", _("tool")
    OFFER = "offer", _("offer")


class Channel(models.TextChoices):
    MAIL = "mail", _("e-mail")
    PHONE = "phone", _("phone")
    CHAT = "chat", _("chat")
    PORTAL = "portal", _("portal")
    LETTER = "letter", _("letter")


class Team(models.TextChoices):
    CLERK = "clerk", _("customer accounts")
    COLLECTOR = "collector", _("collections")
    FINANCE = "finance", _("finance")
    SALES = "sales_support", _("sales support")
    COMPLIANCE = "compliance_clerk", _("compliance")
    LEGAL = "legal", _("legal")
    SUPERVISOR = "supervisor", _("supervisors")


class Direction(models.TextChoices):
    IN = "in", _("from the customer")
    OUT = "out", _("to the customer")
    INTERNAL = "internal", _("among us")


class NextNumber(Func):
    """The next number of a case, from a sequence of the database."""

    template = "'K' || lpad(nextval('accounts_case_number')::text, 6, '0')"
    output_field = models.CharField()


def new_token() -> str:
    return secrets.token_hex(4)


LIVE = Q(state__in=OPEN)


@history
class CustomerCase(Versioned):
    """One matter of a customer. A claim also holds facts, analysis, decision and what we grant. `token` lets replies find it."""

    number = models.CharField(_("number"), max_length=20, unique=True, db_default=NextNumber(), editable=False)
    token = models.CharField(max_length=8, default=new_token, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind.choices, default=CaseKind.QUESTION)
    subject = models.CharField(_("subject"), max_length=200)
    search_name = FoldedField(sources=["subject"])
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    person = models.CharField(_("who turned to us"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices, blank=True)
    team = models.CharField(_("team"), max_length=20, choices=Team.choices, default=Team.CLERK)
    level = models.PositiveSmallIntegerField(_("level"), choices=[(1, _("first")), (2, _("second"))], default=1)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    documents = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("documents it is about"))
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("owner"))
    state = models.CharField(_("state"), max_length=20, choices=CaseState.choices, default=CaseState.NEW)
    triaged_at = models.DateTimeField(_("triaged at"), null=True, editable=False)
    misrouted = models.PositiveSmallIntegerField(_("times misrouted"), default=0, editable=False)
    reopened_at = models.DateTimeField(_("reopened"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    outcome = models.TextField(_("outcome"), blank=True)
    facts = models.TextField(_("facts"), blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    decision = models.TextField(_("decision"), blank=True)
    compensation = MoneyField(_("compensation"), null=True)
    currency = CurrencyField(_("currency"), blank=True)
    granted_at = models.DateTimeField(_("compensation granted"), null=True, editable=False)
    requests = models.ManyToManyField(ChangeRequest, related_name="cases", verbose_name=_("requests"))

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            CheckConstraint(
                name="customercase_ended_has_a_moment", condition=(LIVE & Q(ended_at=None)) | (~LIVE & Q(ended_at__isnull=False))
            ),
            CheckConstraint(name="customercase_resolved_says_how", condition=LIVE | ~Q(outcome="")),
            CheckConstraint(
                name="customercase_compensation_with_currency",
                condition=Q(compensation=None, currency="") | (Q(compensation__gt=0) & ~Q(currency="")),
            ),
            CheckConstraint(name="customercase_granted_has_amount", condition=Q(granted_at=None) | Q(compensation__isnull=False)),
            CheckConstraint(name="customercase_level_known", condition=Q(level__in=[1, 2])),
            CheckConstraint(name="customercase_category_known", condition=Q(category__in=["", *Category.values])),
            one_of("customercase", "kind", CaseKind),
            one_of("customercase", "state", CaseState),
            one_of("customercase", "channel", Channel),
            one_of("customercase", "team", Team),
            *money_constraints("customercase", "compensation"),
        ]
        indexes = [
            GinIndex(name="customercase_search", fields=["search_name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="customercase_by_state", fields=["state", "-created_at"]),
            models.Index(name="customercase_of_customer", fields=["customer", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("case_detail", args=[self.public_id])

    @property
    def reference(self) -> str:
        return reference(self.number, self.token)


class CaseMessage(Record):
    """What was said: by whom, in which direction, on which channel."""

    case = models.ForeignKey(CustomerCase, models.PROTECT, related_name="messages")
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    person = models.CharField(_("person"), max_length=200, blank=True)
    text = models.TextField(_("message"))
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(name="casemessage_says_something", condition=~Q(text="")),
            UniqueConstraint(name="casemessage_once", fields=["message_id"], condition=~Q(message_id="")),
            one_of("casemessage", "direction", Direction),
            one_of("casemessage", "channel", Channel),
        ]
        indexes = [models.Index(name="casemessage_thread", fields=["case", "created_at", "id"])]
        triggers = append_only("casemessage")

    def __str__(self) -> str:
        return self.text[:60]


@history
class CatalogueAnswer(Versioned):
    """A question that comes again and again, the answer to start from, and the team that knows more."""

    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    question = models.CharField(_("question"), max_length=200)
    language = models.CharField(_("language"), max_length=2, default="en")
    answer = models.TextField(_("answer"))
    team = models.CharField(_("team"), max_length=20, choices=Team.choices, default=Team.CLERK)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="catalogueanswer_once", fields=["question", "language"]),
            one_of("catalogueanswer", "category", Category),
            one_of("catalogueanswer", "team", Team),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("catalogue_edit", args=[self.public_id])

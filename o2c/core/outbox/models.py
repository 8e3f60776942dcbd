"""Everything that leaves a transaction: mail, letters, webhooks and events for the floors above."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record, Versioned, history, one_of
from o2c.core.sentences import words_of


class Channel(models.TextChoices):
    MAIL = "mail", _("mail")
    LETTER = "letter", _("letter")
    WEBHOOK = "webhook", _("webhook")
    EVENT = "event", _("event")


class OutboxState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("bounced")
    DEAD = "dead", _("given up")


@history
class Webhook(Versioned):
    """An address of another system that hears of our events. `secret` signs what we send there."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.URLField(_("address"), max_length=300)
    topics = ArrayField(models.CharField(max_length=80), verbose_name=_("events"))
    secret = models.CharField(max_length=64, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [CheckConstraint(name="webhook_hears_something", condition=Q(topics__len__gt=0))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhook_detail", args=[self.public_id])


class Outbox(Record):
    """One message, written in the transaction of the verb that caused it, delivered at least once by a worker.

    `next_try_at` is when the next worker may take it: the one that has it pushes it ahead. `handed_to` names the
    listeners of an event that are done with it, `rendered` is what the recipient was sent, word by word.
    """

    channel = models.CharField(max_length=10, choices=Channel.choices)
    topic = models.CharField(max_length=80)
    recipient = models.CharField(max_length=320, blank=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    webhook = models.ForeignKey(Webhook, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5, blank=True)
    rendered = models.JSONField(default=dict)
    handed_to = ArrayField(models.CharField(max_length=100), default=list)
    dedupe_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="outbox_once", fields=["channel", "dedupe_key"], condition=~Q(dedupe_key="")),
            one_of("outbox", "channel", Channel),
            one_of("outbox", "state", OutboxState),
        ]
        indexes = [
            models.Index(name="outbox_due", fields=["next_try_at", "id"], condition=Q(state="waiting")),
            models.Index(name="outbox_subject", fields=["subject_type", "subject_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {words_of(f'mail:{self.topic}') or self.topic} {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("outbox_detail", args=[self.public_id])


class Enclosure(models.Model):
    """A stored file that goes with a message, under this name."""

    message = models.ForeignKey(Outbox, models.PROTECT, related_name="enclosures")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [UniqueConstraint(name="enclosure_name_once", fields=["message", "name"])]

    def __str__(self) -> str:
        return self.name

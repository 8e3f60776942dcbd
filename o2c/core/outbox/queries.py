"""Messages, as an administrator or auditor reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from o2c.core.access.queries import scope
from o2c.core.outbox.models import Outbox, Webhook

if TYPE_CHECKING:
    from o2c.core.access.models import User


def messages(actor: User) -> QuerySet[Outbox]:
    """Everything that left or should leave the house, newest first."""
    return scope(Outbox.objects, actor, "core.view_outbox").order_by("-created_at", "-pk")


def deliveries(actor: User, hook: Webhook) -> QuerySet[Outbox]:
    """What another system was told, newest first, for those who may see the webhook."""
    known = webhooks(actor).filter(pk=hook.pk).values("pk")
    return Outbox.objects.filter(webhook__in=known).order_by("-created_at", "-pk")


def webhooks(actor: User) -> QuerySet[Webhook]:
    """The other systems that hear of our events."""
    return scope(Webhook.objects, actor, "core.view_webhooks").order_by("name", "pk")

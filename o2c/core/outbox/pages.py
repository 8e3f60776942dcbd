"""Pages of the messages: what left, what waits, what was given up."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.doors import access, who
from o2c.core.outbox import queries, services
from o2c.core.outbox.filters import OutboxFilter
from o2c.core.outbox.forms import WebhookForm
from o2c.core.outbox.models import Outbox
from o2c.core.outbox.tables import OutboxTable, WebhookTable
from o2c.core.pages import act, done, list_page, one, page, run
from o2c.core.pages.related import related
from o2c.core.sentences import words_of


@access("core.view_outbox")
def outbox_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, _within_reach(request), OutboxFilter, OutboxTable)


@access("core.view_outbox")
def outbox_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    message = one(_within_reach(request), public_id)
    crumbs = [(OutboxTable.title, reverse("outbox_list"))]
    return page(
        request,
        "core/outbox/detail.html",
        title=words_of(f"mail:{message.topic}") or message.topic,
        subject=message,
        message=message,
        facts=_facts(message),
        crumbs=crumbs,
    )


def _facts(message: Outbox) -> list[tuple[str, Any]]:
    return [
        (_("Channel"), message.get_channel_display()),
        (_("Recipient"), message.recipient),
        (_("Language"), message.language),
        (_("Tries"), message.tries),
        (_("Done by"), ", ".join(message.handed_to)),
        (_("Provider's id"), message.provider_id),
        (_("Last error"), message.error),
    ]


@access("core.redeliver")
def outbox_redeliver(request: HttpRequest, public_id: UUID) -> HttpResponse:
    message = one(_within_reach(request), public_id)
    return act(request, services.redeliver, message.pk, message=_("The message is on its way again."), to=message)


@access("core.view_webhooks")
def webhook_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.webhooks(who(request)), None, WebhookTable)


@access("core.create_webhook")
def webhook_new(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if hook := run(form, services.create_webhook, actor=who(request)):
        return done(request, _("The webhook hears of events from now on."), to=hook)
    return page(request, "layouts/form.html", form=form, title=_("New webhook"), submit=_("Create webhook"), cancel="webhook_list")


@access("core.view_webhooks")
def webhook_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    hook = one(queries.webhooks(who(request)), public_id)
    facts = [(_("Address"), hook.url), (_("Events"), ", ".join(hook.topics)), (_("Secret"), hook.secret)]
    deliveries = related(
        request,
        queries.deliveries(who(request), hook),
        OutboxTable.pick("topic", "state", "tries", "created_at", "sent_at", "error"),
        title=_("Deliveries"),
        everything=f"{reverse('outbox_list')}?webhook={hook.public_id}",
    )
    shown: dict[str, Any] = {
        "facts": facts,
        "deliveries": deliveries.content.decode(),
        "crumbs": [(WebhookTable.title, reverse("webhook_list"))],
    }
    return page(request, "core/outbox/webhook.html", title=hook.name, subject=hook, **shown)


@access("core.retire_webhook")
def webhook_retire(request: HttpRequest, public_id: UUID) -> HttpResponse:
    hook = one(queries.webhooks(who(request)), public_id)
    return act(request, services.retire_webhook, hook.pk, message=_("The webhook hears nothing any more."), to=hook)


def _within_reach(request: HttpRequest) -> QuerySet[Outbox]:
    return queries.messages(who(request))


urlpatterns = [
    path("outbox/", outbox_list, name="outbox_list"),
    path("outbox/<uuid:public_id>/", outbox_detail, name="outbox_detail"),
    path("outbox/<uuid:public_id>/redeliver/", outbox_redeliver, name="outbox_redeliver"),
    path("webhooks/", webhook_list, name="webhook_list"),
    path("webhooks/new/", webhook_new, name="webhook_new"),
    path("webhooks/<uuid:public_id>/", webhook_detail, name="webhook_detail"),
    path("webhooks/<uuid:public_id>/retire/", webhook_retire, name="webhook_retire"),
]

"""Pages of the messages: what left, what waits, what was given up."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.doors import access
from o2c.core.outbox import queries, services
from o2c.core.outbox.filters import OutboxFilter
from o2c.core.outbox.models import Outbox
from o2c.core.outbox.tables import OutboxTable
from o2c.core.pages.answers import act, one, page
from o2c.core.pages.listing import list_page


@access("core.view_outbox")
def outbox_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, _within_reach(request), OutboxFilter, OutboxTable)


@access("core.view_outbox")
def outbox_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    message = one(_within_reach(request), public_id)
    return page(request, "core/outbox/detail.html", title=message.topic, subject=message, message=message, facts=_facts(message))


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


def _within_reach(request: HttpRequest) -> Any:
    reader: Any = request.user
    return queries.messages(reader)


urlpatterns = [
    path("outbox/", outbox_list, name="outbox_list"),
    path("outbox/<uuid:public_id>/", outbox_detail, name="outbox_detail"),
    path("outbox/<uuid:public_id>/redeliver/", outbox_redeliver, name="outbox_redeliver"),
]

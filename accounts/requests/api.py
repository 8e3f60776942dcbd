"""REST's door to requests: sales support asks, follows and answers."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.accounts.requests import queries, services
from o2c.accounts.requests.filters import RequestFilter
from o2c.accounts.requests.kinds.registry import KINDS, title_of
from o2c.accounts.requests.models import ChangeRequest, RequestMessage, RequestState
from o2c.core.rest.endpoints import Endpoint, endpoints


class RequestShape(serializers.Serializer[ChangeRequest]):
    """A request as other systems see it. `due_at` is empty while the clock rests."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    customer = serializers.UUIDField(source="customer.public_id", default=None, allow_null=True)
    entity = serializers.CharField(source="entity.code")
    payload = serializers.DictField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(RequestState.choices)
    requester = serializers.CharField(source="requester.name")
    owner = serializers.CharField(source="owner.name", default=None, allow_null=True)
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    reopened_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    applied = serializers.ListField(child=serializers.DictField())


class _OfRequest(Endpoint):
    Output = RequestShape

    @property
    def rows(self) -> QuerySet[ChangeRequest]:
        return queries.request_list(self.actor, timezone.now())

    def answer(self, request: ChangeRequest, status: int = 200) -> Response:
        return self.shown(self.rows.get(pk=request.pk), status)


class RequestList(_OfRequest):
    """Requests, newest first; `?state=`, `?kind=`, `?customer=`, `?is_open=`, `?is_late=`, `?mine=` narrow them."""

    permission, Filter = queries.VIEW, RequestFilter

    def get(self) -> Response:
        return self.listed(self.rows)


class RequestFile(_OfRequest):
    """Ask for a change. What `payload` must hold for a kind, `/request-kinds` says."""

    permission = "accounts.file_request"

    class Input(serializers.Serializer[Any]):
        kind = serializers.CharField(max_length=40)
        customer = serializers.UUIDField(required=False, allow_null=True)
        entity = serializers.CharField(required=False, max_length=20)
        payload = serializers.DictField(required=False)
        reason = serializers.CharField(max_length=2000)

    def post(self) -> Response:
        given = self.input()
        asked, entity = given.get("customer"), given.get("entity")
        filed = services.file_request(
            kind=given["kind"],
            customer=self.chosen(customers(self.actor), "customer", asked) if asked else None,
            entity=self.chosen(entities_of(self.actor), "entity", entity, by="code") if entity else None,
            payload=given.get("payload", {}),
            reason=given["reason"],
            source="api",
            actor=self.actor,
        )
        return self.answer(filed, 201)


class RequestRead(_OfRequest):
    """One request with its state, owner, answer and due time."""

    permission = queries.VIEW

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(self.rows, public_id))


class RequestCorrect(_OfRequest):
    """Correct what was asked, based on the version that was read (`If-Match`); a closed request is refused."""

    permission = "accounts.edit_request"

    class Input(serializers.Serializer[Any]):
        payload = serializers.DictField(required=False)
        reason = serializers.CharField(max_length=2000, required=False)

    def patch(self, public_id: UUID) -> Response:
        found, given = self.one(queries.requests(self.actor), public_id), self.input()
        payload, reason = given.get("payload", found.payload), given.get("reason", "")
        services.edit_request(found.pk, payload=payload, reason=reason, version=self.version(), actor=self.actor)
        return self.answer(found)


class MessageShape(serializers.Serializer[RequestMessage]):
    id = serializers.UUIDField(source="public_id")
    text = serializers.CharField()
    author = serializers.CharField(source="created_by.name")
    created_at = serializers.DateTimeField()


class MessageList(Endpoint):
    """The thread of a request, in order."""

    permission, Output, many = queries.VIEW, MessageShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.thread(self.one(queries.requests(self.actor), public_id)))


class MessageWrite(Endpoint):
    """Write in the thread; while the request waits for its requester, their message lets it go on."""

    permission, Output = "accounts.write_message", MessageShape

    class Input(serializers.Serializer[Any]):
        text = serializers.CharField(max_length=5000)

    def post(self, public_id: UUID) -> Response:
        found = self.one(queries.requests(self.actor), public_id)
        message = services.write_message(found.pk, text=self.input()["text"], actor=self.actor)
        message.refresh_from_db()
        return self.created(message)


class _Step(_OfRequest):
    """A move of the requester."""

    def step(self, public_id: UUID, verb: Any) -> Response:
        found, given = self.one(queries.requests(self.actor), public_id), self.input()
        return self.answer(verb(found.pk, actor=self.actor, **given))


class WithReason(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class RequestCancel(_Step):
    """Take one's own request back."""

    permission, Input = "accounts.cancel_request", WithReason

    def post(self, public_id: UUID) -> Response:
        return self.step(public_id, services.cancel_request)


class RequestConfirm(_Step):
    """What was applied is right."""

    permission = "accounts.close_request"

    def post(self, public_id: UUID) -> Response:
        return self.step(public_id, services.close_request)


class RequestReopen(_Step):
    """What was applied is not right; possible once."""

    permission, Input = "accounts.reopen_request", WithReason

    def post(self, public_id: UUID) -> Response:
        return self.step(public_id, services.reopen_request)


class KindList(Endpoint):
    """Which changes can be asked for, and what each asks."""

    permission = queries.VIEW

    class Output(serializers.Serializer[Any]):
        kinds = serializers.ListField(child=serializers.DictField())

    def get(self) -> Response:
        rows = [
            {
                "code": kind.code,
                "title": title_of(kind.code),
                "for_customer": kind.for_customer,
                "fields": [
                    {"name": name, "label": str(field.label), "required": field.required}
                    for name, field in kind.payload.base_fields.items()
                ],
            }
            for kind in KINDS.values()
        ]
        return self.shown({"kinds": rows})


urlpatterns = [
    endpoints("requests", RequestList, RequestFile, name="api_requests"),
    endpoints("requests/<uuid:public_id>", RequestRead, RequestCorrect, name="api_request"),
    endpoints("requests/<uuid:public_id>/messages", MessageList, MessageWrite, name="api_request_messages"),
    endpoints("requests/<uuid:public_id>/cancel", RequestCancel, name="api_request_cancel"),
    endpoints("requests/<uuid:public_id>/confirm", RequestConfirm, name="api_request_confirm"),
    endpoints("requests/<uuid:public_id>/reopen", RequestReopen, name="api_request_reopen"),
    endpoints("request-kinds", KindList, name="api_request_kinds"),
]

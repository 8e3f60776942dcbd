"""The OpenAPI description, read from the endpoints' own shapes."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from o2c.core.rest.endpoints import Endpoint
from o2c.core.rest.paging import KeysetPaging


class Refusal(serializers.Serializer):  # type: ignore[type-arg]
    """The one shape of every refusal."""

    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    values = serializers.DictField()


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a token is sent."""

    target_class = "o2c.core.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class EndpointSchema(AutoSchema):
    """Describes an address method by method. A list is an endpoint with `many = True` or a `Filter`, in pages unless `paged = False`."""

    @property
    def endpoint(self) -> type[Endpoint]:
        found: type[Endpoint] = getattr(self.view, "by_method")[self.method]  # noqa: B009  (set by `endpoints`)
        return found

    def get_request_serializer(self) -> Any:
        return self.endpoint.Input if self.method != "GET" else None

    def get_response_serializers(self) -> Any:
        status = 201 if self.method == "POST" else 200
        refusals = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}
        return {status: self.endpoint.Output(many=self._is_list_view()), **refusals}

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.method == "GET" and getattr(self.endpoint, "many", self.endpoint.Filter is not None)

    def _get_paginator(self) -> Any:
        return KeysetPaging() if self._is_list_view() and getattr(self.endpoint, "paged", True) else None

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:
        """Each endpoint has an `Input` and an `Output` of its own: AgeingReadOutput, CampaignCreateInput."""
        shape = getattr(serializer, "child", serializer)  # the shape of one row where a list of them is described
        return str(type(shape).__qualname__.replace(".", "").replace("<locals>", ""))

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        if self.method == "POST":
            return [
                OpenApiParameter("Idempotency-Key", str, "header", required=True, description="8 to 200 characters, new for each request.")
            ]
        if self.method == "PATCH":
            return [OpenApiParameter("If-Match", str, "header", required=True, description="The ETag that was read.")]
        return [OpenApiParameter(name, str) for name in (self.endpoint.Filter.base_filters if self.endpoint.Filter else ())]

    def get_summary(self) -> str:
        """The first statement of the endpoint about itself, else its name in words."""
        told = (self.endpoint.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        named = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.endpoint.__name__).capitalize()
        return " ".join(told.split()).split(". ")[0].split("; ")[0].rstrip(".") or named

    def get_description(self) -> str:  # type: ignore[override]
        return f"{(self.endpoint.__doc__ or '').strip()}\n\nPermission: `{self.endpoint.permission}`."

    def get_operation_id(self) -> str:
        return self.endpoint.__name__

    def get_tags(self) -> list[str]:
        return [self.endpoint.__module__.split(".")[1]]

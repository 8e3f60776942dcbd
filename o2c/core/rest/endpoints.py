"""REST's door: one class per endpoint, its input and output shapes beside it, several of them at one address."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404
from django.urls import URLPattern, path
from django_filters import FilterSet
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from o2c.core.acting import door, through
from o2c.core.cards import refuse_card_numbers
from o2c.core.doors import has_nul
from o2c.core.errors import BusinessError
from o2c.core.rest.idempotency import Once, once
from o2c.core.rest.paging import KeysetPaging

if TYPE_CHECKING:
    from o2c.core.access.models import User

METHODS = ("get", "post", "patch", "put", "delete")
PAGING = ("cursor", "page_size", "format")


class Endpoint:
    """One method at one address: its permission, its `Input` and `Output`, and one method named `get`, `post` or `patch`.

    `Filter` is the django-filter set of a list. The method calls one query or one verb and answers through
    `listed`, `shown` or `created`.
    """

    permission: ClassVar[str]
    Input: ClassVar[type[serializers.Serializer[Any]]] = serializers.Serializer
    Output: ClassVar[type[serializers.Serializer[Any]]]
    Filter: ClassVar[type[FilterSet] | None] = None

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def actor(self) -> "User":
        """Whose token it is: nobody comes in without one."""
        return cast("User", self.request.user)

    def input(self) -> dict[str, Any]:
        """The body as typed values; every wrong one is named in the refusal. A PATCH may leave anything out.

        Raises BusinessError "card_number", "field_unknown" (a misspelt field must not get lost).
        """
        told = self._told()
        refuse_card_numbers(told)
        shape = self.Input(data=told, partial=self.request.method == "PATCH")
        if isinstance(told, Mapping) and (unknown := sorted(told.keys() - shape.fields.keys())):
            raise BusinessError("field_unknown", field=unknown[0], name=unknown[0], known=", ".join(shape.fields))
        shape.is_valid(raise_exception=True)
        return dict(shape.validated_data)

    def _told(self) -> Any:
        """The body as it came. A NUL, which no text of the database can hold, and nesting without end make it unreadable."""
        if b"\\u0000" in self.request.body:
            raise exceptions.ParseError("NUL")
        try:
            return self.request.data
        except RecursionError:
            raise exceptions.ParseError("nested too deep") from None

    def version(self) -> int:
        """The version the caller read (`If-Match`). Raises BusinessError "if_match_missing"."""
        tag = self.request.headers.get("If-Match", "").removeprefix("W/").strip('"')
        if not tag.isdecimal():
            raise BusinessError("if_match_missing", field="If-Match")
        return int(tag)

    def one(self, rows: QuerySet[Any], public_id: uuid.UUID) -> Any:
        row = rows.filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return row

    def chosen(self, rows: QuerySet[Any], field: str, value: Any, by: str = "public_id") -> Any:
        """The row that the body names in `field`. Raises BusinessError "reference_unknown"."""
        row = rows.filter(**{by: value}).first()
        if row is None:
            raise BusinessError("reference_unknown", field=field, value=str(value))
        return row

    def listed(self, rows: QuerySet[Any]) -> Response:
        """One page of the rows that pass the filter, in the order of the query. Raises BusinessError "filter_unknown"."""
        known = [*(self.Filter.base_filters if self.Filter else ()), *PAGING]
        if unknown := sorted(self.request.query_params.keys() - set(known)):
            raise BusinessError("filter_unknown", field=unknown[0], name=unknown[0], known=", ".join(known))
        if self.Filter:
            filtered = self.Filter(self.request.query_params, queryset=rows, request=self.request)
            if not filtered.form.is_valid():
                raise exceptions.ValidationError(_told(filtered.form))
            rows = filtered.qs
        paging = KeysetPaging()
        page = paging.paginate_queryset(rows, self.request)
        return paging.get_paginated_response(self.Output(page, many=True).data)

    def shown(self, row: Any, status: int = 200) -> Response:
        version = getattr(row, "version", None)
        return Response(self.Output(row).data, status=status, headers={"ETag": f'"{version}"'} if version else None)

    def created(self, row: Any) -> Response:
        return self.shown(row, 201)


def _told(form: BaseForm) -> dict[str, list[exceptions.ErrorDetail]]:
    """The errors of a filter as DRF words the errors of a body."""
    return {
        name: [exceptions.ErrorDetail(error["message"], error["code"] or "invalid") for error in errors]
        for name, errors in form.errors.get_json_data().items()
    }


class Address(APIView):
    """All endpoints of one address. Made by `endpoints(...)`."""

    by_method: ClassVar[dict[str, type[Endpoint]]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if has_nul(request._request):  # the address: the body is read, and refused, by its endpoint
            raise exceptions.ParseError("NUL")
        endpoint = self.by_method.get(str(request.method))
        if endpoint is None:
            raise exceptions.MethodNotAllowed(str(request.method))
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        within = request.auth is None or endpoint.permission in getattr(request.auth, "scopes", ())
        if not (within and request.user.may(endpoint.permission)):
            raise PermissionDenied(endpoint.permission)

    def carry_out(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        endpoint = self.by_method[str(request.method)](request)
        act = getattr(endpoint, str(request.method).lower())
        if request.method != "POST":
            with through("api", request_id=door().request_id):
                response: Response = act(*args, **kwargs)
                return response
        return self._once(once(request), act, *args, **kwargs)

    def _once(self, key: Once, act: Any, *args: Any, **kwargs: Any) -> Response:
        if earlier := key.earlier_answer():
            return earlier
        with through("api", request_id=door().request_id, idempotency=key):
            response: Response = act(*args, **kwargs)
        key.keep(response)
        return response

    get = post = patch = put = delete = carry_out


def endpoints(route: str, *classes: type[Endpoint], name: str) -> URLPattern:
    """One address with its endpoints: `endpoints("customers", CustomerList, CustomerCreate, name="api_customers")`."""
    by_method = {method.upper(): found for found in classes for method in METHODS if hasattr(found, method)}
    facts = {"by_method": by_method, "http_method_names": [*map(str.lower, by_method), "options"], "__doc__": classes[0].__doc__}
    address: type[Address] = type(classes[0].__name__, (Address,), facts)
    view: Any = address.as_view()
    view.access = frozenset(endpoint.permission for endpoint in classes)
    return path(route, view, name=name)  # type: ignore[no-any-return]

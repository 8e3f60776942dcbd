"""The one shape of every refusal: `{"code", "message", "field", "values"}`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from rest_framework import exceptions
from rest_framework.response import Response

from o2c.core.errors import BusinessError
from o2c.core.plain import plain
from o2c.core.sentences import sentence


def refusal(status: int, code: str, field: str | None = None, **values: Any) -> Response:
    body = {"code": code, "message": sentence(code, values), "field": field, "values": plain(values)}
    return Response(body, status=status)


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error we expect in one shape; the rest crashes loudly."""
    match error:
        case BusinessError():
            return refusal(error.status, error.code, error.field, **error.values)
        case exceptions.ValidationError():
            response = refusal(422, "invalid")
            response.data["errors"] = list(flat(error.get_full_details()))
            return response
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            response = refusal(401, "not_signed_in")
            response["WWW-Authenticate"] = "Bearer"
            return response
        case PermissionDenied() | exceptions.PermissionDenied():
            return refusal(403, "not_allowed", permission=str(error))
        case Http404() | exceptions.NotFound():
            return refusal(404, "not_found")
        case exceptions.MethodNotAllowed():
            return refusal(405, "method_not_allowed", method=context["request"].method)
        case exceptions.Throttled():
            return refusal(429, "too_many_requests", seconds=int(getattr(error, "wait", None) or 1))
        case exceptions.APIException():
            return refusal(error.status_code, "not_readable", detail=str(error.detail))
    return None


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that is no page: a system is answered in the one shape, a person with the page that says so."""
    if request.path.startswith("/api/"):
        return JsonResponse(refusal(404, "not_found").data, status=404)
    return page_not_found(request, exception)


def flat(details: Any, path: str = "") -> Any:
    """DRF's nested details as rows of field, code and message."""
    match details:
        case {"message": message, "code": code}:
            yield {"field": path or None, "code": str(code), "message": str(message)}
        case dict():
            for name, part in details.items():
                yield from flat(part, name if name == "non_field_errors" and not path else f"{path}.{name}".lstrip("."))
        case list():
            for part in details:
                yield from flat(part, path)

"""The API's own description: the OpenAPI file and a page to read and try it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated

from o2c.core.doors import access
from o2c.core.rest.authentication import TokenAuthentication

DOCS_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'self'; base-uri 'self'"
)
_docs = SpectacularSwaggerSplitView.as_view(url_name="api_schema")


@access.login
def docs(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = _docs(request)
    response.headers["Content-Security-Policy"] = DOCS_POLICY
    return response


# For people who are signed in and for systems with a token: the view itself asks for either.
_description: Any = SpectacularAPIView.as_view(
    authentication_classes=[TokenAuthentication, SessionAuthentication], permission_classes=[IsAuthenticated], schema=None
)
_description.access = "login"


urlpatterns = [
    path("api/schema/", _description, name="api_schema"),
    path("api/docs/", docs, name="api_docs"),
]

"""The API's own description: the OpenAPI file and a page to read and try it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from o2c.core.doors import access

DOCS_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'self'; base-uri 'self'"
)
_docs = SpectacularSwaggerSplitView.as_view(url_name="api_schema")


@access.login
def docs(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = _docs(request)
    response.headers["Content-Security-Policy"] = DOCS_POLICY
    return response


urlpatterns = [
    path("api/schema/", access.login(SpectacularAPIView.as_view(authentication_classes=[], schema=None)), name="api_schema"),
    path("api/docs/", docs, name="api_docs"),
]

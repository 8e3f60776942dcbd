"""Looking at a letter: the stored PDF itself, inside a page of ours."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from o2c.core.doors import access, who
from o2c.core.files import queries
from o2c.core.files.storage import open_stored


@access.login
def letter(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A PDF attachment the reader may see, to be shown by the browser itself; only pages of ours may frame it."""
    attachment = queries.downloadable(who(request), public_id)
    if attachment is None or attachment.file.mime != "application/pdf":
        raise Http404("No such letter within reach")
    content = open_stored(attachment.file)
    response = FileResponse(content, filename=attachment.name, content_type=attachment.file.mime)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    return response


urlpatterns = [path("letters/<uuid:public_id>/", letter, name="letter")]

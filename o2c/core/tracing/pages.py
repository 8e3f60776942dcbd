"""One page for every record on the way of the money: where it came from, and where it went."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.doors import access, who
from o2c.core.pages import page
from o2c.core.tracing import queries

VIEW = "core.view_trace"


@access(VIEW)
def trace(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    walk = queries.walk(who(request), code, public_id)
    start = walk.start
    title = _("Trace of %(record)s") % {"record": start.node.label}
    return page(
        request, "core/trace/walk.html", title=title, walk=walk, most=queries.MOST_OF_A_KIND, crumbs=[(start.node.label, start.node.url)]
    )


urlpatterns = [path("trace/<str:code>/<uuid:public_id>/", trace, name="trace")]

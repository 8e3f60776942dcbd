"""The kit's own addresses: search, counts in the top bar, saved views, columns."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.doors import access, ours
from o2c.core.pages import jump as jumps
from o2c.core.pages import kit, menu, services
from o2c.core.pages.answers import act, page


@access.login
def jump(request: HttpRequest) -> HttpResponse:
    """Hits for the search box; Enter on a single hit opens it."""
    text = request.GET.get("q", "")
    hits = jumps.hits(request.user, text)
    if request.headers.get("HX-Request"):
        return render(request, "core/pages/_hits.html", {"hits": hits, "text": text})
    if len(hits) == 1:
        return redirect(hits[0].url)
    return page(request, "core/pages/jump.html", title=_("Search"), hits=hits, text=text)


@access.login
def indicators(request: HttpRequest) -> HttpResponse:
    return render(request, "core/pages/_indicators.html", {"indicators": menu.indicators(request.user)})


@access.login
def save_view(request: HttpRequest) -> HttpResponse:
    view = {"name": request.POST.get("name", ""), "query": request.POST.get("query", ""), "shared": "shared" in request.POST}
    return act(request, services.save_view, request.POST.get("listing", ""), message=_("View saved."), to=_next(request), **view)


@access.login
def remove_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return act(request, services.remove_view, public_id, message=_("View removed."), to=_next(request))


@access.login
def choose_columns(request: HttpRequest) -> HttpResponse:
    names = request.POST.getlist("column")
    listing = request.POST.get("listing", "")
    return act(request, services.choose_columns, listing, names=names, message=_("Columns chosen."), to=_next(request))


def _next(request: HttpRequest) -> str:
    return ours(request, request.POST.get("next", "/"))


urlpatterns = [
    path("jump/", jump, name="jump"),
    path("indicators/", indicators, name="indicators"),
    path("views/save/", save_view, name="save_view"),
    path("views/<uuid:public_id>/remove/", remove_view, name="remove_view"),
    path("views/columns/", choose_columns, name="choose_columns"),
    *(kit.urlpatterns if settings.DEBUG else []),
]

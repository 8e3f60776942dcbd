"""Absences: who stands in for whom, with the note of what they must know."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access import queries
from o2c.core.access.filters import CoverFilter
from o2c.core.access.forms import CoverForm, CoverForOtherForm, ReasonForm
from o2c.core.access.services import covers
from o2c.core.access.tables import CoverTable
from o2c.core.doors import access, who
from o2c.core.pages.answers import done, one, page, run
from o2c.core.pages.listing import list_page

FORM = "core/access/cover_form.html"


@access("core.arrange_cover")
def cover_list(request: HttpRequest) -> HttpResponseBase:
    others = who(request).may("core.arrange_cover_for")
    return list_page(request, queries.covers(who(request)), CoverFilter, CoverTable, template="core/access/covers.html", others=others)


@access("core.arrange_cover")
def cover_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cover = one(queries.covers(who(request)), public_id)
    return page(
        request, "core/access/cover_detail.html", title=str(cover), subject=cover, crumbs=[(CoverTable.title, reverse("cover_list"))]
    )


@access("core.arrange_cover")
def cover_new(request: HttpRequest) -> HttpResponse:
    form = CoverForm(request.POST or None)
    if cover := run(form, covers.arrange_cover, actor=who(request)):
        return done(request, _("%(person)s stands in for you.") % {"person": cover.by}, to=cover)
    return page(request, FORM, title=_("Arrange my cover"), form=form, submit=_("Arrange cover"))


@access("core.arrange_cover_for")
def cover_new_for(request: HttpRequest) -> HttpResponse:
    form = CoverForOtherForm(request.POST or None)
    if cover := run(form, covers.arrange_cover_for, actor=who(request)):
        return done(request, _("Cover arranged."), to=cover)
    return page(request, FORM, title=_("Arrange cover for somebody"), form=form, submit=_("Arrange cover"))


@access("core.cancel_cover")
def cover_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cover = one(queries.covers(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, covers.cancel_cover, cover.pk, actor=who(request)):
        return done(request, _("Cover cancelled."), to=cover)
    title = _("Cancel the cover “%(cover)s”") % {"cover": cover}
    return page(request, FORM, title=title, form=form, submit=_("Cancel cover"), cancel=cover.get_absolute_url())


urlpatterns = [
    path("covers/", cover_list, name="cover_list"),
    path("covers/new/", cover_new, name="cover_new"),
    path("covers/new/for/", cover_new_for, name="cover_new_for"),
    path("covers/<uuid:public_id>/", cover_detail, name="cover_detail"),
    path("covers/<uuid:public_id>/cancel/", cover_cancel, name="cover_cancel"),
]

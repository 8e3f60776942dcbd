"""Pages of the freezes room: who is stopped, stopping somebody, and the release by two."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.freezes import queries, services
from o2c.compliance.freezes.filters import FreezeFilter
from o2c.compliance.freezes.forms import FreezeForm, ReasonForm
from o2c.compliance.freezes.tables import FreezeTable
from o2c.core.doors import Request, access
from o2c.core.pages import act, done, list_page, one, page, run


@access(queries.VIEW)
def freezes(request: Request) -> HttpResponseBase:
    return list_page(request, queries.freezes(request.user), FreezeFilter, FreezeTable)


@access(queries.VIEW)
def detail(request: Request, public_id: UUID) -> HttpResponse:
    freeze = one(queries.freezes(request.user), public_id)
    crumbs = [(_("Freezes"), reverse("freezes"))]
    return page(request, "compliance/freezes/detail.html", freeze=freeze, subject=freeze, title=str(freeze), crumbs=crumbs)


@access("compliance.place_freeze")
def place(request: Request) -> HttpResponse:
    form = FreezeForm(request.POST or None, initial={"number": request.GET.get("customer", "")})
    if freeze := run(form, services.place_freeze, actor=request.user):
        return done(request, _("Freeze placed."), to=reverse("freeze_detail", args=[freeze.public_id]))
    return page(request, "layouts/form.html", form=form, title=_("Place a freeze"), submit=_("Place the freeze"), cancel=reverse("freezes"))


@access("compliance.propose_freeze_release")
def propose(request: Request, public_id: UUID) -> HttpResponse:
    freeze = one(queries.freezes(request.user), public_id)
    form, here = ReasonForm(request.POST or None), reverse("freeze_detail", args=[public_id])
    if run(form, services.propose_freeze_release, freeze.pk, actor=request.user):
        return done(request, _("Release proposed; another person releases it."), to=here)
    return page(request, "layouts/form.html", form=form, title=_("Propose to release a freeze"), submit=_("Propose release"), cancel=here)


@access("compliance.release_freeze")
def release(request: Request, public_id: UUID) -> HttpResponse:
    freeze = one(queries.freezes(request.user), public_id)
    here = reverse("freeze_detail", args=[public_id])
    return act(request, services.release_freeze, freeze.pk, message=_("Freeze released."), to=here)


urlpatterns = [
    path("freezes/", freezes, name="freezes"),
    path("freezes/new/", place, name="freeze_place"),
    path("freezes/<uuid:public_id>/", detail, name="freeze_detail"),
    path("freezes/<uuid:public_id>/propose-release/", propose, name="freeze_propose_release"),
    path("freezes/<uuid:public_id>/release/", release, name="freeze_release"),
]

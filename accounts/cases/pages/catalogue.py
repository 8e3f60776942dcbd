"""Ready answers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.cases import queries
from o2c.accounts.cases.forms import CatalogueEditForm, CatalogueForm
from o2c.accounts.cases.services import catalogue
from o2c.accounts.cases.tables import CatalogueFilter, CatalogueTable
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run

FIELDS = ["category", "question", "language", "answer", "team", "is_active", "version"]


@access("accounts.view_cases")
def catalogue_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.catalogue(), CatalogueFilter, CatalogueTable)


@access("accounts.add_answer")
def catalogue_new(request: HttpRequest) -> HttpResponse:
    form = CatalogueForm(request.POST or None)
    if run(form, catalogue.add_answer, actor=who(request)):
        return done(request, _("Answer entered."), to="catalogue_list")
    return _form(request, _("New answer"), form)


@access("accounts.edit_answer")
def catalogue_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    answer = one(queries.catalogue(), public_id)
    form = CatalogueEditForm(request.POST or None, initial={name: getattr(answer, name) for name in FIELDS})
    if run(form, catalogue.edit_answer, answer.pk, actor=who(request)):
        return done(request, _("Answer saved."), to="catalogue_list")
    return _form(request, answer.question, form)


def _form(request: HttpRequest, title: str, form: Any) -> HttpResponse:
    crumbs = [(_("Ready answers"), reverse("catalogue_list"))]
    return page(request, "layouts/form.html", title=title, form=form, submit=_("Save answer"), cancel="catalogue_list", crumbs=crumbs)


urlpatterns = [
    path("ready-answers/", catalogue_list, name="catalogue_list"),
    path("ready-answers/new/", catalogue_new, name="catalogue_new"),
    path("ready-answers/<uuid:public_id>/", catalogue_edit, name="catalogue_edit"),
]

"""A list, a form and a button over saved views, so that the kit is tested before any floor stands on it."""

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path

from o2c.core.doors import access
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.pages import (
    AmountField,
    BuiltInView,
    BulkAction,
    Column,
    Create,
    FilterSet,
    Form,
    Table,
    act,
    done,
    kit,
    list_page,
    one,
    page,
    run,
)
from o2c.core.pages.models import SavedView
from o2c.core.verbs import lock_one, verb


@verb("tests.rename_view")
def rename_view(pk: int, *, name: str, actor: Any, version: int | None = None, amount: Any = None) -> SavedView:
    view = lock_one(SavedView.objects, pk)
    if name == "taken":
        raise BusinessError("savedview_one_name_per_owner", field="name")
    if version is not None and version != len(view.query):
        raise Conflict("changed_since")
    view.name = name
    view.save(update_fields=["name"])
    return view


@verb("tests.share_view")
def share_view(pk: int, *, actor: Any) -> SavedView:
    view = lock_one(SavedView.objects, pk)
    if view.shared:
        raise BusinessError("view_not_yours")
    view.shared = True
    view.save(update_fields=["shared"])
    return view


class ViewFilter(FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    shared = django_filters.BooleanFilter(label="Shared")

    class Meta(FilterSet.Meta):
        model = SavedView
        fields = ["q", "shared"]


class ViewTable(Table):
    title = "Views"
    order = ["name"]
    columns = [
        Column("name", "Name", "link", sort="name", narrow=True, url=lambda row: f"/kit/{row.public_id}/"),
        Column("owner__name", "Owner", sort="owner__name"),
        Column("created_at", "Made", "moment", sort="created_at"),
        Column("loud", "Loud"),
        Column("query", "Filter", shown=False),
    ]
    views = [BuiltInView("Shared ones", "shared=true")]
    actions = [BulkAction("share", "Share views", share_view)]
    create = Create("New view", "kit_list", "tests.share_view")


class EntityTable(Table):
    title = "Entities"
    columns = [Column("code", "Code"), Column("pk", "Weight", "money", total=True, currency="base_currency")]


class NameForm(Form):
    name = forms.CharField(label="Name", max_length=60, help_text="Short.")
    amount = AmountField(label="Amount", currency="EUR", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@access.login
def listing(request: HttpRequest) -> HttpResponseBase:
    loud = Concat("name", Value("!"), output_field=TextField())
    rows = SavedView.objects.filter(listing="test").annotate(loud=loud).select_related("owner")
    return list_page(request, rows, ViewFilter, ViewTable)


@access.login
def entities(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, LegalEntity.objects.order_by("code"), None, EntityTable)


@access.login
def rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    view = one(SavedView.objects.filter(listing="test"), public_id)
    form = NameForm(request.POST or None, initial={"name": view.name, "version": len(view.query)})
    if run(form, rename_view, view.pk, actor=request.user):
        return done(request, "View renamed.", to="/kit/list/")
    return page(
        request, "layouts/form.html", title="Rename", form=form, subject=view, cancel="/kit/list/", crumbs=[("Views", "/kit/list/")]
    )


@access.login
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    view = one(SavedView.objects.filter(listing="test"), public_id)
    return act(request, share_view, view.pk, message="Shared.", to="/kit/list/")


@access.login
def stray(request: HttpRequest) -> HttpResponse:
    raise Conflict("wrong_state", state="open", wanted="paid")


urlpatterns = [
    path("kit/list/", listing, name="kit_list"),
    path("kit/entities/", entities, name="kit_entities"),
    path("kit/stray/", stray, name="kit_stray"),
    path("kit/<uuid:public_id>/", rename, name="kit_rename"),
    path("kit/<uuid:public_id>/share/", share, name="kit_share"),
    *kit.urlpatterns,
    path("", include("o2c.urls")),
]

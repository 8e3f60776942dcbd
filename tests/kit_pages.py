"""A list of saved views, so that the kit can be tested before any floor stands on it."""

import django_filters
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from o2c.core.doors import access
from o2c.core.pages import BuiltInView, Column, FilterSet, Table, list_page
from o2c.core.pages.models import SavedView


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
        Column("name", "Name", "text", sort="name", narrow=True),
        Column("owner__name", "Owner", sort="owner__name"),
        Column("created_at", "Made", "moment", sort="created_at"),
        Column("query", "Filter", shown=False),
    ]
    views = [BuiltInView("Shared ones", "shared=true")]


@access.login
def listing(request: HttpRequest) -> HttpResponse:
    return list_page(request, SavedView.objects.filter(listing="test"), ViewFilter, ViewTable)


urlpatterns = [path("kit/list/", listing, name="kit_list"), path("", include("o2c.urls"))]

"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("o2c.compliance.watchlists.pages")),
]

api_urlpatterns: list[URLPattern | URLResolver] = []

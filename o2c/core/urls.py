"""Addresses of the ground floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.core.pages import pages
from o2c.core.rest import pages as rest

urlpatterns: list[URLPattern | URLResolver] = [*pages.urlpatterns, *rest.urlpatterns]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = []

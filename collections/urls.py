"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.collections.contact import pages as contact

urlpatterns: list[URLPattern | URLResolver] = [*contact.urlpatterns]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = []

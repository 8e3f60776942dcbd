"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = []

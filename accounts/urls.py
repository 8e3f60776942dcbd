"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.accounts.customers.pages import urlpatterns as customers

urlpatterns: list[URLPattern | URLResolver] = [*customers]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = []

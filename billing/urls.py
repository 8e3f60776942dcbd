"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.billing.ledger import api as ledger_api

urlpatterns: list[URLPattern | URLResolver] = []

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [*ledger_api.urlpatterns]

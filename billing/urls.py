"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.billing.documents import pages as documents
from o2c.billing.ledger import api as ledger_api
from o2c.billing.ledger import pages as ledger

urlpatterns: list[URLPattern | URLResolver] = [*ledger.urlpatterns, *documents.urlpatterns]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [*ledger_api.urlpatterns]

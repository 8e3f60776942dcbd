"""Addresses: each floor includes the pages and endpoints of its rooms."""

from django.urls import include, path

from o2c.accounts import urls as accounts
from o2c.billing import urls as billing
from o2c.collections import urls as collections
from o2c.compliance import urls as compliance
from o2c.core import urls as core
from o2c.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include(core)),
    path("accounts/", include(accounts)),
    path("billing/", include(billing)),
    path("collections/", include(collections)),
    path("compliance/", include(compliance)),
    *[path("api/v1/", include(floor.api_urlpatterns)) for floor in (core, accounts, billing, collections, compliance)],
]

handler404 = "o2c.core.rest.answers.nothing_here"

"""Addresses: each floor includes its rooms."""

from django.urls import include, path

from o2c.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("o2c.core.urls")),
    path("accounts/", include("o2c.accounts.urls")),
    path("billing/", include("o2c.billing.urls")),
    path("collections/", include("o2c.collections.urls")),
    path("compliance/", include("o2c.compliance.urls")),
]

"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("o2c.compliance.watchlists.pages")),
    path("", include("o2c.compliance.screening.pages")),
    path("", include("o2c.compliance.freezes.pages")),
    path("", include("o2c.compliance.alerts.pages")),
    path("", include("o2c.compliance.kyc.pages")),
    path("", include("o2c.compliance.embargo.pages")),
    path("", include("o2c.compliance.assurance.pages")),
]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("o2c.compliance.screening.api")),
    path("", include("o2c.compliance.alerts.api")),
]

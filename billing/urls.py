"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.billing.controls import api as controls_api
from o2c.billing.controls import pages as controls
from o2c.billing.corrections import api as corrections_api
from o2c.billing.corrections import pages as corrections
from o2c.billing.documents import api as documents_api
from o2c.billing.documents import pages as documents
from o2c.billing.invoicing import api as invoicing_api
from o2c.billing.invoicing import pages as invoicing
from o2c.billing.journal_export import api as journal_export_api
from o2c.billing.journal_export import pages as journal_export
from o2c.billing.ledger import api as ledger_api
from o2c.billing.ledger import pages as ledger
from o2c.billing.refunds import api as refunds_api
from o2c.billing.refunds import pages as refunds
from o2c.billing.spend import api as spend_api
from o2c.billing.spend import pages as spend

urlpatterns: list[URLPattern | URLResolver] = [
    *ledger.urlpatterns,
    *journal_export.urlpatterns,
    *documents.urlpatterns,
    *spend.urlpatterns,
    *controls.urlpatterns,
    *invoicing.urlpatterns,
    *corrections.urlpatterns,
    *refunds.urlpatterns,
]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [
    *controls_api.urlpatterns,
    *corrections_api.urlpatterns,
    *documents_api.urlpatterns,
    *invoicing_api.urlpatterns,
    *ledger_api.urlpatterns,
    *journal_export_api.urlpatterns,
    *refunds_api.urlpatterns,
    *spend_api.urlpatterns,
]

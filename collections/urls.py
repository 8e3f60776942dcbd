"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.collections.cash.cheques import api as cheques_api
from o2c.collections.cash.cheques import pages as cheques
from o2c.collections.cash.coding import pages as coding
from o2c.collections.cash.desk import pages as desk
from o2c.collections.cash.mappings import pages as mappings
from o2c.collections.cash.matching import api as matching_api
from o2c.collections.cash.matching import asking_pages as asking
from o2c.collections.cash.matching import pages as matching
from o2c.collections.cash.receipts import pages as receipts
from o2c.collections.cash.remittances import api as remittances_api
from o2c.collections.cash.remittances import pages as remittances
from o2c.collections.cash.returns import pages as returns
from o2c.collections.cash.review import pages as review
from o2c.collections.cash.sameday import pages as sameday
from o2c.collections.cash.statements import api as statements_api
from o2c.collections.cash.statements import pages as statements
from o2c.collections.contact import pages as contact
from o2c.collections.insights import pages as insights
from o2c.collections.portfolios import pages as portfolios

urlpatterns: list[URLPattern | URLResolver] = [
    *insights.urlpatterns,
    *portfolios.urlpatterns,
    *contact.urlpatterns,
    *desk.urlpatterns,
    *sameday.urlpatterns,
    *matching.urlpatterns,
    *asking.urlpatterns,
    *receipts.urlpatterns,
    *cheques.urlpatterns,
    *remittances.urlpatterns,
    *mappings.urlpatterns,
    *statements.urlpatterns,
    *coding.urlpatterns,
    *returns.urlpatterns,
    *review.urlpatterns,
]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [
    *matching_api.urlpatterns,
    *cheques_api.urlpatterns,
    *remittances_api.urlpatterns,
    *statements_api.urlpatterns,
]

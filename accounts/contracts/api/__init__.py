"""REST's door to contracts and purchase orders."""

from o2c.accounts.contracts.api import contracts, purchase_orders

urlpatterns = [*contracts.urlpatterns, *purchase_orders.urlpatterns]

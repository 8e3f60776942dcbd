"""The browser's door to contracts and their control, orders, prices and our own rules."""

from o2c.accounts.contracts.pages import contracts, control, orders, policies, prices, purchase_orders

urlpatterns = [
    *control.urlpatterns,
    *prices.urlpatterns,
    *policies.urlpatterns,
    *purchase_orders.urlpatterns,
    *contracts.urlpatterns,
    *orders.urlpatterns,
]

"""The browser's door to contracts and insertion orders."""

from o2c.accounts.contracts.pages import contracts, orders

urlpatterns = [*contracts.urlpatterns, *orders.urlpatterns]

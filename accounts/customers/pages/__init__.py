"""The browser's door to customers."""

from o2c.accounts.customers.pages import belongings, customers

urlpatterns = [*customers.urlpatterns, *belongings.urlpatterns]

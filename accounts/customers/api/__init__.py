"""REST's door to customers and everything that belongs to them."""

from o2c.accounts.customers.api import belongings, customers, service

urlpatterns = [*customers.urlpatterns, *belongings.urlpatterns, *service.urlpatterns]

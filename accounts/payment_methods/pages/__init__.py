"""The browser's door to payment methods."""

from o2c.accounts.payment_methods.pages import mandates, methods, registrations

urlpatterns = [*mandates.urlpatterns, *methods.urlpatterns, *registrations.urlpatterns]

"""Pages of corrections: the cases, and the credits that billing runs ask for."""

from o2c.billing.corrections.pages import cases, spend

urlpatterns = [*cases.urlpatterns, *spend.urlpatterns]

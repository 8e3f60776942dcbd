"""Pages of legal entities, months, rates, bank accounts of ours and holidays."""

from o2c.core.entities.pages import accounts, entities, periods, rates, setup

urlpatterns = [*entities.urlpatterns, *periods.urlpatterns, *rates.urlpatterns, *accounts.urlpatterns, *setup.urlpatterns]

"""The browser's door to financial accounts."""

from o2c.accounts.financial_accounts.pages import accounts, links, profiles

urlpatterns = [*links.urlpatterns, *profiles.urlpatterns, *accounts.urlpatterns]

"""The browser's door to financial accounts, the feed that opens them and the merges that tidy them up."""

from o2c.accounts.financial_accounts.pages import accounts, feed, links, merging, parties, profiles

urlpatterns = [
    *links.urlpatterns,
    *feed.urlpatterns,
    *parties.urlpatterns,
    *profiles.urlpatterns,
    *merging.urlpatterns,
    *accounts.urlpatterns,
]

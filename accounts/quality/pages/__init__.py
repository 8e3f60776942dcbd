"""The quality room in the browser."""

from o2c.accounts.quality.pages import board, issues, merging

urlpatterns = [*board.urlpatterns, *issues.urlpatterns, *merging.urlpatterns]

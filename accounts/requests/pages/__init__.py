"""The browser's door to requests."""

from o2c.accounts.requests.pages import board, filing, working

urlpatterns = [*board.urlpatterns, *filing.urlpatterns, *working.urlpatterns]

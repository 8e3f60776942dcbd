"""The controls room in the browser."""

from o2c.billing.controls.pages import board, exceptions

urlpatterns = [*board.urlpatterns, *exceptions.urlpatterns]

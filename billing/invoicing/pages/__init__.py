"""The browser's door to billing runs."""

from o2c.billing.invoicing.pages import contents, panels, runs, unbilled

urlpatterns = [*runs.urlpatterns, *contents.urlpatterns, *panels.urlpatterns, *unbilled.urlpatterns]

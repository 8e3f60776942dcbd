"""The browser's door to cases, ready answers and playbooks."""

from o2c.accounts.cases.pages import acting, cases, catalogue, playbooks

urlpatterns = [*cases.urlpatterns, *acting.urlpatterns, *catalogue.urlpatterns, *playbooks.urlpatterns]

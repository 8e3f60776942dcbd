"""The browser's door to people: signing in, what is one's own, users and their rights, covers, reports."""

from o2c.core.access import oidc
from o2c.core.access.pages import covers, grants, home, own, passwords, reports, sign_in, tokens, users

urlpatterns = [
    *home.urlpatterns,
    *sign_in.urlpatterns,
    *oidc.urlpatterns,
    *passwords.urlpatterns,
    *own.urlpatterns,
    *users.urlpatterns,
    *grants.urlpatterns,
    *covers.urlpatterns,
    *reports.urlpatterns,
    *tokens.urlpatterns,
]

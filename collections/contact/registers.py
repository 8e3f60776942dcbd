"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.collections.contact.queries import REQUEST
from o2c.collections.contact.services import STATEMENT
from o2c.core.jobs.kinds import kind
from o2c.core.pages import panels

kind(STATEMENT, _("Statement of account"))
panels.add("accounts.customer", _("Statements of account"), "customer_statements", permission=REQUEST, order=70)

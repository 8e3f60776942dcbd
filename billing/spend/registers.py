"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.spend import traced
from o2c.billing.spend.queries import VIEW
from o2c.core.pages import menu

menu.add("billing", _("Spend"), "spend_list", VIEW, order=40)
TRACED = traced  # importing it registers what lies on the way of the money

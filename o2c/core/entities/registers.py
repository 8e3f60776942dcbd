"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.entities.queries import entities_at_hand
from o2c.core.entities.reference import sync_currencies
from o2c.core.pages import menu, panels, reach
from o2c.core.reference import reference

reference("currencies", sync_currencies)
reach.limit("core.legalentity", entities_at_hand)

menu.add("core", _("Legal entities"), "entity_list", "core.view_entities", order=60)
menu.add("core", _("Months"), "period_list", "core.view_entities", order=61)
menu.add("core", _("Rates"), "rate_list", "core.view_entities", order=62)
menu.add("core", _("Our bank accounts"), "own_account_list", "core.view_entities", order=63)
panels.add("home", _("Set up"), "home_setup", permission="core.create_entity", order=5)

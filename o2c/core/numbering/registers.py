"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import menu

menu.add("core", _("Number series"), "number_series", "core.view_number_series", order=64)

"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.compliance.freezes.queries import VIEW
from o2c.core.audit import restricted
from o2c.core.pages import menu

restricted.register("compliance.freeze", VIEW)
menu.add("compliance", _("Freezes"), "freezes", VIEW, order=20)

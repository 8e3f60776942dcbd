"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.compliance.assurance.queries import VIEW
from o2c.core.pages import menu

menu.add("compliance", _("What auditors ask"), "assurance", VIEW, order=60)

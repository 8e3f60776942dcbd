"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.statements.services import IMPORT
from o2c.core.jobs.kinds import kind

kind(IMPORT, _("Bank file"))

"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.journal_export.queries import VIEW
from o2c.billing.journal_export.services import KIND
from o2c.core.approvals.registry import approval_kind
from o2c.core.pages import menu

approval_kind(KIND, _("Account number of a control account"), "billing.activate_mapping", roles=["approver"])
menu.add("billing", _("Journal for finance"), "journal_export_list", VIEW, order=31)
menu.add("billing", _("Account numbers"), "mapping_list", VIEW, order=32)

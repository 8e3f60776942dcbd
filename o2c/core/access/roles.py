"""Every role, and who may do what on the ground floor: role -> permissions (the names of verbs and views)."""

from django.utils.translation import gettext_lazy as _

ROLE_NAMES = {
    "clerk": _("Customer account clerk"),
    "collector": _("Collections specialist"),
    "cash_clerk": _("Cash application clerk"),
    "finance": _("Finance"),
    "sales_support": _("Sales support"),
    "supervisor": _("Supervisor"),
    "approver": _("Approver"),
    "compliance_clerk": _("Compliance clerk"),
    "compliance_officer": _("Compliance officer"),
    "legal": _("Legal"),
    "auditor": _("Auditor"),
    "admin": _("Administrator"),
    "system": _("The night"),
}

# Everyone who sits in front of the pages may arrange their lists.
READERS = set(ROLE_NAMES) - {"system"}
ROLES: dict[str, set[str]] = {role: {"core.save_view", "core.remove_view", "core.choose_columns", "core.export_list"} for role in READERS}

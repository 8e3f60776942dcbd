"""Every role, and who may do what on the ground floor: role -> permissions (the names of verbs and views)."""

from django.utils.translation import gettext_lazy as _

ROLE_NAMES = {
    "clerk": _("Customer account clerk"),
    "collector": _("Collections specialist"),
    "cash_clerk": _("Cash application clerk"),
    "finance": _("Finance"),
    "sales_support": _("Sales support"),
    "sales": _("Sales"),
    "supervisor": _("Supervisor"),
    "approver": _("Approver"),
    "compliance_clerk": _("Compliance clerk"),
    "compliance_officer": _("Compliance officer"),
    "legal": _("Legal"),
    "auditor": _("Auditor"),
    "admin": _("Administrator"),
    "system": _("The night"),
}

# Who sees only what is their own: rows whose SCOPE names an owner, and that is this person.
OWN_ONLY = {"sales"}

# Everyone who sits in front of the pages.
READERS = set(ROLE_NAMES) - {"system"}

# What every active person may do, to what is their own: profile, password, cover, lists.
EVERYONE = {
    "core.arrange_cover",
    "core.cancel_cover",
    "core.change_own_password",
    "core.change_own_profile",
    "core.choose_columns",
    "core.remove_view",
    "core.request_password_reset",
    "core.save_view",
    "core.turn_off_totp",
    "core.turn_on_totp",
}

GRANTED: dict[str, set[str]] = {
    "supervisor": {"core.arrange_cover_for", "core.take_emergency_access"},
    "finance": {"core.take_emergency_access"},
    "auditor": {"core.view_access", "core.view_tokens", "core.view_sign_ins", "core.view_users"},
    "admin": {
        "core.change_user",
        "core.clear_totp",
        "core.deactivate_user",
        "core.grant_role",
        "core.invite_again",
        "core.invite_user",
        "core.issue_token",
        "core.reactivate_user",
        "core.review_emergency_access",
        "core.revoke_grant",
        "core.revoke_token",
        "core.view_access",
        "core.view_sign_ins",
        "core.view_tokens",
        "core.view_users",
    },
}

ROLES: dict[str, set[str]] = {role: {"core.export_list"} | GRANTED.get(role, set()) for role in READERS}

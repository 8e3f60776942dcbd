"""Who may see onboardings and look after them."""

VIEWS = {"accounts.view_onboarding"}
ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["sales_support", "finance", "approver", "compliance_clerk", "compliance_officer", "legal", "auditor"], VIEWS),
    "clerk": VIEWS | {"accounts.own_onboarding"},
    "supervisor": VIEWS | {"accounts.own_onboarding"},
    "system": VIEWS | {"accounts.follow_onboarding"},
}

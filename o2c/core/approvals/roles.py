"""Who may ask, decide and set policies: role -> permissions. Whether somebody may decide on a request, its policy says."""

from o2c.core.access.roles import ROLE_NAMES

ASKS = {"core.request_approval", "core.withdraw_approval"}
DECIDES = {"core.decide_approval"}
SETS_LIMITS = {"core.propose_policy", "core.activate_policy"}

ROLES: dict[str, set[str]] = {role: ASKS | DECIDES for role in ROLE_NAMES if role not in {"admin", "auditor", "system"}}
ROLES["finance"] |= SETS_LIMITS
ROLES["supervisor"] |= SETS_LIMITS
for role in ("approver", "auditor", "compliance_officer", "finance", "legal", "supervisor"):
    ROLES.setdefault(role, set()).add("core.view_approvals")
ROLES["system"] = {"core.expire_approvals"}

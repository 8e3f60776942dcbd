"""Verbs of approvals: requests and the policies that say who decides."""

from o2c.core.approvals.services.policies import activate_policy, propose_policy
from o2c.core.approvals.services.requests import decide_approval, expire_approvals, request_approval, withdraw_approval

__all__ = ["activate_policy", "decide_approval", "expire_approvals", "propose_policy", "request_approval", "withdraw_approval"]

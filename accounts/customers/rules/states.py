"""Who may become what."""

CUSTOMER_MOVES = {
    "draft": {"onboarding"},
    "onboarding": {"active"},
    "active": {"suspended", "closing"},
    "suspended": {"active"},
    "closing": {"closed"},
    "closed": {"onboarding"},
}
BANK_MOVES = {"unverified": {"verified", "blocked"}, "verified": {"blocked"}}

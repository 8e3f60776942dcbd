"""Who sends statements of account, and who sees them."""

ROLES: dict[str, set[str]] = {
    role: {"collections.request_statement", "collections.keep_statement"}
    for role in ("clerk", "collector", "cash_clerk", "finance", "supervisor")
}

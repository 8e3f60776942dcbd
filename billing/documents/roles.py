"""Who writes, posts, sends and copies documents: role -> permissions."""

DRAFTING = {"billing.create_draft", "billing.edit_draft", "billing.discard_draft", "billing.post_draft", "billing.post_approved_draft"}
COPYING = {"billing.send_copies", "billing.attach_delivery_proof"}
SENDING = {"billing.resend_document", "billing.report_delivery", "billing.remake_papers"}

ROLES: dict[str, set[str]] = {
    "clerk": DRAFTING | COPYING | SENDING,
    "finance": DRAFTING | COPYING | SENDING | {"billing.set_tax_rate"},
    "supervisor": DRAFTING | COPYING | SENDING,
    "collector": COPYING,
    "cash_clerk": COPYING,
    "system": {"billing.keep_rendering", "billing.follow_deliveries", "billing.report_delivery"},
}

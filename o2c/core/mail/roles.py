"""Who reads the texts of our mails, and who notes that one came back."""

from o2c.core.access.roles import READERS

ROLES: dict[str, set[str]] = {
    **{role: {"core.view_mail_templates"} for role in READERS},
    "system": {"core.mark_bounced"},
    "admin": {"core.view_mail_templates", "core.mark_bounced"},
}

"""Who may write notes, attach files and sweep: role -> permissions. Auditors read; they write nothing here."""

from o2c.core.access.roles import ROLE_NAMES

WRITERS = set(ROLE_NAMES) - {"auditor", "admin", "system"}
ROLES: dict[str, set[str]] = {role: {"core.add_note", "core.attach_file"} for role in WRITERS}
ROLES["system"] = {"core.attach_file", "core.sweep_files"}

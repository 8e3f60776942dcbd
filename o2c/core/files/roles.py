"""Who may write notes, attach files and sweep: role -> permissions. Auditors read; they write nothing here."""

from o2c.core.access.roles import READERS

WRITES = {"core.add_note", "core.attach_file"}
ROLES: dict[str, set[str]] = {role: {"core.read_restricted"} | (WRITES if role not in {"auditor", "admin"} else set()) for role in READERS}
ROLES["system"] = {"core.attach_file", "core.sweep_files"}

"""Who may see and stop jobs, and drive the night."""

from o2c.core.access.roles import READERS

SEE = {"core.view_jobs", "core.view_night"}
DRIVE = {"core.open_night", "core.rerun_step"}

ROLES: dict[str, set[str]] = {
    **{role: {*SEE, "core.cancel_job"} for role in READERS},
    "auditor": SEE,
    "supervisor": {*SEE, *DRIVE, "core.cancel_job"},
    "admin": {*SEE, *DRIVE, "core.cancel_job"},
    "system": {*SEE, "core.open_night"},
}

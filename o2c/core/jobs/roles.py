"""Who may see and stop jobs, and drive the night."""

from o2c.core.access.roles import READERS

SEE = {"core.view_jobs", "core.view_night"}
DRIVE = {"core.open_night", "core.rerun_step"}

ROLES: dict[str, set[str]] = {
    **{role: {*SEE, "core.cancel_job", "core.start_bulk"} for role in READERS},
    "auditor": SEE,
    "supervisor": {*SEE, *DRIVE, "core.cancel_job", "core.start_bulk"},
    "admin": {*SEE, *DRIVE, "core.cancel_job", "core.start_bulk"},
    "system": {*SEE, "core.open_night"},
}

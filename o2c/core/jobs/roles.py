"""Who may stop jobs and drive the night."""

from o2c.core.access.roles import READERS

DRIVERS = {"core.open_night", "core.rerun_step"}

ROLES: dict[str, set[str]] = {
    **{role: {"core.cancel_job"} for role in READERS - {"auditor"}},
    "supervisor": {"core.cancel_job", *DRIVERS},
    "admin": {"core.cancel_job", *DRIVERS},
    "system": {"core.open_night"},
}

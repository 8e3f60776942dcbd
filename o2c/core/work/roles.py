"""Who may work, hand out work, and oversee it: role -> permissions."""

from o2c.core.access.roles import ROLE_NAMES

WORKS = {"core.take_task", "core.snooze_task", "core.pause_task", "core.resume_task", "core.complete_task", "core.cancel_task"}
WORKERS = set(ROLE_NAMES) - {"admin", "auditor", "system"}

ROLES: dict[str, set[str]] = {role: WORKS | {"core.create_task"} for role in WORKERS}
ROLES["supervisor"] |= {"core.view_all_work", "core.assign_task", "core.create_task_template", "core.edit_queue"}
for role in ("auditor", "finance"):
    ROLES.setdefault(role, set()).add("core.view_all_work")
ROLES["finance"].add("core.plan_month_end")
ROLES["supervisor"].add("core.plan_month_end")
ROLES["system"] = {"core.follow_approval", "core.plan_month_end"}

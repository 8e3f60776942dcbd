"""What people do with issues: hand them to a steward, let them pass for a while, put them right where the records say how."""

from datetime import date

from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.models import QualityIssue
from o2c.accounts.quality.queries import issues
from o2c.accounts.quality.rules import ISSUE_MOVES, check_waiver
from o2c.accounts.quality.services.runs import recheck_customer
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

TASK = "accounts.quality_issue"
WORKING_HOURS = 24.0


@verb("accounts.assign_issue")
def assign_issue(pk: int, *, owner: User, actor: User) -> QualityIssue:
    """Send an issue to a steward: it lies on that desk with a due time. Raises BusinessError "issue_owner_gone"."""
    issue = lock_one(issues(actor), pk)
    if not owner.is_active:
        raise BusinessError("issue_owner_gone", field="owner", name=str(owner))
    before = {"state": issue.state, "owner": str(issue.owner or "")}
    transition(issue, "assigned", ISSUE_MOVES)
    issue.owner, issue.waived_until = owner, None
    issue.save(update_fields=["state", "owner", "waived_until"])
    close_task(TASK, subject=issue, actor=actor)
    open_task(TASK, **issue.in_words, subject=issue, owner=owner, working_hours=WORKING_HOURS, actor=actor)
    record("issue.assigned", issue, actor=actor, before=before, after={"state": "assigned", "owner": str(owner)})
    return issue


@verb("accounts.waive_issue")
def waive_issue(pk: int, *, until: date, reason: str, actor: User) -> QualityIssue:
    """Let an issue pass until a day, for a reason; then it opens again.

    Raises BusinessError "waiver_in_the_past", "waiver_too_long".
    """
    issue = lock_one(issues(actor), pk)
    check_waiver(until, local_today(actor))
    before = {"state": issue.state}
    transition(issue, "waived", ISSUE_MOVES)
    issue.waived_until, issue.reason = until, reason.strip()
    issue.save(update_fields=["state", "waived_until", "reason"])
    close_task(TASK, subject=issue, actor=actor)
    record("issue.waived", issue, actor=actor, before=before, after={"state": "waived", "waived_until": until}, reason=reason)
    return issue


@verb("accounts.fix_issue")
def fix_issue(pk: int, *, actor: User) -> QualityIssue:
    """Put the record right, where what we hold says how; the issue closes at once.

    Raises BusinessError "no_fix" where a person must know better, "fix_not_clear", "fix_needs_contact", "fix_failed".
    """
    issue = lock_one(issues(actor), pk)
    fix = CHECKS[issue.rule.code].fix
    if fix is None or issue.state == "fixed":
        raise BusinessError("no_fix")
    fix(issue, actor)
    recheck_customer.step(issue.customer_id, day=local_today(actor), actor=actor)
    issue.refresh_from_db()
    if issue.state != "fixed":
        raise BusinessError("fix_failed")
    close_task(TASK, subject=issue, actor=actor)
    record("issue.fixed", issue, actor=actor, after={"state": "fixed"})
    return issue

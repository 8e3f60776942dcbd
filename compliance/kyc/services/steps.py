"""What the verbs of the files share: locking one, moving it, weighing its risk again."""

from dataclasses import asdict
from typing import Any

from o2c.compliance.kyc import queries
from o2c.compliance.kyc.models import KycFile, KycState
from o2c.compliance.kyc.rules import EDITABLE, KYC_MOVES
from o2c.compliance.kyc.rules.checklist import CHECKLIST_VERSION
from o2c.compliance.kyc.rules.risk import RISK_VERSION, risk
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, transition
from o2c.core.work.services import close_task, open_task

KIND = "compliance.kyc"
QUEUES = {KycState.IN_REVIEW: "compliance_officer", KycState.REVIEW_DUE: "compliance_clerk"}


def locked(file_id: int, actor: User, version: int | None = None) -> KycFile:
    """The file, locked; Conflict when it is gone or out of reach."""
    return lock_one(queries.files(actor), file_id, version)


def editable(file_id: int, actor: User, version: int | None = None) -> KycFile:
    """The file, locked, while it may be filled. Raises Conflict "kyc_not_editable"."""
    file = locked(file_id, actor, version)
    if file.state not in EDITABLE:
        raise Conflict("kyc_not_editable", state=file.get_state_display())
    return file


def weigh(file: KycFile) -> dict[str, Any]:
    """A step: class, points and reasons as the file's facts say now; what changed."""
    found = risk(queries.risk_facts(file))
    versions = f"{RISK_VERSION}/{CHECKLIST_VERSION}"
    reasons = [asdict(reason) for reason in found.reasons]
    _before, after = change(file, risk_class=found.level, risk_points=found.points, risk_reasons=reasons, rule_versions=versions)
    return {name: value for name, value in after.items() if name in {"risk_class", "risk_points"}}


def line(code: str) -> dict[str, Any]:
    """A line of the checklist as the trail keeps it, so that everyone reads it in their language."""
    return {"code": code, "values": {}}


def move(file: KycFile, state: str, step: str, *, actor: User, reason: str = "", **fields: Any) -> None:
    """A step: bring the file to a state, tell the trail, and put it where somebody has to do something about it."""
    before = file.state
    transition(file, state, KYC_MOVES)
    for name, value in fields.items():
        setattr(file, name, value)
    file.save(update_fields=["state", *fields])
    file.refresh_from_db(fields=["version"])
    record(f"kyc.{step}", file, actor=actor, before={"state": before}, after={"state": state}, reason=reason)
    close_task(KIND, key=str(file.pk), actor=actor)
    if queue := QUEUES.get(KycState(state)):
        words, url = {"customer": file.customer.legal_name}, file.get_absolute_url()
        open_task(KIND, "kyc_task", words, key=str(file.pk), queue=queue, working_hours=40, url=url, actor=actor)


def must_say_why(reason: str) -> str:
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    return reason.strip()

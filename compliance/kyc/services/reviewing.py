"""Submitting a file, approving it by others, and calling for its review."""

from datetime import date
from typing import Any

from django.utils import timezone

from o2c.compliance.kyc import queries
from o2c.compliance.kyc.models import KycFile, KycState
from o2c.compliance.kyc.rules import next_review
from o2c.compliance.kyc.rules.checklist import gaps
from o2c.compliance.kyc.services.steps import locked, move, must_say_why, weigh
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.sentences import sentence
from o2c.core.verbs import lock, verb

BATCH = 200
NOBODY: dict[str, Any] = {"first_approved_by": None, "approved_by": None, "approved_at": None}


@verb("compliance.submit_kyc_file")
def submit_kyc_file(file_id: int, *, actor: User, version: int | None = None) -> KycFile:
    """Everything the checklist asks is there: have it approved by others.

    Raises BusinessError "kyc_incomplete" with everything that is missing or expired; Conflict "wrong_state".
    """
    file = locked(file_id, actor, version)
    weigh(file)
    if missing := gaps(queries.lines(file, today=local_today())):
        raise BusinessError("kyc_incomplete", gaps="; ".join(map(sentence, missing)), codes=missing)
    now = timezone.now()
    move(file, KycState.IN_REVIEW, "submitted", actor=actor, submitted_by=actor, submitted_at=now, **NOBODY)
    return file


@verb("compliance.approve_kyc_file")
def approve_kyc_file(file_id: int, *, actor: User, version: int | None = None) -> KycFile:
    """Somebody other than who submitted it agrees; of a customer of high risk, two others, one after the other.

    Raises BusinessError "kyc_approver_involved", "kyc_incomplete"; Conflict "wrong_state".
    """
    file = _in_review(file_id, KycState.APPROVED, actor, version)
    if actor.pk in {file.submitted_by_id, file.first_approved_by_id}:
        raise BusinessError("kyc_approver_involved")
    today = local_today()
    if missing := gaps(queries.lines(file, today=today)):
        raise BusinessError("kyc_incomplete", gaps="; ".join(map(sentence, missing)), codes=missing)
    if file.risk_class == "high" and file.first_approved_by_id is None:
        file.first_approved_by = actor
        file.save(update_fields=["first_approved_by"])
        record("kyc.first_approved", file, actor=actor, after={"risk_class": file.risk_class})
        return file
    until = next_review(today, file.risk_class)
    move(file, KycState.APPROVED, "approved", actor=actor, approved_by=actor, approved_at=timezone.now(), next_review_on=until)
    return file


@verb("compliance.return_kyc_file")
def return_kyc_file(file_id: int, *, reason: str, actor: User, version: int | None = None) -> KycFile:
    """Something is missing after all. Raises BusinessError "reason_missing"; Conflict "wrong_state"."""
    file = _in_review(file_id, KycState.INCOMPLETE, actor, version)
    move(file, KycState.INCOMPLETE, "returned", actor=actor, reason=must_say_why(reason), **NOBODY)
    return file


@verb("compliance.reject_kyc_file")
def reject_kyc_file(file_id: int, *, reason: str, actor: User, version: int | None = None) -> KycFile:
    """We will not deal with this customer. Raises BusinessError "reason_missing"; Conflict "wrong_state"."""
    file = locked(file_id, actor, version)
    move(file, KycState.REJECTED, "rejected", actor=actor, reason=must_say_why(reason))
    return file


@verb("compliance.reopen_kyc_file")
def reopen_kyc_file(file_id: int, *, reason: str, actor: User, version: int | None = None) -> KycFile:
    """Look at an approved or rejected file again before its time. Raises BusinessError "reason_missing"; Conflict "wrong_state"."""
    file = locked(file_id, actor, version)
    state = KycState.INCOMPLETE if file.state == KycState.REJECTED else KycState.REVIEW_DUE
    move(file, state, "reopened", actor=actor, reason=must_say_why(reason))
    return file


@verb("compliance.call_for_reviews")
def call_for_reviews(day: date, *, actor: User) -> list[KycFile]:
    """Reopen the files whose review has come or a document of which expired; a few hundred at a time."""
    due = lock(KycFile.objects.select_related("customer"), list(queries.to_review(day).values_list("pk", flat=True)[:BATCH]))
    for file in due:
        move(file, KycState.REVIEW_DUE, "review_due", actor=actor)
    return due


def _in_review(file_id: int, wanted: KycState, actor: User, version: int | None) -> KycFile:
    file = locked(file_id, actor, version)
    if file.state != KycState.IN_REVIEW:
        raise Conflict("wrong_state", field="state", state=file.get_state_display(), wanted=wanted.label)
    return file

"""Filling a file: facts, documents, answers."""

from datetime import date
from typing import TypedDict, Unpack

from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.compliance.kyc.models import KycAnswer, KycDocument, KycFile
from o2c.compliance.kyc.queries import VIEW
from o2c.compliance.kyc.rules.checklist import ANSWER, CHECKLISTS, DOCUMENT
from o2c.compliance.kyc.services.steps import editable, line, locked, weigh
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.services import keep
from o2c.core.files.storage import Blob
from o2c.core.verbs import lock_one, verb


class KycFacts(TypedDict, total=False):
    """What a person may enter about a customer."""

    industry: str
    volume: str
    complex_structure: bool
    not_met: bool
    is_listed_company: bool
    nobody_over_a_quarter: bool


@verb("compliance.open_kyc_file")
def open_kyc_file(customer: Customer, *, actor: User, **facts: Unpack[KycFacts]) -> KycFile:
    """Begin to know a customer: its file, with the risk as far as it is known. Raises BusinessError "kycfile_exists"."""
    customer = lock_one(scope(Customer.objects, actor, VIEW), customer.pk)
    if KycFile.objects.filter(customer=customer).exists():
        raise BusinessError("kycfile_exists", field="customer")
    file = KycFile.objects.create(customer=customer, **facts)
    weighed = weigh(file)
    record("kyc.opened", file, actor=actor, after={**facts, **weighed})
    return file


@verb("compliance.edit_kyc_file")
def edit_kyc_file(file_id: int, *, actor: User, version: int | None = None, **facts: Unpack[KycFacts]) -> KycFile:
    """Change what the file says; its risk is weighed again. Raises Conflict "kyc_not_editable"."""
    file = editable(file_id, actor, version)
    before, after = change(file, **facts)
    weighed = weigh(file)
    if after or weighed:
        record("kyc.edited", file, actor=actor, before=before, after={**after, **weighed})
    return file


@verb("compliance.answer_kyc")
def answer_kyc(file_id: int, *, code: str, text: str, actor: User) -> KycFile:
    """Answer a question of the checklist; a later answer counts instead.

    Raises BusinessError "kyc_requirement_unknown", "kyc_answer_missing"; Conflict "kyc_not_editable".
    """
    file = editable(file_id, actor)
    _known(code, ANSWER)
    if not text.strip():
        raise BusinessError("kyc_answer_missing", field="text")
    KycAnswer.objects.create(file=file, code=code, text=refuse_card_number(text.strip(), "text"))
    record("kyc.answered", file, actor=actor, what=line(code))
    return file


@verb("compliance.add_kyc_document")
def add_kyc_document(
    file_id: int, blob: Blob, *, code: str, number: str = "", issued_on: date | None = None, expires_on: date | None = None, actor: User
) -> KycDocument:
    """File a document. An approved file may get a newer one at any time, so that nothing expires for want of a form.

    Raises BusinessError "kyc_requirement_unknown", "kyc_expiry_missing", "kycdocument_expires_after_issue", "file_gone".
    """
    file = locked(file_id, actor)
    _known(code, DOCUMENT)
    if expires_on is None and any(one.code == code and one.expires for level in CHECKLISTS.values() for one in level):
        raise BusinessError("kyc_expiry_missing", field="expires_on")
    document = KycDocument.objects.create(
        file=file,
        code=code,
        name=refuse_card_number(blob.name, "file"),
        number=refuse_card_number(number.strip(), "number"),
        issued_on=issued_on,
        expires_on=expires_on,
        stored=keep(blob),
    )
    record("kyc.document_added", file, actor=actor, what=line(code), expires_on=expires_on, sha256=blob.sha256)
    return document


@verb("compliance.end_kyc_document")
def end_kyc_document(document_id: int, *, reason: str, actor: User) -> KycDocument:
    """A document no longer counts: withdrawn, wrong, replaced. Raises BusinessError "reason_missing"; Conflict "kyc_document_ended"."""
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    document = lock_one(KycDocument.objects.all(), document_id)
    file = editable(document.file_id, actor)
    if document.ended_at:
        raise Conflict("kyc_document_ended")
    document.ended_at = timezone.now()
    document.save(update_fields=["ended_at"])
    record("kyc.document_ended", file, actor=actor, what=line(document.code), name=document.name, reason=reason)
    return document


def _known(code: str, kind: str) -> None:
    if not any(one.code == code and one.kind == kind for level in CHECKLISTS.values() for one in level):
        raise BusinessError("kyc_requirement_unknown", field="code", code=code)

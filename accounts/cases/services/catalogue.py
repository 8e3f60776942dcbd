"""Answers we have ready."""

from typing import TypedDict, Unpack

from o2c.accounts.cases.models import CatalogueAnswer
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.verbs import lock_one, verb


class AnswerFields(TypedDict, total=False):
    category: str
    question: str
    language: str
    answer: str
    team: str
    is_active: bool


@verb("accounts.add_answer")
def add_answer(*, actor: User, **fields: Unpack[AnswerFields]) -> CatalogueAnswer:
    """One more question with its answer. Raises BusinessError "catalogueanswer_once"."""
    answer = CatalogueAnswer.objects.create(**fields)
    record("catalogue.added", answer, actor=actor, after=dict(fields))
    return answer


@verb("accounts.edit_answer")
def edit_answer(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[AnswerFields]) -> CatalogueAnswer:
    """Change an answer, or take it out of use; what was sent stays as it was."""
    answer = lock_one(CatalogueAnswer.objects, pk, version)
    before, after = change(answer, **fields)
    if after:
        record("catalogue.edited", answer, actor=actor, before=before, after=after)
    return answer

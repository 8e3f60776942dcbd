"""Our own bank accounts: where customers pay to. Nobody adds, changes or closes one alone."""

from typing import Any

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services.requests import request_approval
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.core.entities.rules import OWN_ACCOUNT_MOVES
from o2c.core.entities.services import new_own_account
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb

EDIT, MOVE = "own_account_edit", "own_account_move"


@verb("core.add_own_account")
def add_own_account(entity_id: int, *, reason: str, actor: User, **facts: str) -> OwnBankAccount:
    """A new bank account of an entity, proposed; it is used once another person has approved it.

    Raises BusinessError "iban_invalid", "bic_invalid", "currency_unknown", "ownbankaccount_iban_taken", "approval_reason_missing".
    """
    entity = lock_one(scope(LegalEntity.objects, actor, "core.add_own_account"), entity_id)
    account = new_own_account(entity, actor=actor, **facts)
    after = {"iban": account.iban, "bic": account.bic, "currency": account.currency, "state": "active"}
    given = {"pk": account.pk, "state": "active", "reason": reason}
    request_approval.step(MOVE, account, given, reason=reason, after=after, actor=actor)
    return account


@verb("core.edit_own_account")
def edit_own_account(pk: int, *, reason: str, actor: User, version: int | None = None, **facts: Any) -> ApprovalRequest:
    """Ask for another name or other message versions. Raises BusinessError "own_account_unchanged", "approval_reason_missing"."""
    account = lock_one(scope(OwnBankAccount.objects, actor, "core.edit_own_account"), pk, version)
    after = {name: value for name, value in facts.items() if value != getattr(account, name)}
    if not after:
        raise BusinessError("own_account_unchanged")
    before = {name: getattr(account, name) for name in after}
    return request_approval.step(EDIT, account, {"pk": pk, **after}, reason=reason, before=before, after=after, actor=actor)


@verb("core.move_own_account")
def move_own_account(pk: int, state: str, *, reason: str, actor: User, version: int | None = None) -> ApprovalRequest:
    """Ask that an account is closed, or taken into use (again). Raises Conflict "wrong_state", BusinessError "approval_reason_missing"."""
    account = lock_one(scope(OwnBankAccount.objects, actor, "core.move_own_account"), pk, version)
    if state not in OWN_ACCOUNT_MOVES[account.state]:
        raise Conflict("wrong_state", field="state", state=account.get_state_display(), wanted=state)
    given, before, after = {"pk": pk, "state": state, "reason": reason}, {"state": account.state}, {"state": state}
    return request_approval.step(MOVE, account, given, reason=reason, before=before, after=after, actor=actor)

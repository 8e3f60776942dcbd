"""A claim from its facts to its decision, and what we grant; above the limit a second person agrees."""

from decimal import Decimal

from django.utils import timezone

from o2c.accounts.cases.models import CustomerCase
from o2c.accounts.cases.rules import OPEN, needs_approval
from o2c.accounts.cases.services.cases import locked
from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.limits.queries import limit
from o2c.core.money import Money
from o2c.core.verbs import verb

KIND = "compensation"


@verb("accounts.judge_claim")
def judge_claim(
    pk: int, *, facts: str, analysis: str, decision: str, compensation: Money | None = None, actor: User, version: int | None = None
) -> CustomerCase:
    """What happened, why, and what we decide. A compensation above the limit waits for a second person.

    Raises BusinessError "case_is_no_claim", "claim_incomplete", Conflict "claim_granted".
    """
    case = locked(pk, actor, version)
    if case.kind != "claim" or case.state not in OPEN:
        raise BusinessError("case_is_no_claim", number=case.number)
    if case.granted_at is not None:
        raise Conflict("claim_granted", number=case.number)
    said = {"facts": facts, "analysis": analysis, "decision": decision}
    values = {name: refuse_card_number(text.strip(), name) for name, text in said.items()}
    if empty := next((name for name, text in values.items() if not text), None):
        raise BusinessError("claim_incomplete", field=empty)
    amount, currency = (compensation.value, compensation.currency) if compensation else (None, "")
    before, after = change(case, **values, compensation=amount, currency=currency)
    record("claim.judged", case, actor=actor, before=before, after=after)
    if compensation is None:
        return case
    known = limit(KIND, on=local_today(case.entity), entity=case.entity, currency=compensation.currency)
    if needs_approval(compensation.value, known):
        request_approval.step(KIND, case, {"pk": case.pk}, reason=values["decision"], amount=compensation, actor=actor)
        return case
    return _grant(case, actor)


@verb("accounts.grant_compensation", dual=True)
def grant_compensation(pk: int, *, actor: User) -> CustomerCase:
    """A second person agreed to what the claim's owner wants to grant. Raises Conflict "claim_granted"."""
    case = locked(pk, actor)
    if case.granted_at is not None or case.compensation is None:
        raise Conflict("claim_granted", number=case.number)
    return _grant(case, actor)


def _grant(case: CustomerCase, actor: User) -> CustomerCase:
    before, after = change(case, granted_at=timezone.now())
    amount = case.compensation or Decimal(0)
    record("claim.granted", case, actor=actor, before=before, after={**after, "amount": amount, "currency": case.currency})
    publish("claim.granted", case, case=case.public_id, number=case.number, amount=amount, currency=case.currency)
    return case

"""What our own rules allow: contract policies, agreed by a second person, and who signs for us."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from o2c.accounts.contracts.models import ContractPolicy, SigningAuthority
from o2c.accounts.contracts.queries import authorities, policies
from o2c.accounts.contracts.rules.moves import POLICY_MOVES
from o2c.accounts.contracts.services.terms import known_terms
from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services.entities import known_currency
from o2c.core.fields import valid_on
from o2c.core.verbs import lock_one, transition, verb

POLICY_KIND = "contract_policy"


class PolicyFields(TypedDict, total=False):
    """What an entity allows in its contracts."""

    terms: Sequence[str]
    legal_days: int
    legal_eom_days: int
    currencies: Sequence[str]
    countries: Sequence[str]
    products: Sequence[str]
    back_dating_days: int
    credit_check_days: int


@verb("accounts.propose_contract_policy")
def propose_contract_policy(
    *, entity: LegalEntity, valid_from: date, reason: str, actor: User, **fields: Unpack[PolicyFields]
) -> ContractPolicy:
    """What the entity allows from a day on, once another person has agreed.

    Raises BusinessError "terms_unknown", "currency_unknown", "contractpolicy_allows_something".
    """
    known_terms(fields["terms"])
    for code in fields["currencies"]:
        known_currency(code)
    facts = {name: sorted(value) if isinstance(value, list | tuple | set) else value for name, value in fields.items()}
    policy = ContractPolicy.objects.create(entity=entity, valid_from=valid_from, reason=reason, **facts)
    lock_one(policies(actor), policy.pk)
    after = {"valid_from": valid_from, **facts}
    record("contract_policy.proposed", policy, actor=actor, after=after, reason=reason)
    request_approval.step(POLICY_KIND, policy, {"pk": policy.pk}, reason=reason, before=_now(policy), after=after, actor=actor)
    return policy


def _now(policy: ContractPolicy) -> dict[str, object]:
    current = ContractPolicy.objects.filter(valid_on(policy.valid_from), entity=policy.entity, state="active").first()
    return {name: getattr(current, name) for name in PolicyFields.__annotations__} if current else {}


@verb("accounts.activate_contract_policy", dual=True)
def activate_contract_policy(pk: int, *, actor: User) -> ContractPolicy:
    """The policy holds from its first day; the one before ends there. Runs when another person approves.

    Raises BusinessError "contractpolicy_one_at_a_time" when a later one is in force already.
    """
    policy = lock_one(policies(actor), pk)
    earlier = ContractPolicy.objects.filter(valid_on(policy.valid_from), entity=policy.entity, state="active").first()
    if earlier and earlier.valid_from < policy.valid_from:
        change(earlier, valid_until=policy.valid_from)
    transition(policy, "active", POLICY_MOVES)
    policy.save(update_fields=["state"])
    record("contract_policy.active", policy, actor=actor, before={"state": "proposed"}, after={"state": "active"})
    return policy


@verb("accounts.add_signing_authority")
def add_signing_authority(
    *,
    entity: LegalEntity,
    person: str,
    up_to: Decimal,
    currency: str,
    valid_from: date,
    valid_until: date | None = None,
    actor: User,
) -> SigningAuthority:
    """From a day on the person signs for the entity up to the amount.

    Raises BusinessError "signingauthority_once" while the person has an authority there, "currency_unknown".
    """
    known_currency(currency)
    facts = {"person": person.strip(), "up_to": up_to, "currency": currency, "valid_from": valid_from, "valid_until": valid_until}
    authority = SigningAuthority.objects.create(entity=entity, **facts)
    lock_one(authorities(actor), authority.pk)
    record("signing_authority.added", authority, actor=actor, after=facts)
    return authority


@verb("accounts.end_signing_authority")
def end_signing_authority(pk: int, *, valid_until: date, actor: User, version: int | None = None) -> SigningAuthority:
    """The person no longer signs from that day on. Raises BusinessError "signingauthority_ends_after_start"."""
    authority = lock_one(authorities(actor), pk, version)
    before, after = change(authority, valid_until=valid_until)
    record("signing_authority.ended", authority, actor=actor, before=before, after=after)
    return authority

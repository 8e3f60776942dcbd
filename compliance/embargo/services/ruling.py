"""Verbs: rules and licences, each with a second person."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from o2c.accounts.customers.models import Customer
from o2c.compliance.embargo import queries, rules
from o2c.compliance.embargo.models import EmbargoRule, Goods, Licence, LicenceState, RuleState
from o2c.core import countries as known_countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope, the_night
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.jobs import services as jobs
from o2c.core.verbs import lock_one, transition, verb

R = TypeVar("R", EmbargoRule, Licence)
RECHECK = "compliance.recheck_open_deals"
RULE_KIND, LICENCE_KIND = "embargo_rule", "embargo_licence"


@verb("compliance.propose_embargo_rule")
def propose_embargo_rule(
    *, code: str, country: str, goods: Sequence[str] = (), legal_basis: str, starts_on: date, ends_on: date | None = None, actor: User
) -> EmbargoRule:
    """Write a rule down; it counts once another person has agreed, and everything open is then checked again.

    Raises BusinessError "embargorule_code_taken", "embargo_country_unknown", "embargo_goods_unknown", "embargorule_*".
    """
    _known(country, goods)
    if EmbargoRule.objects.filter(code=code).exists():
        raise BusinessError("embargorule_code_taken", field="code", code=code)
    facts = {"country": country, "goods": sorted(goods), "legal_basis": legal_basis.strip(), "starts_on": starts_on, "ends_on": ends_on}
    rule = EmbargoRule.objects.create(code=code, **facts)
    record("embargo.rule_proposed", rule, actor=actor, after=facts)
    request_approval.step(RULE_KIND, rule, {"rule_id": rule.pk}, reason=legal_basis, after=facts, actor=actor)
    return rule


@verb("compliance.activate_embargo_rule", dual=True)
def activate_embargo_rule(rule_id: int, *, actor: User) -> EmbargoRule:
    """Put an agreed rule in force."""
    return _moved(lock_one(EmbargoRule.objects, rule_id), RuleState.ACTIVE, rules.RULE_MOVES, "embargo.rule_activated", actor)


@verb("compliance.ask_to_end_embargo_rule")
def ask_to_end_embargo_rule(rule_id: int, *, reason: str, actor: User) -> EmbargoRule:
    """Ask another person to agree that a rule ends. Raises BusinessError "approval_reason_missing"."""
    rule = lock_one(queries.rules(actor), rule_id)
    request_approval.step(f"{RULE_KIND}_end", rule, {"rule_id": rule.pk}, reason=reason, actor=actor)
    return rule


@verb("compliance.end_embargo_rule", dual=True)
def end_embargo_rule(rule_id: int, *, actor: User) -> EmbargoRule:
    """The rule counts no longer."""
    return _moved(lock_one(EmbargoRule.objects, rule_id), RuleState.ENDED, rules.RULE_MOVES, "embargo.rule_ended", actor)


@verb("compliance.propose_licence")
def propose_licence(
    *,
    customer: Customer,
    number: str,
    authority: str,
    country: str,
    goods: Sequence[str] = (),
    starts_on: date,
    ends_on: date,
    limit: Decimal | None = None,
    currency: str = "",
    reason: str,
    actor: User,
) -> Licence:
    """Enter what an authority allows; the embargo steps back once another person of compliance has agreed.

    Raises BusinessError "embargo_country_unknown", "embargo_goods_unknown", "licence_*", "approval_reason_missing".
    """
    _known(country, goods)
    customer = lock_one(scope(Customer.objects, actor, "compliance.propose_licence"), customer.pk)
    facts: dict[str, Any] = {
        "number": number.strip(), "authority": authority, "country": country, "goods": sorted(goods),
        "starts_on": starts_on, "ends_on": ends_on, "limit": limit, "currency": currency if limit else "",
    }  # fmt: skip
    licence = Licence.objects.create(customer=customer, **facts)
    record("embargo.licence_proposed", licence, actor=actor, after=facts, reason=reason)
    shown = {**facts, "limit": str(limit or "")}
    request_approval.step(LICENCE_KIND, licence, {"licence_id": licence.pk}, reason=reason, after=shown, actor=actor)
    return licence


@verb("compliance.activate_licence", dual=True)
def activate_licence(licence_id: int, *, actor: User) -> Licence:
    """The embargo steps back as far as the licence goes."""
    return _moved(lock_one(Licence.objects, licence_id), LicenceState.ACTIVE, rules.LICENCE_MOVES, "embargo.licence_activated", actor)


@verb("compliance.withdraw_licence")
def withdraw_licence(licence_id: int, *, reason: str, actor: User) -> Licence:
    """A licence counts no longer: at once, by one person. Raises BusinessError "reason_missing"; Conflict "wrong_state"."""
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    licence = lock_one(queries.licences(actor), licence_id)
    return _moved(licence, LicenceState.WITHDRAWN, rules.LICENCE_MOVES, "embargo.licence_withdrawn", actor, reason)


def _moved(row: R, state: str, moves: Mapping[str, Set[str]], action: str, actor: User, reason: str = "") -> R:
    before = row.state
    transition(row, state, moves)
    row.save(update_fields=["state"])
    record(action, row, actor=actor, before={"state": before}, after={"state": state}, reason=reason)
    jobs.request(RECHECK, key="all", actor=the_night())
    return row


def _known(country: str, goods: Sequence[str]) -> None:
    if country not in known_countries.known():
        raise BusinessError("embargo_country_unknown", field="country", country=country)
    if unknown := set(goods) - set(Goods.values):
        raise BusinessError("embargo_goods_unknown", field="goods", goods=sorted(unknown))

"""The internal control of a contract, CR-01 to CR-16: pass, fail or waived, and why. Source: reference 11."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from o2c.core.names import fold


class Outcome:
    PASS, FAIL, WAIVED = "pass", "fail", "waived"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason against: a code with values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermFacts:
    """Payment terms: net days, and whether they run to or from the end of a month."""

    code: str
    net_days: int
    eom_mode: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What the entity allows on the day. Empty countries or products allow all."""

    terms: Sequence[str]
    legal_days: int
    legal_eom_days: int
    currencies: Sequence[str]
    countries: Sequence[str]
    products: Sequence[str]
    back_dating_days: int
    credit_check_days: int


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract and everything its control asks about, on one day. Amounts are in the contract's currency.

    `authority`: up to how much the person who signed for us could sign on that day; None when nobody is named or could.
    `prices_waiting`: conditions of the contract that nobody approved yet. `known_tax_ids`: the customer's.
    `compliance`, `billing_needs`, `means_missing`: reasons against that others gave, in words.
    """

    on: date
    entity: str
    number: str
    starts_on: date
    ends_on: date | None
    renewal: str
    notice_days: int
    currency: str
    terms: TermFacts
    credit_limit: Decimal | None
    expected_exposure: Decimal | None
    credit_result: str
    credit_checked_on: date | None
    signed_on: date | None
    signatory: str
    our_signatory: str
    authority: Decimal | None
    has_signed_copy: bool
    party_name: str
    party_tax_id: str
    legal_name: str
    known_tax_ids: Sequence[str]
    customer_type: str
    country: str
    products: Sequence[str]
    clauses: Sequence[str]
    legal_reviewed_on: date | None
    annex_count: int
    annexes: int
    language: str
    created_on: date
    policy: PolicyFacts | None
    own_prices: int = 0
    prices_waiting: int = 0
    has_price_list: bool = False
    has_end_client: bool = False
    has_authority_letter: bool = False
    compliance: Sequence[str] = ()
    billing_needs: Sequence[str] = ()
    means_missing: Sequence[str] = ()


Check = Callable[[ContractFacts], list[Why]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, whether it blocks, and whether anybody may waive it."""

    code: str
    check: Check
    blocks: bool = True
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says: the outcome, and every reason against."""

    rule: Rule
    outcome: str
    reasons: tuple[Why, ...] = ()

    @property
    def stops(self) -> bool:
        return self.rule.blocks and self.outcome == Outcome.FAIL


def judged(facts: ContractFacts, waived: set[str]) -> list[Verdict]:
    """Every rule in order; a failing one with a waiver in force is waived."""
    found = []
    for rule in RULES:
        reasons = tuple(rule.check(facts))
        is_waived = rule.waivable and rule.code in waived
        outcome = Outcome.PASS if not reasons else Outcome.WAIVED if is_waived else Outcome.FAIL
        found.append(Verdict(rule, outcome, reasons))
    return found


def _when(*findings: tuple[bool, Why]) -> list[Why]:
    return [why for is_so, why in findings if is_so]


def _without_policy(facts: ContractFacts) -> list[Why]:
    return [Why("cr_no_policy", {"entity": facts.entity})]


def signed_copy(facts: ContractFacts) -> list[Why]:
    return _when((not facts.has_signed_copy, Why("cr01_no_copy")), (facts.signed_on is None, Why("cr01_no_day")))


def signatory_authority(facts: ContractFacts) -> list[Why]:
    amount, limit = facts.expected_exposure or Decimal(0), facts.authority
    if not facts.our_signatory:
        return [*_when((not facts.signatory, Why("cr02_nobody"))), Why("cr02_nobody_for_us")]
    values = {"person": facts.our_signatory, "amount": amount, "currency": facts.currency, "limit": limit}
    return _when(
        (not facts.signatory, Why("cr02_nobody")),
        (limit is None, Why("cr02_no_authority", values)),
        (limit is not None and limit < amount, Why("cr02_above_authority", values)),
    )


def right_party(facts: ContractFacts) -> list[Why]:
    known = {_compact(number) for number in facts.known_tax_ids}
    names = {"paper": facts.party_name, "ours": facts.legal_name}
    same_id = _compact(facts.party_tax_id) in known
    return _when(
        (not facts.party_name, Why("cr03_no_party")),
        (bool(facts.party_name) and fold(facts.party_name) != fold(facts.legal_name), Why("cr03_other_name", names)),
        (bool(known) and not facts.party_tax_id, Why("cr03_no_tax_id")),
        (bool(facts.party_tax_id) and not same_id, Why("cr03_other_tax_id", {"tax_id": facts.party_tax_id})),
    )


def _compact(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())


def entity_allowed(facts: ContractFacts) -> list[Why]:
    if (policy := facts.policy) is None:
        return _without_policy(facts)
    place = {"entity": facts.entity, "country": facts.country}
    outside = sorted(set(facts.products) - set(policy.products)) if policy.products else []
    return _when(
        (bool(policy.countries) and facts.country not in policy.countries, Why("cr04_country", place)),
        (bool(outside), Why("cr04_product", {"entity": facts.entity, "products": outside})),
    )


def dates_valid(facts: ContractFacts) -> list[Why]:
    if (policy := facts.policy) is None:
        return _without_policy(facts)
    back = (facts.created_on - facts.starts_on).days
    return _when(
        (facts.ends_on is not None and facts.ends_on <= facts.on, Why("cr05_over", {"ends_on": facts.ends_on})),
        (back > policy.back_dating_days, Why("cr05_back_dated", {"days": back, "most": policy.back_dating_days})),
    )


def currency_allowed(facts: ContractFacts) -> list[Why]:
    if (policy := facts.policy) is None:
        return _without_policy(facts)
    values = {"currency": facts.currency, "entity": facts.entity, "allowed": sorted(policy.currencies)}
    return _when((facts.currency not in policy.currencies, Why("cr06_currency", values)))


def terms_allowed(facts: ContractFacts) -> list[Why]:
    if (policy := facts.policy) is None:
        return _without_policy(facts)
    terms = facts.terms
    legal = policy.legal_days if terms.eom_mode == "none" else policy.legal_eom_days
    values = {"terms": terms.code, "days": terms.net_days, "legal": legal, "entity": facts.entity, "allowed": list(policy.terms)}
    return _when(
        (terms.code not in policy.terms, Why("cr07_not_approved", values)), (terms.net_days > legal, Why("cr07_above_law", values))
    )


def credit_checked(facts: ContractFacts) -> list[Why]:
    if (policy := facts.policy) is None:
        return _without_policy(facts)
    if facts.credit_result != "approved" or facts.credit_checked_on is None:
        return [Why("cr08_declined" if facts.credit_result == "declined" else "cr08_not_checked")]
    limit, needed = facts.credit_limit or Decimal(0), facts.expected_exposure
    old = facts.on - facts.credit_checked_on > timedelta(days=policy.credit_check_days)
    amounts = {"limit": limit, "needed": needed, "currency": facts.currency}
    return _when(
        (old, Why("cr08_too_old", {"on": facts.credit_checked_on, "most": policy.credit_check_days})),
        (needed is None, Why("cr08_no_exposure")),
        (needed is not None and limit < needed, Why("cr08_limit_too_low", amounts)),
    )


def prices_approved(facts: ContractFacts) -> list[Why]:
    none = not facts.own_prices and not facts.has_price_list
    return _when(
        (facts.prices_waiting > 0, Why("cr09_waiting", {"count": facts.prices_waiting})),
        (none, Why("cr09_no_prices", {"entity": facts.entity, "currency": facts.currency})),
    )


def clauses_reviewed(facts: ContractFacts) -> list[Why]:
    return _when((bool(facts.clauses) and facts.legal_reviewed_on is None, Why("cr10_not_reviewed", {"count": len(facts.clauses)})))


def screening_clear(facts: ContractFacts) -> list[Why]:
    return [Why("cr11_against", {"reason": reason}) for reason in facts.compliance]


def billing_known(facts: ContractFacts) -> list[Why]:
    return [Why("cr12_missing", {"reason": reason}) for reason in facts.billing_needs]


def reseller_papers(facts: ContractFacts) -> list[Why]:
    resells = facts.customer_type == "reseller"
    return _when(
        (resells and not facts.has_end_client, Why("cr13_no_end_client")),
        (resells and not facts.has_authority_letter, Why("cr13_no_letter")),
    )


def notice_tracked(facts: ContractFacts) -> list[Why]:
    tacit = facts.renewal == "tacit"
    return _when((tacit and facts.ends_on is None, Why("cr14_no_end")), (tacit and not facts.notice_days, Why("cr14_no_notice")))


def means_in_place(facts: ContractFacts) -> list[Why]:
    return [Why("cr15_missing", {"terms": facts.terms.code, "reason": reason}) for reason in facts.means_missing]


def papers_complete(facts: ContractFacts) -> list[Why]:
    annexes = {"there": facts.annexes, "wanted": facts.annex_count}
    return _when((facts.annexes < facts.annex_count, Why("cr16_annexes", annexes)), (not facts.language, Why("cr16_no_language")))


RULES = (
    Rule("CR-01", signed_copy, waivable=False),
    Rule("CR-02", signatory_authority),
    Rule("CR-03", right_party, waivable=False),
    Rule("CR-04", entity_allowed),
    Rule("CR-05", dates_valid, blocks=False),
    Rule("CR-06", currency_allowed),
    Rule("CR-07", terms_allowed),
    Rule("CR-08", credit_checked),
    Rule("CR-09", prices_approved),
    Rule("CR-10", clauses_reviewed, blocks=False),
    Rule("CR-11", screening_clear, waivable=False),
    Rule("CR-12", billing_known, blocks=False),
    Rule("CR-13", reseller_papers),
    Rule("CR-14", notice_tracked, blocks=False),
    Rule("CR-15", means_in_place),
    Rule("CR-16", papers_complete, blocks=False),
)
BY_CODE = {rule.code: rule for rule in RULES}

"""The control of a contract: its papers and checks, waivers, and what each rule said when the contract moved."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.utils import timezone

from o2c.accounts.contracts.models import Contract, ContractRuleResult, ContractWaiver, SigningAuthority, Stage
from o2c.accounts.contracts.queries import contracts, control_of, waived_rules, waivers
from o2c.accounts.contracts.queries.control import SIGNED_COPY
from o2c.accounts.contracts.rules.control import BY_CODE, Outcome, Verdict
from o2c.accounts.contracts.rules.moves import WAIVER_MOVES
from o2c.accounts.customers.services.bank import decider
from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob
from o2c.core.sentences import sentence
from o2c.core.verbs import lock_one, transition, verb

KIND = "contract_waiver"
RUNNING = {"draft", "submitted", "returned", "approved"}
CHECKED = RUNNING | {"active"}


def keep_control(contract: Contract, stage: str) -> None:
    """Step: keep what every rule said when the contract came to this stage."""
    if stage not in Stage.values:
        return
    found, waived = control_of(contract), waived_rules(contract, local_today(contract.entity))
    contract.refresh_from_db(fields=["version"])
    ContractRuleResult.objects.bulk_create(_result(contract, stage, verdict, waived) for verdict in found)


def _result(contract: Contract, stage: str, verdict: Verdict, waived: dict[str, ContractWaiver]) -> ContractRuleResult:
    reasons = [{"code": why.code, "values": dict(why.values)} for why in verdict.reasons]
    waiver = waived[verdict.rule.code] if verdict.outcome == Outcome.WAIVED else None
    facts = {"rule": verdict.rule.code, "outcome": verdict.outcome, "reasons": reasons, "waiver": waiver}
    return ContractRuleResult(contract=contract, contract_version=contract.version, stage=stage, **facts)


def require_control(contract: Contract) -> None:
    """Step: no blocking rule fails without a waiver. Raises BusinessError "contract_control_fails" naming them with the reasons."""
    stopping = [verdict for verdict in control_of(contract) if verdict.stops]
    if stopping:
        said = [f"{verdict.rule.code}: {sentence(why.code, dict(why.values))}" for verdict in stopping for why in verdict.reasons]
        codes = [verdict.rule.code for verdict in stopping]
        raise BusinessError("contract_control_fails", number=contract.number, reasons=" ".join(said), codes=codes)


@verb("accounts.attach_signed_copy")
def attach_signed_copy(
    pk: int, *, blob: Blob, signed_on: date, signatory: str, signed_for_us: SigningAuthority, actor: User, version: int | None = None
) -> Contract:
    """The signed paper, known by its hash, with who signed for either side. Raises Conflict "contract_past_signing"."""
    contract = _running(pk, actor, version)
    attached = attach(contract, blob, kind=SIGNED_COPY, actor=actor)
    facts = {"signed_on": signed_on, "signatory": signatory.strip(), "signed_for_us": signed_for_us}
    before, after = change(contract, signed_file=attached.file, **facts)
    record("contract.signed_copy", contract, actor=actor, before=before, after={**after, "signed_file": blob.sha256})
    return contract


@verb("accounts.record_credit_check")
def record_credit_check(
    pk: int, *, result: str, credit_limit: Decimal | None = None, checked_on: date, note: str, actor: User, version: int | None = None
) -> Contract:
    """What the credit check said, with the limit it allows. In force, a contract is checked again within the limit it has.

    Raises BusinessError "credit_limit_for_approved", "credit_limit_of_active", Conflict "contract_past_signing".
    """
    contract = _running(pk, actor, version, CHECKED)
    if result == "approved" and credit_limit is None:
        raise BusinessError("credit_limit_for_approved", field="credit_limit")
    if contract.state == "active" and credit_limit and credit_limit > (contract.credit_limit or 0):
        raise BusinessError("credit_limit_of_active", field="credit_limit", number=contract.number)
    limit = credit_limit if result == "approved" else contract.credit_limit
    facts = {"credit_result": result, "credit_limit": limit, "credit_checked_on": checked_on, "credit_note": note}
    before, after = change(contract, **facts)
    record("contract.credit_checked", contract, actor=actor, before=before, after=after, reason=note)
    return contract


@verb("accounts.record_legal_review")
def record_legal_review(pk: int, *, reviewed_on: date, reason: str, actor: User, version: int | None = None) -> Contract:
    """Legal has read the special clauses and lets them stand."""
    contract = _running(pk, actor, version)
    before, after = change(contract, legal_reviewed_on=reviewed_on)
    record("contract.legal_reviewed", contract, actor=actor, before=before, after=after, reason=reason)
    return contract


def _running(pk: int, actor: User, version: int | None, states: Collection[str] = RUNNING) -> Contract:
    contract = lock_one(contracts(actor), pk, version)
    if contract.state not in states:
        raise Conflict("contract_past_signing", number=contract.number)
    return contract


@verb("accounts.ask_contract_waiver")
def ask_contract_waiver(pk: int, *, rule: str, reason: str, until: date, actor: User) -> ContractWaiver:
    """Ask that a failing rule may fail until a day; another person decides.

    Raises BusinessError "waiver_not_possible" for rules nobody may waive, "waiver_not_needed" for a rule that does not fail,
    "waiver_until_in_past", Conflict "contract_past_signing", "contractwaiver_one_per_rule", "approvalrequest_one_pending".
    """
    contract = _running(pk, actor, None)
    if rule not in BY_CODE or not BY_CODE[rule].waivable:
        raise BusinessError("waiver_not_possible", field="rule", rule=rule)
    if next(verdict for verdict in control_of(contract) if verdict.rule.code == rule).outcome != Outcome.FAIL:
        raise BusinessError("waiver_not_needed", field="rule", rule=rule)
    if until <= local_today(contract.entity):
        raise BusinessError("waiver_until_in_past", field="until")
    waiver = _proposed(contract, rule, reason.strip(), until)
    after = {"rule": rule, "until": until}
    record("contract.waiver_asked", contract, actor=actor, after=after, reason=reason)
    request_approval.step(KIND, waiver, {"pk": waiver.pk}, reason=reason, after=after, actor=actor)
    return waiver


def _proposed(contract: Contract, rule: str, reason: str, until: date) -> ContractWaiver:
    """The waiver to decide on; one that was turned down or has expired makes room for it."""
    for old in ContractWaiver.objects.filter(contract=contract, rule=rule, state__in=["proposed", "granted"]):
        if old.state == "proposed" or old.until <= local_today(contract.entity):
            transition(old, "ended", WAIVER_MOVES)
            old.save(update_fields=["state"])
    return ContractWaiver.objects.create(contract=contract, rule=rule, reason=reason, until=until)


@verb("accounts.grant_contract_waiver", dual=True)
def grant_contract_waiver(pk: int, *, actor: User) -> ContractWaiver:
    """The rule may fail until that day. Runs when another person approves."""
    waiver = lock_one(waivers(actor), pk)
    transition(waiver, "granted", WAIVER_MOVES)
    waiver.granted_by, waiver.granted_at = decider(), timezone.now()
    waiver.save(update_fields=["state", "granted_by", "granted_at"])
    after = {"rule": waiver.rule, "until": waiver.until, "granted_by": waiver.granted_by}
    record("contract.waiver_granted", waiver.contract, actor=actor, after=after, reason=waiver.reason)
    return waiver


@verb("accounts.end_contract_waiver")
def end_contract_waiver(pk: int, *, reason: str, actor: User, version: int | None = None) -> ContractWaiver:
    """The rule must hold again from now on."""
    waiver = lock_one(waivers(actor), pk, version)
    before = waiver.state
    transition(waiver, "ended", WAIVER_MOVES)
    waiver.save(update_fields=["state"])
    after = {"state": "ended", "rule": waiver.rule}
    record("contract.waiver_ended", waiver.contract, actor=actor, before={"state": before}, after=after, reason=reason)
    return waiver

"""What the control of a contract asks about, and what it says."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from o2c.accounts.contracts.models import (
    Condition,
    Contract,
    ContractPolicy,
    ContractWaiver,
    PaymentTerm,
    SigningAuthority,
)
from o2c.accounts.contracts.queries.contracts import VIEW
from o2c.accounts.contracts.rules.control import ContractFacts, PolicyFacts, TermFacts, Verdict, judged
from o2c.accounts.customers.models import CustomerRelation, TaxRegistration
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.entities.queries import conversion
from o2c.core.errors import BusinessError
from o2c.core.fields import valid_on
from o2c.core.files.models import Attachment
from o2c.core.money import Money

ANNEX, AUTHORITY_LETTER, SIGNED_COPY = "annex", "authority_letter", "signed_copy"


def policies(actor: User) -> QuerySet[ContractPolicy]:
    """What our entities allow, the latest first."""
    return scope(ContractPolicy.objects, actor, VIEW).select_related("entity").order_by("entity__code", "-valid_from", "-pk")


def policy_of(entity_id: int, on: date) -> ContractPolicy | None:
    """What the entity allows on the day."""
    return ContractPolicy.objects.filter(valid_on(on), entity=entity_id, state="active").first()


def approved_terms(entity_id: int, on: date) -> QuerySet[PaymentTerm]:
    """The terms the entity's policy approves on the day, the shortest first."""
    policy = policy_of(entity_id, on)
    return PaymentTerm.objects.filter(code__in=policy.terms if policy else []).order_by("net_days", "eom_mode", "code")


def authorities(actor: User) -> QuerySet[SigningAuthority]:
    """Who signs for us, as far as the actor may see."""
    return scope(SigningAuthority.objects, actor, VIEW).select_related("entity").order_by("entity__code", "person", "-valid_from", "pk")


def waivers(actor: User) -> QuerySet[ContractWaiver]:
    """Every waiver the actor may see, the one that expires first on top."""
    rows = scope(ContractWaiver.objects, actor, VIEW)
    return rows.select_related("contract__customer", "contract__entity", "created_by", "granted_by").order_by("until", "pk")


def waived_rules(contract: Contract, on: date) -> dict[str, ContractWaiver]:
    """The waivers in force on the day, by rule."""
    found = contract.waivers.filter(state="granted", until__gt=on).select_related("granted_by")
    return {waiver.rule: waiver for waiver in found}


def control_of(contract: Contract, on: date | None = None) -> list[Verdict]:
    """Every rule with its outcome and reasons, as things stand."""
    day = on or local_today(contract.entity)
    return judged(control_facts(contract, day), set(waived_rules(contract, day)))


def control_facts(contract: Contract, on: date) -> ContractFacts:
    customer, terms, annexes = contract.customer, contract.terms, _attached(contract)
    own = dict.fromkeys(["proposed", "active"], 0) | _own_prices(contract)
    return ContractFacts(
        on=on, entity=contract.entity.code, number=contract.number, starts_on=contract.starts_on, ends_on=contract.ends_on,
        renewal=contract.renewal, notice_days=contract.notice_days, currency=contract.currency,
        terms=TermFacts(terms.code, terms.net_days, terms.eom_mode, terms.means), credit_limit=contract.credit_limit,
        expected_exposure=contract.expected_exposure, credit_result=contract.credit_result, credit_checked_on=contract.credit_checked_on,
        signed_on=contract.signed_on, signatory=contract.signatory,
        our_signatory=contract.signed_for_us.person if contract.signed_for_us else "", authority=_authority(contract),
        has_signed_copy=contract.signed_file_id is not None, party_name=contract.party_name, party_tax_id=contract.party_tax_id,
        legal_name=customer.legal_name, known_tax_ids=_tax_ids(contract), customer_type=customer.type, country=customer.country,
        products=contract.products, clauses=contract.clauses, legal_reviewed_on=contract.legal_reviewed_on,
        annex_count=contract.annex_count, annexes=annexes.count(ANNEX), language=contract.language,
        created_on=contract.created_at.date(), policy=_policy(contract.entity_id, on), own_prices=own["active"],
        prices_waiting=own["proposed"], has_price_list=_has_price_list(contract), has_end_client=_has_end_client(contract, on),
        has_authority_letter=AUTHORITY_LETTER in annexes, compliance=_against(["activate_contract", "kyc_valid"], contract),
        billing_needs=_against(["billing_needs_known"], contract),
        means_missing=_against(["payment_means_in_place"], contract, means=terms.means) if terms.means else (),
    )  # fmt: skip


def _policy(entity_id: int, on: date) -> PolicyFacts | None:
    found = policy_of(entity_id, on)
    if found is None:
        return None
    return PolicyFacts(
        found.terms, found.legal_days, found.legal_eom_days, found.currencies, found.countries, found.products,
        found.back_dating_days, found.credit_check_days,
    )  # fmt: skip


def _authority(contract: Contract) -> Decimal | None:
    """Up to how much the person could sign on that day, in the contract's currency; None when not at all."""
    found, day = contract.signed_for_us, contract.signed_on
    if found is None or day is None or found.entity_id != contract.entity_id:
        return None
    if day < found.valid_from or (found.valid_until and day >= found.valid_until):
        return None
    try:
        return conversion(found.currency, contract.currency, day).of(Money(found.up_to, found.currency), contract.currency).value
    except BusinessError:
        return None


def _tax_ids(contract: Contract) -> list[str]:
    registered = TaxRegistration.objects.filter(customer=contract.customer_id).values_list("number", flat=True)
    return [number for number in [contract.customer.vat_id, *registered] if number]


def _attached(contract: Contract) -> list[str]:
    """The kinds of the files on the contract."""
    rows = Attachment.objects.filter(object_type="accounts.contract", object_id=contract.pk, superseded_by=None)
    return list(rows.values_list("kind", flat=True))


def _own_prices(contract: Contract) -> dict[str, int]:
    states = list(Condition.objects.filter(contract=contract).values_list("state", flat=True))
    return {state: states.count(state) for state in states}


def _has_price_list(contract: Contract) -> bool:
    rows = Condition.objects.filter(price_list__entity=contract.entity_id, currency=contract.currency, state="active", kind="price")
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=contract.starts_on)).exists()


def _has_end_client(contract: Contract, on: date) -> bool:
    return CustomerRelation.objects.filter(valid_on(on), kind="reseller_of", from_customer=contract.customer_id).exists()


def _against(questions: Sequence[str], contract: Contract, **facts: object) -> list[str]:
    """What the others have against it, each reason once, in words."""
    found = [str(reason) for question in questions for reason in gates.reasons_against(question, contract.customer, **facts)]
    return list(dict.fromkeys(found))

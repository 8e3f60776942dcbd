"""The rules of the house in the demo: what each company may sign, who signs, at which prices."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from o2c.accounts.contracts.models import Contract, SigningAuthority
from o2c.accounts.contracts.services import contracts, control, prices, review
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.services.relations import relate_customers
from o2c.accounts.financial_accounts.services import profiles
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.entities.models import LegalEntity
from o2c.core.files.services import attach_file
from o2c.core.files.storage import Blob, store
from o2c.story.cast import Cast

CURRENCIES = ["CHF", "EUR", "GBP", "JPY", "USD"]
TERMS = ["EOM45", "NET14", "NET30", "NET45EOM", "NET60"]
PRICES = [("display", Decimal("2.40")), ("video", Decimal("9.80")), ("audio", Decimal("6.10"))]


def agreed(cast: Cast) -> None:
    """The approver agrees to everything that waits."""
    approver = cast.by_role["approver"]
    for request in ApprovalRequest.objects.filter(state="pending", roles__0="approver").order_by("pk"):
        decide_approval(request.pk, approve=True, reason="As discussed", actor=approver)


def lay_down(cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """A policy, a signatory and a price list for each company, long enough ago for the contracts of the story."""
    boss, since = cast.by_role["supervisor"], today - timedelta(days=700)
    for code, entity in sorted(entities.items()):
        control.propose_contract_policy(
            entity=entity, valid_from=since, terms=TERMS, legal_days=60, legal_eom_days=45, currencies=CURRENCIES,
            reason="Rules of the house", actor=boss,
        )  # fmt: skip
        agreed(cast)
        control.add_signing_authority(
            entity=entity, person="Béatrice Fontaine", up_to=Decimal(2_000_000), currency="EUR", valid_from=since, actor=boss
        )
        for currency in ("EUR", "GBP", "USD"):
            made = prices.create_price_list(entity=entity, code=f"{code}-{currency}", name="Rate card", currency=currency, actor=boss)
            for product, value in PRICES:
                prices.propose_condition(
                    price_list=made, kind="price", product=product, value=value, unit="1,000 impressions", valid_from=since,
                    reason="Rate card of the year", actor=boss,
                )  # fmt: skip
    agreed(cast)


def paper(text: str, name: str) -> Blob:
    """A one-line paper, as a scanner might have made it."""
    return store(BytesIO(b"%PDF-1.4\n% " + text.encode() + b"\n%%EOF\n"), name)


def make_it_sound(contract: Contract, cast: Cast, signed_on: date) -> None:
    """Everything the control of a contract asks for: its copy, its credit check, how the customer is billed."""
    clerk, finance = cast.by_role["clerk"], cast.by_role["finance"]
    signer = SigningAuthority.objects.filter(entity=contract.entity).earliest("pk")
    review.attach_signed_copy(
        contract.pk, blob=paper(f"Contract {contract.number}", f"{contract.number}.pdf"), signed_on=signed_on, signatory="Dr. A. Sign",
        signed_for_us=signer, actor=clerk,
    )  # fmt: skip
    review.record_credit_check(
        contract.pk,
        result="approved",
        credit_limit=Decimal(250_000),
        checked_on=signed_on + timedelta(days=60),
        note="Agency report, grade B",
        actor=finance,
    )
    if contract.customer.type == "reseller":
        _resells(contract, cast, signed_on)
    profiles.create_billing_profile(customer=contract.customer, name="Standard", grouping="account", channel="email", actor=clerk)


def _resells(contract: Contract, cast: Cast, since: date) -> None:
    """A reseller names an end client and has its letter."""
    clerk, end_client = cast.by_role["clerk"], Customer.objects.filter(state="active").earliest("pk")
    relate_customers(contract.customer.pk, kind="reseller_of", to_customer=end_client, valid_from=since, actor=clerk)
    attach_file("accounts.contract", contract.pk, paper("Authority letter", "letter.pdf"), kind="authority_letter", actor=clerk)


def ask_for_long_terms(contract: Contract, cast: Cast, today: date) -> None:
    """A contract whose terms are longer than the policy allows waits for a second person's waiver."""
    clerk = cast.by_role["clerk"]
    contracts.submit_contract(contract.pk, actor=clerk)
    review.ask_contract_waiver(
        contract.pk, rule="CR-07", reason="First contract in the sector; sales agreed to 90 days for one year",
        until=today + timedelta(days=365), actor=clerk,
    )  # fmt: skip

"""What a financial account may become, how it is taxed, and what it needs before it opens. Source: reference 13."""

from dataclasses import dataclass

from o2c.accounts.customers.rules.identifiers import UNION

ACCOUNT_MOVES = {
    "proposed": {"active", "refused"},
    "active": {"on_hold", "closing"},
    "on_hold": {"active", "closing"},  # closing only by a merge
    "closing": {"closed", "active"},  # back only by undoing a merge
}


def tax_treatment(seller: str, buyer: str, *, has_verified_tax_id: bool) -> str:
    """`domestic`, `reverse_charge` or `export`; `unknown` while the tax id of a buyer elsewhere in the union is not verified."""
    if not buyer:
        return "unknown"
    if seller == buyer:
        return "domestic"
    if seller in UNION and buyer in UNION:
        return "reverse_charge" if has_verified_tax_id else "unknown"
    return "export"


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """An account and everyone behind it on the day it should open. `customer_gaps` are the codes of what billing misses."""

    customer_state: str
    customer_gaps: tuple[str, ...]
    has_contract: bool
    payer_state: str | None
    payer_pays: bool
    treatment: str


def opening_gaps(facts: OpeningFacts) -> list[str]:
    """The code of everything that stands in the way, nothing when the account may open."""
    found = [
        (facts.customer_state != "active", "account_customer_not_active"),
        (not facts.has_contract, "account_contract_missing"),
        (facts.payer_state not in {None, "active"}, "account_payer_not_active"),
        (facts.payer_state is not None and not facts.payer_pays, "account_payer_without_relation"),
        (facts.treatment == "unknown", "account_tax_id_unverified"),
    ]
    return [*facts.customer_gaps, *(code for is_missing, code in found if is_missing)]


def may_carry(account_customer: int, advertiser: int, *, acts_for: bool, account_currency: str, campaign_currency: str) -> str | None:
    """Why a campaign cannot bill to an account, or None.

    `acts_for`: the account's customer is agency, reseller or payer of the advertiser.
    """
    if account_customer != advertiser and not acts_for:
        return "campaign_of_another_customer"
    if account_currency != campaign_currency:
        return "campaign_in_another_currency"
    return None

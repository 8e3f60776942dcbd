"""Tax treatment, what an account needs to open, and which campaigns it may carry."""

from dataclasses import replace

import pytest

from o2c.accounts.financial_accounts.rules import OpeningFacts, may_carry, opening_gaps, tax_treatment


@pytest.mark.parametrize(
    ("seller", "buyer", "verified", "treatment"),
    [
        ("FR", "FR", False, "domestic"),
        ("FR", "DE", True, "reverse_charge"),
        ("FR", "DE", False, "unknown"),
        ("FR", "US", False, "export"),
        ("US", "US", False, "domestic"),
        ("GB", "FR", False, "export"),
        ("FR", "", True, "unknown"),
    ],
)
def test_the_tax_treatment_follows_the_two_countries_and_the_verified_id(seller: str, buyer: str, verified: bool, treatment: str) -> None:
    assert tax_treatment(seller, buyer, has_verified_tax_id=verified) == treatment


READY = OpeningFacts("active", (), True, None, False, "domestic")


def test_an_account_with_everything_may_open() -> None:
    assert opening_gaps(READY) == []
    assert opening_gaps(replace(READY, payer_state="active", payer_pays=True)) == []


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (replace(READY, customer_state="onboarding"), ["account_customer_not_active"]),
        (replace(READY, customer_gaps=("tax_id_missing",)), ["tax_id_missing"]),
        (replace(READY, has_contract=False), ["account_contract_missing"]),
        (replace(READY, payer_state="suspended", payer_pays=True), ["account_payer_not_active"]),
        (replace(READY, payer_state="active"), ["account_payer_without_relation"]),
        (replace(READY, treatment="unknown"), ["account_tax_id_unverified"]),
    ],
)
def test_each_missing_fact_is_named(facts: OpeningFacts, codes: list[str]) -> None:
    assert opening_gaps(facts) == codes


def test_a_campaign_bills_to_its_advertiser_or_who_acts_for_it_in_one_currency() -> None:
    euros = {"account_currency": "EUR", "campaign_currency": "EUR"}

    assert may_carry(1, 1, acts_for=False, **euros) is None
    assert may_carry(2, 1, acts_for=True, **euros) is None
    assert may_carry(2, 1, acts_for=False, **euros) == "campaign_of_another_customer"
    assert may_carry(1, 1, acts_for=False, account_currency="EUR", campaign_currency="USD") == "campaign_in_another_currency"

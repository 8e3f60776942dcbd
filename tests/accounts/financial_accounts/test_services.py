"""Financial accounts: one per key, opened when everything is there, carrying one campaign at a time each; and imports."""

from datetime import date
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of
from refusals import refused

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.accounts.customers.services import states
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.accounts.financial_accounts.rules import ACCOUNT_MOVES
from o2c.accounts.financial_accounts.services import accounts, links, profiles
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", country="FR")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    """A French customer with everything an invoice needs, contract included."""
    return ready(entity)


def ready(entity: LegalEntity) -> Customer:
    found = make.CustomerFactory(entity=entity, country="FR")
    make.AddressFactory(customer=found, country="FR")
    make.ContactFactory(customer=found)
    make.TaxRegistrationFactory(customer=found, country="FR", number="FR83404833048")
    make.ContractFactory(customer=found, entity=entity)
    return found


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


def key(entity: LegalEntity, **facts: Any) -> dict[str, Any]:
    return {"entity": entity, "currency": "EUR", "terms": make.PaymentTermFactory(net_days=30), **facts}


@pytest.mark.usefixtures("gates_open")
def test_an_account_is_proposed_numbered_after_its_customer_and_opened(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    account = accounts.propose_account(customer=customer, actor=clerk, **key(entity))
    assert (account.number, account.state) == (f"{customer.number}-01", "proposed")

    accounts.open_account(account.pk, actor=clerk)

    account.refresh_from_db()
    assert (account.state, account.is_ready, account.tax_treatment) == ("active", True, "domestic")
    assert account.opened_on is not None
    assert set(AuditEvent.objects.values_list("action", "parent_id")) == {
        ("account.proposed", customer.pk),
        ("account.active", customer.pk),
    }


def test_the_same_key_is_refused_with_the_account_that_has_it(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    first = accounts.propose_account(customer=customer, actor=clerk, **key(entity))

    refusal = refused("account_exists", accounts.propose_account, customer=customer, actor=clerk, **key(entity))
    assert refusal.values == {"number": first.number}

    accounts.refuse_account(first.pk, reason="wrong entity", actor=clerk)
    assert accounts.propose_account(customer=customer, actor=clerk, **key(entity)).number == f"{customer.number}-02"


def test_impossible_accounts_are_refused(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    def attempt(code: str, **facts: Any) -> None:
        refused(code, accounts.propose_account, actor=clerk, **{"customer": customer, **key(entity), **facts})

    attempt("financialaccount_payer_is_another", payer=customer)
    attempt("currency_unknown", currency="EUX")
    attempt("profile_of_another_customer", billing_profile=make.BillingProfileFactory())
    attempt("account_customer_closed", customer=make.CustomerFactory(entity=entity, state="closed"))
    assert not FinancialAccount.objects.exists()


def test_an_account_for_an_entity_out_of_reach_is_refused(customer: Customer, entity: LegalEntity) -> None:
    french = master_of("accounts", entity=entity)

    refused("gone_or_out_of_reach", accounts.propose_account, customer=customer, actor=french, **key(LegalEntityFactory(code="DE01")))
    assert not FinancialAccount.objects.exists()


@pytest.mark.usefixtures("gates_open")
def test_an_account_that_misses_something_stays_proposed_and_all_of_it_is_named(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity, country="DE", state="onboarding")
    account = accounts.propose_account(customer=customer, actor=clerk, **key(entity))

    refusal = refused("account_not_ready", accounts.open_account, account.pk, actor=clerk)

    assert refusal.values["codes"] == [
        "billing_address_missing", "finance_contact_missing", "tax_id_missing", "account_customer_not_active",
        "account_contract_missing", "account_tax_id_unverified",
    ]  # fmt: skip
    assert FinancialAccount.objects.get().state == "proposed"


@pytest.mark.usefixtures("gates_open")
def test_with_a_payer_the_payers_data_and_relation_count(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    payer = ready(entity)
    account = accounts.propose_account(customer=customer, actor=clerk, **key(entity, payer=payer))

    refusal = refused("account_not_ready", accounts.open_account, account.pk, actor=clerk)
    assert refusal.values["codes"] == ["account_payer_without_relation"]

    CustomerRelation.objects.create(from_customer=payer, kind="payer_for", to_customer=customer, valid_from=make.START)
    assert accounts.open_account(account.pk, actor=clerk).state == "active"


@pytest.mark.usefixtures("gates_shut")
def test_compliance_keeps_an_account_from_opening(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    account = accounts.propose_account(customer=customer, actor=clerk, **key(entity))
    held = make.FinancialAccountFactory(customer=customer, entity=entity, state="on_hold", currency="USD")

    refused("gate_closed", accounts.open_account, account.pk, actor=clerk)
    refused("gate_closed", accounts.release_account, held.pk, actor=clerk)
    assert set(FinancialAccount.objects.values_list("state", flat=True)) == {"proposed", "on_hold"}


@pytest.mark.usefixtures("gates_open")
def test_the_key_of_an_open_account_no_longer_changes(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    account = accounts.propose_account(customer=customer, actor=clerk, **key(entity))
    accounts.edit_account(account.pk, currency="USD", actor=clerk)
    accounts.edit_account(account.pk, currency="EUR", actor=clerk)
    accounts.open_account(account.pk, actor=clerk)

    refused("account_not_editable", accounts.edit_account, account.pk, currency="USD", actor=clerk)
    assert FinancialAccount.objects.get().currency == "EUR"


MOVING = {
    accounts.open_account: ("proposed", "active", {}),
    accounts.refuse_account: ("proposed", "refused", {"reason": "why"}),
    accounts.hold_account: ("active", "on_hold", {"reason": "why"}),
    accounts.release_account: ("on_hold", "active", {}),
    accounts.start_closing_account: ("active", "closing", {"reason": "why"}),
    accounts.close_account: ("closing", "closed", {}),
}


@pytest.mark.usefixtures("gates_open")
@pytest.mark.parametrize("verb", MOVING, ids=lambda verb: verb.permission)
@pytest.mark.parametrize("state", [*ACCOUNT_MOVES, "closed", "refused"])
def test_only_the_moves_of_the_table(customer: Customer, entity: LegalEntity, clerk: User, verb: Any, state: str) -> None:
    origin, reached, facts = MOVING[verb]
    opened = None if state in {"proposed", "refused"} else DAY
    closed = DAY if state == "closed" else None
    account = make.FinancialAccountFactory(customer=customer, entity=entity, state=state, opened_on=opened, closed_on=closed)

    if state == origin:
        assert reached in ACCOUNT_MOVES[origin]
        assert verb(account.pk, actor=clerk, **facts).state == reached
    else:
        refused("wrong_state", verb, account.pk, actor=clerk, **facts)
        assert FinancialAccount.objects.get().state == state


@pytest.mark.usefixtures("gates_open")
def test_an_account_with_live_campaigns_does_not_close_and_its_customer_neither(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity, state="closing")
    account = make.FinancialAccountFactory(customer=customer, entity=entity, state="closing")
    link = make.CampaignAccountFactory(account=account)

    refused("account_has_campaigns", accounts.close_account, account.pk, actor=clerk)
    refused("gate_closed", states.close_customer, customer.pk, actor=clerk)

    Campaign.objects.filter(pk=link.campaign_id).update(state="ended")
    accounts.close_account(account.pk, actor=clerk)
    assert states.close_customer(customer.pk, actor=clerk).state == "closed"


def test_linking_a_campaign_ends_the_link_before(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    old, new = (
        make.FinancialAccountFactory(customer=customer, entity=entity, terms=make.PaymentTermFactory(net_days=days)) for days in (30, 60)
    )
    campaign = make.CampaignFactory(advertiser=customer)
    links.link_campaign(campaign.pk, account=old, valid_from=make.START, actor=clerk)

    links.link_campaign(campaign.pk, account=new, valid_from=DAY, actor=clerk)

    assert CampaignAccount.objects.get(account=old).valid_until == DAY
    found = queries.account_of(campaign, DAY)
    assert found
    assert found.account == new
    refused("campaignaccount_one_at_a_time", links.link_campaign, campaign.pk, account=old, valid_from=make.START, actor=clerk)
    assert not queries.unlinked_campaigns(clerk, DAY).exists()


def test_a_campaign_links_only_where_it_can_be_billed(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    agency = make.CustomerFactory(entity=entity, type="agency")
    campaign = make.CampaignFactory(advertiser=customer)
    of_agency = make.FinancialAccountFactory(customer=agency, entity=entity)
    in_dollars = make.FinancialAccountFactory(customer=customer, entity=entity, currency="USD")
    closing = make.FinancialAccountFactory(customer=customer, entity=entity, state="closing")

    def attempt(code: str, account: FinancialAccount) -> None:
        refused(code, links.link_campaign, campaign.pk, account=account, valid_from=DAY, actor=clerk)

    attempt("campaign_of_another_customer", of_agency)
    attempt("campaign_in_another_currency", in_dollars)
    attempt("account_not_open", closing)
    assert list(queries.unlinked_campaigns(clerk, DAY)) == [campaign]

    CustomerRelation.objects.create(from_customer=agency, kind="agency_of", to_customer=customer, valid_from=make.START)
    assert list(queries.suitable_accounts(clerk, campaign, DAY)) == [of_agency]
    link = links.link_campaign(campaign.pk, account=of_agency, valid_from=DAY, actor=clerk)
    links.unlink_campaign(link.pk, valid_until=date(2025, 7, 1), actor=clerk)
    assert queries.account_of(campaign, date(2025, 7, 1)) is None


def test_billing_profiles(customer: Customer, clerk: User) -> None:
    profile = profiles.create_billing_profile(
        customer=customer, name="Portal", channel="portal", channel_address="https://p.example", actor=clerk
    )

    refused("billingprofile_name_once", profiles.create_billing_profile, customer=customer, name="Portal", actor=clerk)
    refused("billingprofile_channel_has_address", profiles.edit_billing_profile, profile.pk, channel_address="", actor=clerk)
    assert profiles.edit_billing_profile(profile.pk, po_required=True, actor=clerk).po_required


@pytest.mark.usefixtures("gates_open")
def test_an_imported_account_becomes_ready_when_its_facts_are_there(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    account = make.FinancialAccountFactory(customer=customer, entity=entity, origin="imported", is_ready=False)
    bare = make.FinancialAccountFactory(customer=make.CustomerFactory(entity=entity), entity=entity, origin="imported", is_ready=False)

    refused("account_not_ready", accounts.confirm_account_ready, bare.pk, actor=clerk)
    accounts.confirm_account_ready(account.pk, actor=clerk)

    assert set(FinancialAccount.objects.filter(is_ready=True)) == {account}

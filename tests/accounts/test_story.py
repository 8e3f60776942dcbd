"""A clerk takes a new client from an empty form to an active account with a linked campaign, through the browser's door."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import Contract
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


class Desk:
    """A person at their desk: posts forms that must be accepted."""

    def __init__(self, role: str) -> None:
        self.client = Client()
        self.client.force_login(person(role))

    def enters(self, page: str, /, *args: Any, **typed: Any) -> None:
        answer = self.client.post(reverse(page, args=args), typed)
        assert answer.status_code == 302, answer.content.decode()

    def sees(self, address: str) -> str:
        return self.client.get(address).content.decode()


def test_from_an_empty_form_to_a_linked_campaign() -> None:
    LegalEntityFactory(code="FR01", country="FR")
    clerk, supervisor = Desk("clerk"), Desk("supervisor")

    clerk.enters(
        "customer_new", legal_name="Boulangerie Martin SARL", country="FR", type="advertiser", entities=["FR01"],
        vat_id="FR83404833048", language="fr", tier="standard", risk_class="low",
    )  # fmt: skip
    customer = Customer.objects.get()
    clerk.enters("address_new", customer.public_id, kind="billing", lines="1 rue X", city="Paris", country="FR", valid_from="2025-01-01")
    clerk.enters("contact_new", customer.public_id, person="Paul", role="finance", email="p@x.fr", language="fr", valid_from="2025-01-01")
    clerk.enters("customer_move", customer.public_id, "onboard")
    clerk.enters("customer_move", customer.public_id, "activate")

    clerk.enters(
        "contract_new", customer=customer.public_id, number="CT-1", entity="FR01", starts_on="2025-01-01", renewal="tacit",
        notice_days=30, currency="EUR", terms="NET30", credit_limit="10,000.00", party_name="Boulangerie Martin SARL",
    )  # fmt: skip
    contract = Contract.objects.get()
    clerk.enters("contract_move", contract.public_id, "submit")
    assert reverse("contract_move", args=[contract.public_id, "approve"]) not in clerk.sees(contract.get_absolute_url())
    supervisor.enters("contract_move", contract.public_id, "approve")
    make.controlled(contract)
    supervisor.enters("contract_move", contract.public_id, "activate")

    clerk.enters("financial_account_new", customer=customer.public_id, entity="FR01", currency="EUR", terms="NET30")
    account = FinancialAccount.objects.get()
    clerk.enters("financial_account_move", account.public_id, "open")

    clerk.enters("campaign_new", ext_id="feed-1", name="Croissants", advertiser=customer.public_id, starts_on="2025-02-01", currency="EUR")
    campaign = Campaign.objects.get()
    assert account.number in clerk.sees(reverse("unlinked_campaign_list"))
    clerk.enters("campaign_link", campaign.public_id, account=account.public_id, valid_from="2025-02-01")

    assert CampaignAccount.objects.get().account == account
    assert "Croissants" not in clerk.sees(reverse("unlinked_campaign_list"))
    account.refresh_from_db()
    assert (account.state, account.is_ready, account.tax_treatment) == ("active", True, "domestic")
    panel = clerk.sees(reverse("customer_accounts", args=[customer.public_id]))
    assert account.number in panel

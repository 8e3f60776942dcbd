"""Customers, contracts, campaigns and financial accounts, valid and boring."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from django.utils import timezone
from factories.core import LegalEntityFactory
from factory.django import DjangoModelFactory
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import (
    Condition,
    Contract,
    ContractPolicy,
    ContractWaiver,
    InsertionOrder,
    PaymentTerm,
    PriceList,
    PurchaseOrder,
    SigningAuthority,
)
from o2c.accounts.customers.models import Address, BankAccount, Contact, Customer, CustomerEntity, CustomerState, TaxRegistration
from o2c.accounts.financial_accounts.models import AccountState, BillingProfile, CampaignAccount, FinancialAccount
from o2c.accounts.payment_methods.models import Mandate, PaymentMethod, Registration, RejectedCollection
from o2c.accounts.requests.models import ChangeRequest, RequestMessage
from o2c.core.files.models import StoredFile

START = date(2025, 1, 1)


class CustomerFactory(DjangoModelFactory[Customer]):
    """`CustomerFactory(entity=e)` says which of our entities deals with it; without, nobody limited to an entity sees it."""

    class Meta:
        model = Customer
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"T{n:06}")
    legal_name = factory.LazyAttribute(lambda customer: f"Customer {customer.number} GmbH")
    country = "DE"
    state = CustomerState.ACTIVE

    @factory.post_generation
    def entity(self, create, extracted, **kwargs):  # type: ignore[no-untyped-def]
        if create and extracted:
            CustomerEntity.objects.create(customer=self, entity=extracted)


class AddressFactory(DjangoModelFactory[Address]):
    class Meta:
        model = Address

    customer = factory.SubFactory(CustomerFactory)
    lines = "Hauptstraße 1"
    postcode = "10115"
    city = "Berlin"
    country = "DE"
    valid_from = START


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    customer = factory.SubFactory(CustomerFactory)
    person = "Petra Payable"
    email = "payables@example.com"
    state = "valid"
    valid_from = START


class TaxRegistrationFactory(DjangoModelFactory[TaxRegistration]):
    class Meta:
        model = TaxRegistration

    customer = factory.SubFactory(CustomerFactory)
    country = "DE"
    number = "DE136695976"


class BankAccountFactory(DjangoModelFactory[BankAccount]):
    class Meta:
        model = BankAccount

    customer = factory.SubFactory(CustomerFactory)
    iban = "DE89370400440532013000"
    holder = factory.LazyAttribute(lambda account: account.customer.legal_name)
    source = "letter of 5 January"


class PaymentTermFactory(DjangoModelFactory[PaymentTerm]):
    class Meta:
        model = PaymentTerm
        django_get_or_create = ["code"]

    net_days = 30
    code = factory.LazyAttribute(lambda term: f"NET{term.net_days}")


class ContractFactory(DjangoModelFactory[Contract]):
    class Meta:
        model = Contract

    number = factory.Sequence(lambda n: f"CT-{n:05}")
    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    starts_on = START
    currency = "EUR"
    terms = factory.SubFactory(PaymentTermFactory)
    signed_on = START
    state = "active"


class InsertionOrderFactory(DjangoModelFactory[InsertionOrder]):
    class Meta:
        model = InsertionOrder

    number = factory.Sequence(lambda n: f"IO-{n:05}")
    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    starts_on = START
    ends_on = date(2026, 1, 1)
    amount = 10_000
    currency = "EUR"
    signed_on = START
    state = "signed"


class ContractPolicyFactory(DjangoModelFactory[ContractPolicy]):
    class Meta:
        model = ContractPolicy

    entity = factory.SubFactory(LegalEntityFactory)
    valid_from = date(2020, 1, 1)
    terms = factory.LazyFunction(lambda: ["EOM45", "NET14", "NET30", "NET45EOM", "NET60"])
    currencies = factory.LazyFunction(lambda: ["EUR", "GBP", "USD"])
    reason = "the house's rules"
    state = "active"


class SigningAuthorityFactory(DjangoModelFactory[SigningAuthority]):
    class Meta:
        model = SigningAuthority

    entity = factory.SubFactory(LegalEntityFactory)
    person = "Sigrid Signs"
    up_to = 1_000_000
    currency = "EUR"
    valid_from = date(2020, 1, 1)


class PriceListFactory(DjangoModelFactory[PriceList]):
    class Meta:
        model = PriceList

    entity = factory.SubFactory(LegalEntityFactory)
    code = factory.Sequence(lambda n: f"LIST{n}")
    name = "Standard prices"
    currency = "EUR"


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"acc{n:061x}")
    size = 1000
    mime = "application/pdf"


class ConditionFactory(DjangoModelFactory[Condition]):
    """An active price of a list; `contract=` and `customer=` make it a customer's own."""

    class Meta:
        model = Condition

    price_list = factory.Maybe("contract", None, factory.SubFactory(PriceListFactory))
    contract = None
    entity = factory.LazyAttribute(lambda made: (made.contract or made.price_list).entity)
    customer = factory.LazyAttribute(lambda made: made.contract.customer if made.contract else None)
    currency = factory.LazyAttribute(lambda made: (made.contract or made.price_list).currency)
    document = factory.Maybe("contract", factory.SubFactory(StoredFileFactory), None)
    kind = "price"
    product = "display"
    value = 2
    valid_from = date(2020, 1, 1)
    reason = "as agreed"
    state = "active"
    approved_by = factory.LazyFunction(lambda: person("approver"))
    approved_at = factory.LazyFunction(timezone.now)


class ContractWaiverFactory(DjangoModelFactory[ContractWaiver]):
    class Meta:
        model = ContractWaiver

    contract = factory.SubFactory(ContractFactory)
    rule = "CR-07"
    reason = "a new market"
    until = date(2099, 1, 1)
    state = "granted"
    granted_by = factory.LazyFunction(lambda: person("approver"))
    granted_at = factory.LazyFunction(timezone.now)


class PurchaseOrderFactory(DjangoModelFactory[PurchaseOrder]):
    class Meta:
        model = PurchaseOrder

    number = factory.Sequence(lambda n: f"PO-{n:05}")
    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    starts_on = START
    amount = 10_000
    currency = "EUR"


def controlled(contract: Contract) -> Contract:
    """The contract with everything its control asks for, except what compliance answers."""
    customer, entity = contract.customer, contract.entity
    if not ContractPolicy.objects.filter(entity=entity).exists():
        ContractPolicyFactory(entity=entity)
    if not PriceList.objects.filter(entity=entity, currency=contract.currency).exists():
        ConditionFactory(price_list=PriceListFactory(entity=entity, currency=contract.currency))
    signer = SigningAuthority.objects.filter(entity=entity).first() or SigningAuthorityFactory(entity=entity, currency=contract.currency)
    BillingProfile.objects.get_or_create(customer=customer, name="Standard")
    Contract.objects.filter(pk=contract.pk).update(
        signed_file=StoredFileFactory(), signed_on=date(2025, 1, 1), signatory="Paul Martin", signed_for_us=signer,
        party_name=customer.legal_name, party_tax_id=customer.vat_id, expected_exposure=1_000, credit_limit=5_000,
        credit_result="approved", credit_checked_on=timezone.now().date(), language="en",
    )  # fmt: skip
    contract.refresh_from_db()
    return contract


class CampaignFactory(DjangoModelFactory[Campaign]):
    class Meta:
        model = Campaign

    ext_id = factory.Sequence(lambda n: f"cmp-{n}")
    name = factory.LazyAttribute(lambda campaign: f"Campaign {campaign.ext_id}")
    advertiser = factory.SubFactory(CustomerFactory)
    starts_on = START
    currency = "EUR"
    state = "live"


class BillingProfileFactory(DjangoModelFactory[BillingProfile]):
    class Meta:
        model = BillingProfile

    customer = factory.SubFactory(CustomerFactory)
    name = "Standard"


class FinancialAccountFactory(DjangoModelFactory[FinancialAccount]):
    class Meta:
        model = FinancialAccount

    number = factory.Sequence(lambda n: f"A{n:06}")
    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    currency = "EUR"
    terms = factory.SubFactory(PaymentTermFactory)
    state = AccountState.ACTIVE
    opened_on = START
    is_ready = True


class CampaignAccountFactory(DjangoModelFactory[CampaignAccount]):
    class Meta:
        model = CampaignAccount

    campaign = factory.SubFactory(CampaignFactory)
    account = factory.SubFactory(FinancialAccountFactory)
    valid_from = START


class ChangeRequestFactory(DjangoModelFactory[ChangeRequest]):
    class Meta:
        model = ChangeRequest

    kind = "other"
    title = "Other request"
    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    payload = {"subject": "Invoice copies"}
    reason = "The customer asked"
    requester = factory.LazyFunction(lambda: person("sales_support"))


class RequestMessageFactory(DjangoModelFactory[RequestMessage]):
    class Meta:
        model = RequestMessage

    request = factory.SubFactory(ChangeRequestFactory)
    text = "Hello"


class PaymentMethodFactory(DjangoModelFactory[PaymentMethod]):
    class Meta:
        model = PaymentMethod

    customer = factory.SubFactory(CustomerFactory)
    kind = "transfer"
    rank = "primary"


class MandateFactory(DjangoModelFactory[Mandate]):
    class Meta:
        model = Mandate

    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    method = factory.LazyAttribute(lambda mandate: PaymentMethodFactory(customer=mandate.customer, kind="sdd", state="pending"))
    reference = factory.Sequence(lambda n: f"M-{n:05}")
    iban = "DE89370400440532013000"
    holder = "Martin"


class RejectionFactory(DjangoModelFactory[RejectedCollection]):
    class Meta:
        model = RejectedCollection

    mandate = factory.SubFactory(MandateFactory)
    code = "MD01"
    rejected_on = date(2026, 1, 9)
    amount = 120
    currency = "EUR"
    reference = "E2E-1"


class RegistrationFactory(DjangoModelFactory[Registration]):
    class Meta:
        model = Registration

    customer = factory.SubFactory(CustomerFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    kind = "sdd"
    email = "payables@example.com"
    digest = "0" * 64
    expires_at = datetime(2999, 1, 1, tzinfo=UTC)


def registration_key() -> dict[str, Any]:
    """One customer with one of our entities, for what exists once between the two."""
    return {"customer": CustomerFactory(), "entity": LegalEntityFactory()}

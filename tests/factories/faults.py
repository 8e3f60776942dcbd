"""Something wrong with one campaign, what its control says, and what takes the cause away: a scene per finding."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from factories.accounts import (
    BillingProfileFactory,
    CampaignAccountFactory,
    ConditionFactory,
    ContractPolicyFactory,
    CustomerFactory,
    FinancialAccountFactory,
    MandateFactory,
    PaymentMethodFactory,
    PurchaseOrderFactory,
)
from factories.billing import issued, new_line, spent
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.accounts.vendors.models import VendorRegistration
from o2c.billing.documents.models import Delivery, DocumentLine
from o2c.billing.documents.rules import NewLine
from o2c.billing.spend.models import SpendBilling, SpendRecord
from o2c.compliance.freezes.models import Freeze
from o2c.core.entities.models import FiscalPeriod, Rate, RateTable

DAY = date(2025, 4, 20)
APRIL = date(2025, 4, 1)


@dataclass(frozen=True)
class Scene:
    """The campaign that something is wrong with, and what belongs to it."""

    campaign: Campaign

    @property
    def account(self) -> FinancialAccount:
        return FinancialAccount.objects.get(campaign_links__campaign=self.campaign)

    @property
    def customer(self) -> Customer:
        return Customer.objects.get(pk=self.campaign.advertiser_id)

    def spend(self, on: date = DAY, amount: str = "100", **facts: object) -> SpendRecord:
        return spent(self.campaign, on, amount, **facts)

    def change(self, row: object, **facts: object) -> None:
        type(row).objects.filter(pk=row.pk).update(**facts)  # type: ignore[attr-defined]

    def line(self, price: str, **facts: object) -> NewLine:
        """A line of an invoice for the campaign's first week of April."""
        return new_line(price, campaign_id=self.campaign.pk, service_from=APRIL, service_until=date(2025, 4, 8), **facts)

    def bill(self) -> None:
        """Whatever has not been billed yet, as it stands, on one line of an invoice."""
        line = issued(self.account, on=DAY).lines.get()
        for record in SpendRecord.objects.filter(campaign=self.campaign, billing=None):
            SpendBilling.objects.create(spend=record, document_line=line, amount=record.amount, currency=record.currency)

    def profile(self, **facts: object) -> None:
        self.change(self.account, billing_profile=BillingProfileFactory(customer=self.customer, **facts))


def case(found: str, amount: str = "100", severity: str = "stop", heals: Callable[[Scene], object] | None = None):  # type: ignore[no-untyped-def]
    """What the decorated scene is to be found as, and what takes the cause away."""
    return lambda build: pytest.param(build, found, Decimal(amount), severity, heals, id=f"{found}-{build.__name__}")


def corrected(amount: str, **facts: object) -> Callable[[Scene], object]:
    return lambda it: it.spend(amount=amount, corrects=SpendRecord.objects.filter(campaign=it.campaign).latest("pk"), **facts)


@case(
    "bc_01_no_account", heals=lambda it: CampaignAccountFactory(campaign=it.campaign, account=FinancialAccountFactory(customer=it.customer))
)
def linked_to_nothing(it: Scene) -> None:
    CampaignAccount.objects.filter(campaign=it.campaign).delete()
    it.spend()


@case("bc_01_live", "0", "warn", lambda it: it.change(it.campaign, state="ended"))
def live_and_linked_to_nothing(it: Scene) -> None:
    CampaignAccount.objects.filter(campaign=it.campaign).delete()


@case("bc_02_no_contract", heals=lambda it: it.customer.contracts.update(ends_on=None))
def after_the_end_of_the_contract(it: Scene) -> None:
    it.customer.contracts.update(ends_on=APRIL, state="expired")
    it.spend(date(2025, 3, 31))
    it.spend(date(2025, 4, 2))


@case("bc_04_missing", heals=lambda it: PurchaseOrderFactory(customer=it.customer))
def no_purchase_order(it: Scene) -> None:
    it.profile(po_required=True)
    PurchaseOrderFactory(customer=it.customer, state="closed")
    it.spend()


@case("bc_05_expired", "60", heals=lambda it: it.customer.purchase_orders.update(ends_on=None))
def expired_purchase_order(it: Scene) -> None:
    it.profile(references=["purchase_order"])
    PurchaseOrderFactory(customer=it.customer, ends_on=date(2025, 4, 10))
    it.spend(date(2025, 4, 9), "40")
    it.spend(date(2025, 4, 10), "60")


@case("bc_05_not_begun", heals=lambda it: it.customer.purchase_orders.update(starts_on=APRIL))
def purchase_order_of_later(it: Scene) -> None:
    it.profile(po_required=True)
    PurchaseOrderFactory(customer=it.customer, starts_on=date(2025, 5, 1))
    it.spend()


@case("bc_06_exhausted", "200", heals=lambda it: it.customer.purchase_orders.update(tolerance_percent=2))
def used_up_purchase_order(it: Scene) -> None:
    it.profile(po_required=True)
    order = PurchaseOrderFactory(customer=it.customer, number="PO-1", amount=10_000)
    issued(it.account, lines=[new_line("9500", purchase_order_id=order.pk, order_number="PO-1")], on=date(2025, 4, 1))
    it.spend(amount="700")


@case("bc_07_campaign", heals=lambda it: it.change(it.campaign, currency="EUR"))
def campaign_in_another_currency(it: Scene) -> None:
    it.change(it.campaign, currency="USD")
    it.spend()


@case("bc_07_contract", heals=lambda it: it.customer.contracts.update(currency="EUR"))
def contract_in_another_currency(it: Scene) -> None:
    it.customer.contracts.update(currency="USD")
    it.spend()


@case("bc_08_contract", heals=lambda it: it.customer.contracts.update(entity=it.account.entity))
def contract_of_another_entity(it: Scene) -> None:
    it.customer.contracts.update(entity=LegalEntityFactory())
    it.spend()


@case("bc_08_country", heals=lambda it: it.change(it.customer, country="FR"))
def country_that_the_entity_may_not_bill(it: Scene) -> None:
    ContractPolicyFactory(entity=it.account.entity, countries=["FR", "BE"])
    it.spend()


@case("bc_11_past_end", heals=lambda it: it.change(it.campaign, test_ends_on=date(2025, 5, 1)))
def test_campaign_past_its_end(it: Scene) -> None:
    it.change(it.campaign, is_test=True, test_budget=500, test_ends_on=DAY)
    it.spend(DAY - timedelta(days=1), "10")
    it.spend()


@case("bc_11_over_budget", "30", heals=lambda it: it.change(it.campaign, test_budget=130))
def test_campaign_over_its_budget(it: Scene) -> None:
    it.change(it.campaign, is_test=True, test_budget=100, test_ends_on=date(2025, 6, 1))
    it.spend(amount="130")


@case("bc_12_no_client", heals=lambda it: it.change(it.customer, type="agency"))
def reseller_without_end_client(it: Scene) -> None:
    it.change(it.customer, type="reseller")
    it.spend()


def related(it: Scene) -> None:
    client = Customer.objects.get(pk=Campaign.objects.get(pk=it.campaign.pk).end_client_id)
    CustomerRelation.objects.create(from_customer=it.customer, kind="reseller_of", to_customer=client, valid_from=APRIL)


@case("bc_12_no_authority", heals=related)
def reseller_without_authority(it: Scene) -> None:
    it.change(it.customer, type="reseller")
    it.change(it.campaign, end_client=CustomerFactory(type="end_client"))
    it.spend()


@case("bc_13_same_amount", "99.99", heals=corrected("0", units=0))
def same_day_and_amount(it: Scene) -> None:
    it.spend(amount="100.00")
    it.spend(amount="99.99")


@case("bc_13_same_id", "40", heals=corrected("0", source="other", ext_id="x-2"))
def same_id_of_two_sources(it: Scene) -> None:
    it.spend(amount="100", source="adserver", ext_id="x")
    it.spend(amount="40", source="other", ext_id="x", units=9)


@case("bc_14_over", heals=corrected("500", units=500))
def dearer_than_agreed(it: Scene) -> None:
    ConditionFactory(contract=it.customer.contracts.get(), product="", value=1)
    it.spend(amount="600", units=500)


@case("bc_14_under", "10", heals=lambda it: it.customer.contracts.get().conditions.update(state="withdrawn"))
def cheaper_than_the_price_of_its_day(it: Scene) -> None:
    contract = it.customer.contracts.get()
    ConditionFactory(contract=contract, product="", value=1, valid_until=date(2025, 4, 15))
    ConditionFactory(contract=contract, product="", value=1_100, unit="1,000 impressions", valid_from=date(2025, 4, 15))
    it.spend(date(2025, 4, 14), "100", units=100)
    it.spend(date(2025, 4, 15), "100", units=100)


def credited(amount: str) -> Callable[[Scene], object]:
    """The last line of the scene's account, credited by so much."""

    def heal(it: Scene) -> None:
        line = DocumentLine.objects.filter(document__account=it.account).latest("pk")
        back = new_line(amount, original_line_id=line.pk)
        issued(it.account, kind="credit_note", on=DAY, original_id=line.document_id, reason_code="duplicate", lines=[back])

    return heal


@case("bc_13_invoiced", "70", "warn", heals=credited("70"))
def invoiced_twice(it: Scene) -> None:
    for _time in range(2):
        issued(it.account, lines=[it.line("70")], on=DAY)


@case("bc_14_over", severity="warn", heals=credited("600"))
def invoiced_dearer_than_agreed(it: Scene) -> None:
    ConditionFactory(contract=it.customer.contracts.get(), product="", value=1)
    issued(it.account, lines=[it.line("1.20", quantity=Decimal(500))], on=DAY)


@case("bc_03_missing", heals=lambda it: it.campaign.insertion_orders.set(it.customer.insertion_orders.all()))
def without_an_order(it: Scene) -> None:
    it.campaign.insertion_orders.clear()
    it.spend()


@case("bc_03_exceeded", "40", heals=lambda it: it.campaign.insertion_orders.update(amount=100))
def more_than_was_ordered(it: Scene) -> None:
    it.campaign.insertion_orders.update(amount=60, tolerance_percent=0)
    it.spend()


@case("bc_09_invalid", heals=lambda it: it.customer.tax_registrations.update(state="valid"))
def tax_id_that_is_not_valid(it: Scene) -> None:
    it.customer.tax_registrations.update(state="invalid")
    it.spend()


@case("bc_22_more", "319", "warn", heals=corrected("300"))
def far_more_than_is_usual(it: Scene) -> None:
    issued(it.account, on=date(2025, 3, 31))
    it.spend(amount="419")


@case("bc_10_rejected", "119", "warn", heals=lambda it: Delivery.objects.update(state="sent", reason=""))
def delivery_that_failed(it: Scene) -> None:
    it.change(it.account.entity, country="DE")
    document = issued(it.account, on=DAY)
    Delivery.objects.create(
        document=document, customer=it.customer, entity=document.entity, channel="email", recipient="x@example.com", state="rejected",
        reason="mailbox full", created_by=person("clerk"),
    )  # fmt: skip


@case("bc_15_more", "12", "hold", corrected("100", units=100, third_party_units=91))
def more_than_the_third_party_counted(it: Scene) -> None:
    it.spend(amount="100", units=100, third_party_units=88)


@case("bc_15_less", "0", "hold", corrected("100", units=100, third_party_units=110))
def less_than_the_third_party_counted(it: Scene) -> None:
    it.spend(amount="100", units=100, third_party_units=120)


@case("bc_15_more", "6", "hold", heals=lambda it: it.customer.contracts.get().conditions.update(state="withdrawn"))
def more_than_the_contract_tolerates(it: Scene) -> None:
    ConditionFactory(contract=it.customer.contracts.get(), kind="tolerance", product="", value=5)
    it.spend(amount="100", units=100, third_party_units=94)


@case("bc_16_not_invoiced", severity="warn", heals=lambda it: corrected("0")(it))
def march_after_the_cut_off(it: Scene) -> None:
    it.spend(date(2025, 3, 30))


@case("bc_17_zero", "0", heals=corrected("80"))
def delivered_for_nothing(it: Scene) -> None:
    it.spend(amount="0", units=100)


@case("bc_17_negative", "20", heals=lambda it: it.bill())
def corrected_below_what_was_billed(it: Scene) -> None:
    it.spend(amount="50")
    it.bill()
    corrected("30")(it)


@case("bc_18_terms", severity="warn", heals=lambda it: it.customer.contracts.update(terms=it.account.terms))
def other_terms_than_the_contract(it: Scene) -> None:
    it.customer.contracts.update(terms=FinancialAccountFactory(terms__net_days=60).terms)
    it.spend()


@case("bc_19_closed", heals=lambda it: it.change(it.customer, state="active"))
def closed_customer(it: Scene) -> None:
    it.change(it.customer, state="closed")
    it.spend()


@case("bc_19_gate", heals=lambda it: Freeze.objects.update(
    ended_at=datetime(2025, 4, 20, tzinfo=UTC), ended_by=person("legal"), end_kind="overruled", end_reason="wrong person"))  # fmt: skip
def frozen_customer(it: Scene) -> None:
    Freeze.objects.create(customer=it.customer, scope="bill", reason="listed", created_by=person("compliance_officer"))
    it.spend()


@case("bc_19_account_on_hold", heals=lambda it: it.change(it.account, state="active"))
def account_on_hold(it: Scene) -> None:
    it.change(it.account, state="on_hold")
    it.spend()


@case("bc_20_waiting", severity="hold", heals=lambda it: it.customer.vendor_registrations.update(state="accepted", supplier_no="4711"))
def not_yet_a_supplier(it: Scene) -> None:
    VendorRegistration.objects.create(
        customer=it.customer, entity=it.account.entity, portal="Ariba", state="submitted", created_by=person("clerk")
    )
    it.spend()


@case("bc_21_stale", heals=lambda it: quoted(DAY))
def rate_of_three_weeks_ago(it: Scene) -> None:
    quoted(DAY - timedelta(days=21))
    it.change(it.account.entity, base_currency="GBP")
    it.spend()


def quoted(day: date) -> None:
    table, _made = RateTable.objects.get_or_create(purpose="booking", base="EUR")
    Rate.objects.create(table=table, code="GBP", day=day, value=Decimal("0.85"), source="ECB", created_by=person("finance"))


@case(
    "bc_23_locked",
    heals=lambda it: FiscalPeriod.objects.filter(entity=it.account.entity).update(state="open", closed_at=None, closed_by=None),
)
def month_that_is_closed(it: Scene) -> None:
    FiscalPeriod.objects.filter(entity=it.account.entity, month=APRIL).update(state="soft")
    it.spend()


@case("bc_23_back_dated", heals=corrected("0"))
def spend_that_came_after_the_close(it: Scene) -> None:
    months = FiscalPeriod.objects.filter(entity=it.account.entity, month=date(2025, 3, 1))
    months.update(state="closed", closed_at=datetime(2025, 4, 5, tzinfo=UTC), closed_by=person("finance"))
    it.spend(date(2025, 3, 31))


@case("bc_24_card_ends", severity="warn", heals=lambda it: it.customer.payment_methods.update(expires=date(2025, 5, 1)))
def card_that_ends_before_the_due_date(it: Scene) -> None:
    PaymentMethodFactory(
        customer=it.customer, kind="card", processor="p", token="tok_1", last4="4242", expires=APRIL
    )  # fmt: skip
    it.spend()


@case("bc_24_mandate_lapses", severity="warn", heals=lambda it: it.customer.mandates.update(last_used_on=date(2025, 1, 1)))
def mandate_nobody_used_for_three_years(it: Scene) -> None:
    mandate = MandateFactory(customer=it.customer, entity=it.account.entity, signed_on=date(2022, 5, 1), state="active")
    it.change(mandate.method, state="active", rank="primary")
    it.spend()


@case("bc_24_missing", severity="warn", heals=lambda it: it.change(it.account.terms, means=""))
def terms_that_ask_for_a_card_nobody_gave(it: Scene) -> None:
    it.change(it.account, terms=FinancialAccountFactory(terms__net_days=10, terms__means="card").terms)
    it.customer.contracts.update(terms=it.account.terms)
    it.spend()


@case("bc_25_our_tax_id", heals=lambda it: it.change(it.account.entity, vat_id="FR83404833048"))
def entity_without_tax_id(it: Scene) -> None:
    it.change(it.account.entity, vat_id="")
    it.spend()


@case("bc_25_address", heals=lambda it: it.customer.addresses.update(valid_until=None))
def customer_without_address(it: Scene) -> None:
    it.customer.addresses.update(valid_until=APRIL)
    it.spend()


CASES = [value for value in list(globals().values()) if hasattr(value, "marks") and hasattr(value, "values")]

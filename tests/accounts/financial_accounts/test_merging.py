"""Accounts that are one: merged by redirecting what comes, undone within thirty days; and accounts that take another's place."""

from datetime import date, timedelta
from typing import Any

import pytest
from factories import accounts as make
from factories.billing import open_months, posted
from factories.core import LegalEntityFactory
from hypothesis import given
from hypothesis import strategies as st
from people import master_of, person
from refusals import refused

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.services import ask_test_conversion, convert_test_campaign, edit_campaign
from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.models import AccountMerge, FinancialAccount
from o2c.accounts.financial_accounts.rules.grouping import Line, Wish, documents_of
from o2c.accounts.financial_accounts.services import merging, replacing
from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", country="FR")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    found = make.CustomerFactory(entity=entity, country="FR", vat_id="FR83404833048")
    make.AddressFactory(customer=found, country="FR")
    make.ContactFactory(customer=found)
    make.TaxRegistrationFactory(customer=found, country="FR", number="FR83404833048")
    make.ContractFactory(customer=found, entity=entity)
    make.ContractFactory(customer=found, entity=entity, currency="USD")
    return found


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def twins(customer: Customer, entity: LegalEntity) -> tuple[FinancialAccount, FinancialAccount]:
    """Two accounts that differ in their terms; the first carries a campaign."""
    first = make.FinancialAccountFactory(customer=customer, entity=entity, number="A-1")
    make.CampaignAccountFactory(account=first, campaign=make.CampaignFactory(advertiser=customer))
    return first, make.FinancialAccountFactory(customer=customer, entity=entity, number="A-2", terms=make.PaymentTermFactory(net_days=60))


def carriers(on: date) -> set[str]:
    return {queries.account_of(campaign, on).account.number for campaign in Campaign.objects.all()}  # type: ignore[union-attr]


class TestMerging:
    def test_new_spend_bills_to_the_survivor_and_posted_documents_stay(self, twins: Any, entity: LegalEntity, clerk: User) -> None:
        source, survivor = twins
        open_months(entity)
        posted(source, "1000.00", date(2026, 1, 10), reference="INV-1")
        today = local_today(entity)

        merge = merging.merge_accounts(source.pk, survivor=survivor, reason="Opened twice", evidence={"same": "customer"}, actor=clerk)

        source.refresh_from_db()
        assert (source.state, source.replaced_by, source.replaced_from) == ("closing", survivor, today)
        assert (carriers(today), carriers(today - timedelta(days=1))) == ({"A-2"}, {"A-1"})
        assert set(OpenItem.objects.values_list("account", flat=True)) == {source.pk}
        assert set(JournalEntry.objects.values_list("account", flat=True)) == {source.pk}
        assert (merge.undo_until - today).days == 30

    def test_undo_puts_it_back_today_or_later(self, twins: Any, entity: LegalEntity, clerk: User, time_machine: Any) -> None:
        source, survivor = twins
        merge = merging.merge_accounts(source.pk, survivor=survivor, reason="Opened twice", actor=clerk)
        merging.undo_account_merge(merge.pk, reason="Two departments", actor=clerk)
        source.refresh_from_db()
        assert (source.state, source.replaced_by, source.replaced_from) == ("active", None, None)
        assert carriers(local_today(entity)) == {"A-1"}
        refused("merge_undone_already", merging.undo_account_merge, merge.pk, reason="again", actor=clerk)

        again = merging.merge_accounts(source.pk, survivor=survivor, reason="After all", actor=clerk)
        day = local_today(entity)
        time_machine.move_to(day + timedelta(days=10))
        merging.undo_account_merge(again.pk, reason="No", actor=clerk)
        assert [carriers(day + timedelta(days=days)) for days in (9, 10)] == [{"A-2"}, {"A-1"}]

    def test_a_merge_is_undone_within_thirty_days_and_while_nothing_went_on(self, twins: Any, clerk: User, time_machine: Any) -> None:
        source, survivor = twins
        merge = merging.merge_accounts(source.pk, survivor=survivor, reason="Opened twice", actor=clerk)
        FinancialAccount.objects.filter(pk=survivor.pk).update(state="on_hold")
        refused("merge_went_on", merging.undo_account_merge, merge.pk, reason="why", actor=clerk)
        FinancialAccount.objects.filter(pk=survivor.pk).update(state="active")
        time_machine.move_to(merge.undo_until)
        refused("merge_too_old", merging.undo_account_merge, merge.pk, reason="why", actor=clerk)
        assert AccountMerge.objects.get().undone_at is None

    def test_what_cannot_be_merged(self, twins: Any, entity: LegalEntity, clerk: User) -> None:
        source, survivor = twins
        stranger = make.FinancialAccountFactory(entity=entity)
        dollars = make.FinancialAccountFactory(customer=source.customer, entity=entity, currency="USD")
        closing = make.FinancialAccountFactory(
            customer=source.customer, entity=entity, state="closing", terms=make.PaymentTermFactory(net_days=7)
        )

        def attempt(code: str, into: FinancialAccount) -> None:
            refused(code, merging.merge_accounts, source.pk, survivor=into, reason="why", actor=clerk)

        attempt("merge_into_itself", source)
        attempt("merge_other_key", dollars)
        attempt("merge_other_customer", stranger)
        attempt("merge_not_in_use", closing)
        FinancialAccount.objects.filter(pk=survivor.pk).update(replaced_by=dollars, replaced_from=date(2026, 1, 1))
        attempt("merge_merged_already", survivor)
        assert not AccountMerge.objects.exists()

    def test_duplicates_and_idle_accounts_are_suggested_with_evidence(self, twins: Any, entity: LegalEntity, clerk: User) -> None:
        idle = make.FinancialAccountFactory(entity=entity, number="IDLE")
        today = local_today(entity)

        (group,) = queries.duplicate_accounts(clerk, today)
        assert [member.number for member in group.members] == ["A-1", "A-2"]
        assert group.why == ("merge_same_entity_and_currency", "merge_same_customer", "merge_other_terms")
        assert {group.members[0].number for group in queries.idle_accounts(clerk, today)} == {"A-2", idle.number}


class TestReplacing:
    def test_another_currency_is_another_account_from_a_day(self, twins: Any, entity: LegalEntity, clerk: User) -> None:
        old, _other = twins
        open_months(entity)
        posted(old, "500.00", date(2026, 1, 10), reference="INV-1")
        today = local_today(entity)

        new = replacing.replace_account(old.pk, from_day=today, currency="USD", reason="Client asked", actor=clerk)

        old.refresh_from_db()
        assert (new.currency, new.state, new.is_ready) == ("USD", "active", True)
        assert (old.currency, old.state, old.replaced_by) == ("EUR", "closing", new)
        assert set(OpenItem.objects.values_list("account", "currency")) == {(old.pk, "EUR")}
        campaign = Campaign.objects.get()
        assert campaign.currency == "USD"
        assert queries.account_of(campaign, today).account == new  # type: ignore[union-attr]

    def test_a_day_to_come_waits_for_its_night(self, twins: Any, entity: LegalEntity, clerk: User, time_machine: Any) -> None:
        old, _other = twins
        day = local_today(entity) + timedelta(days=5)
        new = replacing.replace_account(old.pk, from_day=day, currency="USD", reason="Client asked", actor=clerk)
        old.refresh_from_db()
        assert (old.state, Campaign.objects.get().currency) == ("active", "EUR")
        refused("wrong_state", replacing.complete_replacement, old.pk, actor=clerk)
        refused("account_replaced_already", replacing.replace_account, old.pk, from_day=day, currency="GBP", reason="x", actor=clerk)
        assert (carriers(day - timedelta(days=1)), carriers(day)) == ({"A-1"}, {new.number})

        time_machine.move_to(day)
        replacing.complete_replacement(old.pk, actor=clerk)
        old.refresh_from_db()
        assert (old.state, Campaign.objects.get().currency) == ("closing", "USD")

    def test_what_cannot_be_replaced(self, twins: Any, clerk: User) -> None:
        old, other = twins
        today = local_today(old.entity)
        refused("account_replaced_by_same", replacing.replace_account, old.pk, from_day=today, currency="EUR", reason="x", actor=clerk)
        refused("account_exists", replacing.replace_account, old.pk, from_day=today, terms=other.terms, reason="x", actor=clerk)
        refused("account_not_ready", replacing.replace_account, old.pk, from_day=today, currency="GBP", reason="x", actor=clerk)
        FinancialAccount.objects.filter(pk=old.pk).update(state="on_hold")
        refused("account_not_open", replacing.replace_account, old.pk, from_day=today, currency="USD", reason="x", actor=clerk)
        assert FinancialAccount.objects.count() == 2

    def test_a_central_payer_gets_the_invoices_of_a_group(self, twins: Any, entity: LegalEntity, clerk: User) -> None:
        account, _other = twins
        payer = make.CustomerFactory(entity=entity, country="FR", legal_name="Holding SA")
        make.AddressFactory(customer=payer, country="FR")
        make.ContactFactory(customer=payer)
        make.TaxRegistrationFactory(customer=payer, country="FR", number="FR83404833048")

        new = replacing.appoint_payer(account.pk, payer=payer, from_day=local_today(entity), reason="Group contract", actor=clerk)
        assert (new.customer, new.payer, new.state) == (account.customer, payer, "active")
        assert CustomerRelation.objects.filter(from_customer=payer, kind="payer_for", to_customer=account.customer).exists()

    def test_somebody_looks_after_an_account(self, twins: Any, clerk: User) -> None:
        account, _other = twins
        replacing.assign_account_owner(account.pk, owner=clerk, reason="new desk", actor=clerk)
        assert FinancialAccount.objects.get(pk=account.pk).owner == clerk
        gone = person("collector")
        User.objects.filter(pk=gone.pk).update(is_active=False)
        gone.refresh_from_db()
        refused("account_owner_gone", replacing.assign_account_owner, account.pk, owner=gone, reason="x", actor=clerk)


def test_a_test_campaign_bills_only_once_another_person_agreed(customer: Customer, clerk: User) -> None:
    trial = make.CampaignFactory(advertiser=customer, is_test=True, test_budget=100, test_ends_on=date(2025, 6, 1))
    no_test = {"is_test": False, "test_budget": None, "test_ends_on": None}
    refused("campaign_test_by_approval", edit_campaign, trial.pk, actor=clerk, **no_test)
    refused("campaign_no_test", ask_test_conversion, make.CampaignFactory().pk, converted_on=date(2025, 5, 1), reason="x", actor=clerk)

    ask_test_conversion(trial.pk, converted_on=date(2025, 5, 1), reason="They signed", actor=clerk)
    refused("approval_needed", convert_test_campaign, trial.pk, converted_on=date(2025, 5, 1), actor=clerk)
    assert Campaign.objects.get(pk=trial.pk).is_test
    decide_approval(ApprovalRequest.objects.get().pk, approve=True, actor=person("approver"))

    trial.refresh_from_db()
    assert (trial.is_test, trial.test_budget, trial.converted_on) == (False, None, date(2025, 5, 1))


LINES = st.lists(
    st.builds(
        Line, payer=st.sampled_from(["P", "Q"]), account=st.sampled_from(["A", "B"]), currency=st.sampled_from(["EUR", "USD"]),
        advertiser=st.sampled_from(["X", "Y"]), campaign=st.sampled_from(["c1", "c2", "c3"]), product=st.sampled_from(["", "video"]),
        purchase_order=st.sampled_from(["", "PO"]),
    ),
    max_size=12,
)  # fmt: skip


class TestGrouping:
    LINE = Line("P", "A-1", "EUR", "X", "c1", "video", "PO-1", "IO-1")

    @given(LINES, st.sampled_from(["account", "campaign", "order", "consolidated"]), st.sampled_from(["", "advertiser", "product"]))
    def test_every_line_is_on_a_document_of_its_payer_and_currency(self, lines: list[Line], grouping: str, split: str) -> None:
        documents = documents_of(lines, Wish(grouping, split))
        assert {(line.payer, line.currency) for line in lines} == {(document.payer, document.currency) for document in documents}
        keys = [(document.payer, document.currency, document.about) for document in documents]
        assert len(keys) >= len(set(keys))
        for line in lines:
            assert any(line.campaign in text for document in documents if document.payer == line.payer for text in document.lines)

    def test_the_advertiser_is_named_where_somebody_else_pays_and_missing_references_are_told(self) -> None:
        wish = Wish("consolidated", references=["purchase_order", "insertion_order"])
        bare = Line("P", "A-2", "EUR", "P", "c2")
        (document,) = documents_of([self.LINE, bare], wish)
        assert document.lines == ("c1, X, PO-1, IO-1", "c2")
        assert document.missing == ("purchase_order", "insertion_order")

    @pytest.mark.parametrize(("grouping", "count"), [("account", 2), ("campaign", 3), ("order", 2), ("consolidated", 1)])
    def test_grouping(self, grouping: str, count: int) -> None:
        lines = [self.LINE, Line("P", "A-2", "EUR", "X", "c2", purchase_order="PO-1"), Line("P", "A-2", "EUR", "X", "c3")]
        assert len(documents_of(lines, Wish(grouping))) == count

"""The campaign feed: created, matched or refused by a rule, replayed without effect, corrected by a person, counted."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from hypothesis import given
from hypothesis import strategies as st
from people import master_of
from refusals import refused

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.feed_job import settle
from o2c.accounts.financial_accounts.imports import take_in
from o2c.accounts.financial_accounts.models import CampaignAccount, ClientReference, FeedLine, FeedRun, FinancialAccount
from o2c.accounts.financial_accounts.queries import feed_lines, tally
from o2c.accounts.financial_accounts.rules.feed import Candidates, Tally, account_of, client_of
from o2c.accounts.financial_accounts.services import feed
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job


class TestRules:
    def test_the_clients_id_comes_first_then_the_tax_id_and_a_name_only_suggests(self) -> None:
        assert client_of(Candidates([1], [2], ["3"])) == 1
        assert client_of(Candidates([], [2], ["3"])) == 2
        for found, code in [
            (Candidates([], [2, 3]), "feed_tax_id_ambiguous"),
            (Candidates([], [], ["Martin"]), "feed_name_suggests"),
            (Candidates(), "feed_client_unknown"),
        ]:
            with pytest.raises(BusinessError) as refusal:
                client_of(found)
            assert refusal.value.code == code

    @given(st.lists(st.integers(1, 9), max_size=3, unique=True), st.lists(st.integers(1, 3), max_size=3))
    def test_an_account_is_never_guessed(self, accounts: list[int], terms: list[int]) -> None:
        if len(accounts) == 1:
            assert account_of(accounts, terms) == accounts[0]
        elif not accounts and len(set(terms)) == 1:
            assert account_of(accounts, terms) is None
        else:
            with pytest.raises(BusinessError, match="feed_"):
                account_of(accounts, terms)

    def test_accuracy_is_the_share_nobody_had_to_correct(self) -> None:
        assert Tally(automatic=7, confirmed=1, corrected=2, open=5).accuracy == 0.8
        assert Tally(open=3).accuracy is None


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", country="FR")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    """A French customer with everything an account needs."""
    found = make.CustomerFactory(entity=entity, country="FR", vat_id="FR83404833048", legal_name="Boulangerie Martin SARL")
    make.AddressFactory(customer=found, country="FR")
    make.ContactFactory(customer=found)
    make.TaxRegistrationFactory(customer=found, country="FR", number="FR83404833048")
    make.ContractFactory(customer=found, entity=entity)
    return found


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


def row(ext_id: str, **facts: Any) -> dict[str, Any]:
    known = {"name": f"Campaign {ext_id}", "starts_on": date(2026, 1, 1), "currency": "EUR", "entity": "FR01"}
    return {"ext_id": ext_id, **known, "client_tax_id": "FR 83 404 833 048", **facts}


def received(clerk: User, *rows: dict[str, Any]) -> FeedRun:
    run = feed.receive_campaign_feed(source="delivery", name="today", rows=rows, actor=clerk)
    with job(Job.objects.latest("pk").pk) as j:
        settle(j)
    assert Job.objects.latest("pk").state == "done", Job.objects.latest("pk").error
    return run


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("gates_open")
class TestFeed:
    def outcomes(self) -> dict[str, tuple[str, str, str]]:
        return {line.ext_id: (line.outcome, line.rule, line.state) for line in FeedLine.objects.all()}

    def test_lines_are_created_matched_or_refused_and_a_replay_creates_nothing(self, clerk: User, customer: Customer) -> None:
        other = make.CustomerFactory(legal_name="Durand SAS", country="FR", vat_id="")
        make.CampaignFactory(ext_id="theirs", advertiser=other, starts_on=date(2026, 1, 1))
        rows = [
            row("first"), row("second"), row("theirs"),
            row("nobody", client_tax_id="", client_id="c-9"),
            row("by-name", client_tax_id="", client_name="Boulangerie Martin", client_country="FR"),
            row("no-entity", entity=""), row("dollars", currency="USD"), row("upside-down", ends_on=date(2025, 1, 1)),
        ]  # fmt: skip
        received(clerk, *rows)

        assert self.outcomes() == {
            "first": ("created", "", "automatic"),
            "second": ("created", "", "automatic"),
            "theirs": ("refused", "feed_campaign_of_another", "open"),
            "nobody": ("refused", "feed_client_unknown", "open"),
            "by-name": ("refused", "feed_name_suggests", "open"),
            "no-entity": ("refused", "feed_entity_missing", "open"),
            "dollars": ("refused", "feed_contract_missing", "open"),
            "upside-down": ("refused", "campaign_ends_after_start", "open"),
        }
        account = FinancialAccount.objects.get()
        assert (account.origin, account.state, account.is_ready) == ("auto", "active", True)
        assert CampaignAccount.objects.filter(account=account).count() == 2

        before = (Campaign.objects.count(), FinancialAccount.objects.count(), CampaignAccount.objects.count(), FeedLine.objects.count())
        received(clerk, *rows)
        assert before == (Campaign.objects.count(), FinancialAccount.objects.count(), CampaignAccount.objects.count(), 8)
        assert self.outcomes()["first"] == ("created", "", "automatic")

    def test_a_changed_line_brings_its_campaign_up_to_date(self, clerk: User, customer: Customer) -> None:
        received(clerk, row("first"))
        received(clerk, row("first", name="Croissants", ends_on=date(2027, 1, 1)))

        campaign = Campaign.objects.get()
        assert (campaign.name, campaign.ends_on) == ("Croissants", date(2027, 1, 1))
        assert self.outcomes()["first"] == ("matched", "", "automatic")

        received(clerk, row("first", name="Croissants", ends_on=date(2027, 1, 1), currency="USD"))
        assert self.outcomes()["first"][:2] == ("refused", "feed_campaign_differs")

    def test_a_corrected_exception_teaches_the_clients_id_and_counts_in_the_accuracy(self, clerk: User, customer: Customer) -> None:
        received(clerk, row("sure"), row("new", client_tax_id="", client_id="c-9"), row("odd", client_tax_id="", client_id="c-8"))
        line, odd = FeedLine.objects.get(ext_id="new"), FeedLine.objects.get(ext_id="odd")

        feed.correct_feed_line(line.pk, customer=customer, reason="They renamed themselves", actor=clerk)
        feed.confirm_feed_line(odd.pk, reason="No client of ours", actor=clerk)
        refused("feed_line_settled", feed.confirm_feed_line, line.pk, reason="again", actor=clerk)
        refused("feed_line_settled", feed.settle_feed_line, line.pk, actor=clerk)

        assert ClientReference.objects.get().customer == customer
        assert Campaign.objects.get(ext_id="new").advertiser == customer
        found = tally(feed_lines(clerk))
        assert (found.automatic, found.confirmed, found.corrected, found.accuracy) == (1, 1, 1, pytest.approx(2 / 3))

        received(clerk, row("next", client_tax_id="", client_id="c-9"), row("new", client_tax_id="", client_id="c-9"))
        assert self.outcomes()["next"] == ("created", "", "automatic")
        assert self.outcomes()["new"] == ("refused", "feed_client_unknown", "corrected")

    def test_two_accounts_in_one_currency_need_a_person(self, clerk: User, customer: Customer, entity: LegalEntity) -> None:
        first = make.FinancialAccountFactory(customer=customer, entity=entity)
        make.FinancialAccountFactory(customer=customer, entity=entity, terms=make.PaymentTermFactory(net_days=60))
        received(clerk, row("which"))
        line = FeedLine.objects.get()
        assert line.rule == "feed_account_ambiguous"

        feed.correct_feed_line(line.pk, customer=customer, account=first, reason="The older one", actor=clerk)
        assert CampaignAccount.objects.get().account == first

    def test_a_test_campaign_keeps_its_budget_and_does_not_become_one_by_feed(self, clerk: User, customer: Customer) -> None:
        trial = {"test_budget": Decimal(500), "test_ends_on": date(2026, 3, 1)}
        received(clerk, row("trial", **trial))
        assert Campaign.objects.get().is_test

        received(clerk, row("trial"))
        assert self.outcomes()["trial"][1] == "feed_campaign_differs"
        assert Campaign.objects.get().is_test


@pytest.mark.django_db
class TestFiles:
    HEAD = "ext_id;name;starts_on;currency;entity;client_tax_id\n"

    def test_a_csv_file_comes_in_whole_or_not_at_all(self, clerk: User) -> None:
        good = f"{self.HEAD}a;Eins;2026-01-01;EUR;FR01;X\nb;Zwei;2026-01-01;EUR;FR01;X\n".encode()
        run = take_in(source="delivery", file=BytesIO(good), name="today.csv", actor=clerk)
        assert (run.rows, FeedLine.objects.count()) == (2, 2)
        assert FeedLine.objects.get(ext_id="a").payload["starts_on"] == "2026-01-01"

        wrong = f"{self.HEAD}c;Drei;tomorrow;EUR;FR01;X\n".encode()
        refusal = refused("feed_file_wrong", take_in, source="delivery", file=BytesIO(wrong), name="today.csv", actor=clerk)
        assert refusal.values["count"] == 1
        refused("file_not_csv", take_in, source="delivery", file=BytesIO(b"\xff\xfe\x00"), name="today.csv", actor=clerk)
        refused("feed_empty", take_in, source="delivery", file=BytesIO(self.HEAD.encode()), name="today.csv", actor=clerk)
        assert FeedLine.objects.count() == 2

    def test_an_id_appears_once_in_a_file(self, clerk: User) -> None:
        refused("feed_row_twice", feed.receive_campaign_feed, source="x", name="x", rows=[row("a"), row("a")], actor=clerk)
        assert not FeedRun.objects.exists()

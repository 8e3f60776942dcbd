"""Rules, issues that close themselves, scores, proposals, and merging with its undo."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of, person
from refusals import refused

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.services import customers, reach, states
from o2c.accounts.quality import queries
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.engine import Pair
from o2c.accounts.quality.models import CustomerMerge, MergeProposal, OpenAmount, QualityIssue, QualityRule, QualityScore
from o2c.accounts.quality.registers import on_change
from o2c.accounts.quality.rules import ISSUE_MOVES, Score
from o2c.accounts.quality.services import duplicates, issues, merging, runs
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-03-10 12:00", tick=False):
        yield


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def steward() -> User:
    return master_of("accounts")


def customer_of(entity: LegalEntity, **given: Any) -> Customer:
    made: Customer = make.CustomerFactory(entity=entity, **given)
    return made


def found(code: str) -> list[QualityIssue]:
    return list(QualityIssue.objects.filter(rule__code=code).exclude(state="fixed").order_by("pk"))


def run(code: str, steward: User, day: date = DAY) -> Score:
    ran = runs.run_quality_rule(code, day=day, actor=steward)
    return Score(ran.applicable, ran.failing)


@pytest.mark.parametrize("code", CHECKS)
def test_every_rule_can_be_asked_about_everybody_and_about_one(code: str, entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity)
    make.ContactFactory(customer=customer)

    run(code, steward)
    runs.recheck_customer(customer.pk, day=DAY, actor=steward)

    assert QualityRule.objects.get(code=code).team == "clerk"


def test_the_score_is_passing_by_applicable_records_by_country(entity: LegalEntity, steward: User) -> None:
    for country in ("DE", "DE", "FR", "US"):
        customer_of(entity, country=country)
    make.TaxRegistrationFactory(customer=Customer.objects.filter(country="DE").first())

    assert run("tax_number", steward) == Score(3, 2)

    rows = QualityScore.objects.order_by("country").values_list("country", "applicable", "failing", "team")
    assert list(rows) == [("DE", 2, 1, "clerk"), ("FR", 1, 1, "clerk")]
    assert Score(3, 2).share == Decimal(1) / 3
    assert Score(0, 0).share is None


def test_fixing_a_record_closes_its_issue_and_breaking_it_again_opens_it(entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity)
    run("contact_none", steward)
    assert [issue.customer for issue in found("contact_none")] == [customer]

    contact = make.ContactFactory(customer=customer)
    run("contact_none", steward, DAY + timedelta(days=1))
    issue = QualityIssue.objects.get(rule__code="contact_none")
    assert (issue.state, issue.closed_on) == ("fixed", DAY + timedelta(days=1))

    contact.delete()
    run("contact_none", steward, DAY + timedelta(days=2))
    issue.refresh_from_db()
    assert (issue.state, issue.reopened, issue.closed_on, issue.first_seen) == ("open", 1, None, DAY)


def test_the_same_night_again_changes_nothing(entity: LegalEntity, steward: User) -> None:
    customer_of(entity)
    run("contact_none", steward)
    before = QualityIssue.objects.values().get()

    run("contact_none", steward)

    assert QualityIssue.objects.values().get() == before
    assert QualityScore.objects.count() == 1


def test_one_hard_bounce_lists_the_contact_and_a_new_one_clears_it(entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity)
    contact = make.ContactFactory(customer=customer, email="gone@example.com")
    OpenAmount.objects.create(customer=customer, currency="EUR", amount=Decimal("1200.50"), as_of=DAY)
    reach.record_bounce("gone@example.com", bounce="hard", at=timezone.now(), reason="550", actor=steward)
    runs.recheck_customer(customer.pk, day=DAY, actor=steward)

    row = queries.contact_issues(steward).get(state="open")
    assert (row.rule.code, row.open_amounts, row.owed) == ("contact_bounced", "EUR 1200.50", Decimal("1200.50"))
    refused("fix_needs_contact", issues.fix_issue, row.pk, actor=steward)

    make.ContactFactory(customer=customer, email="new@example.com")
    fixed = issues.fix_issue(row.pk, actor=steward)

    contact.refresh_from_db()
    assert (fixed.state, contact.valid_until) == ("fixed", DAY)
    assert not queries.contact_issues(steward).exclude(state="fixed").exists()


def test_the_role_is_gone_when_the_last_finance_contact_has_ended(entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity)
    make.ContactFactory(customer=customer, valid_until=DAY)

    run("contact_gone", steward)
    run("contact_none", steward)

    assert len(found("contact_gone")) == 1
    assert found("contact_none") == []


def test_a_country_is_taken_from_the_one_tax_number(entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity, country="")
    run("country", steward)
    issue = found("country")[0]
    refused("fix_not_clear", issues.fix_issue, issue.pk, actor=steward)

    make.TaxRegistrationFactory(customer=customer, country="DE")

    assert issues.fix_issue(issue.pk, actor=steward).state == "fixed"
    assert Customer.objects.get().country == "DE"


def test_a_contract_is_compared_with_the_account(entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity)
    make.ContractFactory(customer=customer, entity=entity, terms=make.PaymentTermFactory(net_days=30))
    account = make.FinancialAccountFactory(
        customer=customer, entity=entity, terms=make.PaymentTermFactory(net_days=60), opened_on=make.START
    )
    dollars = make.FinancialAccountFactory(customer=customer, entity=entity, currency="USD", opened_on=make.START)

    run("agreed_terms", steward)
    run("agreed_currency", steward)

    terms, currency = queries.differences(steward).order_by("rule__code")[::-1]
    assert (terms.label, terms.expected, terms.actual) == (account.number, "NET30", "NET60")
    assert (currency.label, currency.expected, currency.actual) == (dollars.number, "EUR", "USD")


def test_a_billing_address_that_changed_since_the_signature_is_a_difference(entity: LegalEntity, steward: User) -> None:
    customer = customer_of(entity)
    make.ContractFactory(customer=customer, entity=entity, signed_on=make.START)
    reach.set_address(customer.pk, kind="billing", lines="Old 1", city="Paris", country="FR", valid_from=make.START, actor=steward)
    assert run("agreed_address", steward) == Score(1, 0)

    reach.set_address(customer.pk, kind="billing", lines="New 2", city="Paris", country="FR", valid_from=date(2026, 1, 1), actor=steward)

    run("agreed_address", steward)
    issue = found("agreed_address")[0]
    assert ("Old 1" in issue.expected, "New 2" in issue.actual) == (True, True)


def test_one_click_puts_a_difference_on_the_stewards_desk(entity: LegalEntity, steward: User) -> None:
    customer_of(entity)
    run("contact_none", steward)
    clerk = person("clerk")

    issue = issues.assign_issue(found("contact_none")[0].pk, owner=clerk, actor=steward)

    assert (issue.state, issue.owner) == ("assigned", clerk)
    assert Task.objects.get(kind="accounts.quality_issue").owner == clerk
    issues.waive_issue(issue.pk, until=DAY + timedelta(days=5), reason="asked", actor=steward)
    assert not Task.objects.filter(kind="accounts.quality_issue", state="open").exists()


def test_a_waived_issue_opens_again_when_its_day_has_come(entity: LegalEntity, steward: User) -> None:
    customer_of(entity)
    run("contact_none", steward)
    issue = issues.waive_issue(found("contact_none")[0].pk, until=DAY + timedelta(days=5), reason="asked", actor=steward)

    run("contact_none", steward, DAY + timedelta(days=4))
    issue.refresh_from_db()
    assert (issue.state, issue.reason) == ("waived", "asked")
    run("contact_none", steward, DAY + timedelta(days=5))
    issue.refresh_from_db()
    assert (issue.state, issue.waived_until) == ("open", None)


@pytest.mark.parametrize("until", [DAY, DAY + timedelta(days=400)])
def test_a_waiver_lies_ahead_and_within_a_year(entity: LegalEntity, steward: User, until: date) -> None:
    customer_of(entity)
    run("contact_none", steward)
    code = "waiver_in_the_past" if until == DAY else "waiver_too_long"

    refused(code, issues.waive_issue, found("contact_none")[0].pk, until=until, reason="no", actor=steward)


@pytest.mark.parametrize("state", ["open", "assigned", "waived", "fixed"])
def test_an_issue_moves_only_as_its_table_says(entity: LegalEntity, steward: User, state: str) -> None:
    customer_of(entity)
    run("contact_none", steward)
    facts = {"waived": {"waived_until": DAY + timedelta(days=9)}, "fixed": {"closed_on": DAY}, "assigned": {"owner": steward}}
    QualityIssue.objects.update(state=state, **facts.get(state, {}))
    issue = QualityIssue.objects.get()
    asked: dict[str, Any] = {
        "assigned": lambda: issues.assign_issue(issue.pk, owner=steward, actor=steward),
        "waived": lambda: issues.waive_issue(issue.pk, until=DAY + timedelta(days=3), reason="x", actor=steward),
    }

    for wanted, verb in asked.items():
        QualityIssue.objects.filter(pk=issue.pk).update(state=state, **{"waived_until": None, "closed_on": None, **facts.get(state, {})})
        if wanted in ISSUE_MOVES.get(state, set()):
            assert verb().state == wanted
        else:
            refused("wrong_state", verb)


def test_a_rule_is_switched_off_and_its_target_is_a_share(steward: User) -> None:
    rule = QualityRule.objects.get(code="country")

    runs.edit_quality_rule(rule.pk, is_active=False, team="finance", target=Decimal(90), actor=steward)

    refused("quality_rule_off", runs.run_quality_rule, "country", day=DAY, actor=steward)
    refused("quality_rule_unknown", runs.run_quality_rule, "none", day=DAY, actor=steward)
    refused("qualityrule_target_is_a_share", runs.edit_quality_rule, rule.pk, is_active=True, team="x", target=Decimal(101), actor=steward)


def test_a_pair_is_proposed_once_decided_once_and_seen_again(entity: LegalEntity, steward: User) -> None:
    one, other = customer_of(entity), customer_of(entity)
    pair = Pair(one.pk, other.pk, 96, ("similar_name",))

    assert duplicates.propose_merges([pair], day=DAY, actor=steward) == 1
    proposal = duplicates.reject_merge(MergeProposal.objects.get().pk, reason="two branches", actor=steward)
    assert duplicates.propose_merges([pair], day=DAY + timedelta(days=1), actor=steward) == 0

    proposal.refresh_from_db()
    assert (proposal.state, proposal.last_seen) == ("rejected", DAY + timedelta(days=1))
    refused("wrong_state", duplicates.reject_merge, proposal.pk, reason="again", actor=steward)


def merged(entity: LegalEntity, steward: User) -> tuple[CustomerMerge, Customer, Customer]:
    source, survivor = customer_of(entity), customer_of(entity)
    duplicates.propose_merges([Pair(source.pk, survivor.pk, 100, ("same_name",))], day=DAY, actor=steward)
    return merging.merge_customers(source.pk, survivor=survivor, reason="one house", actor=steward), source, survivor


def test_a_merge_redirects_the_future_and_moves_nothing(entity: LegalEntity, steward: User) -> None:
    merge, source, survivor = merged(entity, steward)
    contract = make.ContractFactory(customer=source, entity=entity)

    source.refresh_from_db()
    contract.refresh_from_db()
    assert (source.merged_into, contract.customer, merge.undo_until) == (survivor, source, DAY + timedelta(days=30))
    assert MergeProposal.objects.get().state == "merged"
    assert {event.parent_id for event in AuditEvent.objects.filter(action="customer.merged")} == {source.pk, survivor.pk}
    Customer.objects.filter(pk=source.pk).update(state="onboarding")
    refusal = refused("gate_closed", states.activate_customer, source.pk, actor=steward)
    assert "customer_merged" in refusal.values["codes"]


def test_an_undone_merge_leaves_everything_as_it_was(entity: LegalEntity, steward: User) -> None:
    before = {}
    merge, source, survivor = merged(entity, steward)
    before[source.pk] = source.state

    merging.undo_customer_merge(merge.pk, reason="two branches", actor=steward)

    source.refresh_from_db()
    assert (source.merged_into, source.state) == (None, before[source.pk])
    assert MergeProposal.objects.get().state == "open"
    refused("customermerge_undone_already", merging.undo_customer_merge, merge.pk, reason="again", actor=steward)
    assert merging.merge_customers(source.pk, survivor=survivor, reason="one after all", actor=steward)


def test_a_merge_is_undone_within_thirty_days_and_before_the_survivor_is_merged_on(entity: LegalEntity, steward: User) -> None:
    merge, _source, survivor = merged(entity, steward)

    with time_machine.travel("2026-04-10 12:00"):
        refused("customermerge_too_old", merging.undo_customer_merge, merge.pk, reason="late", actor=steward)
    merging.merge_customers(survivor.pk, survivor=customer_of(entity), reason="again", actor=steward)
    refused("survivor_merged_on", merging.undo_customer_merge, merge.pk, reason="late", actor=steward)


def test_what_cannot_be_merged(entity: LegalEntity, steward: User) -> None:
    _merge, source, survivor = merged(entity, steward)
    third, closed = customer_of(entity), customer_of(entity, state="closed")

    for code, one, other in [
        ("customermerge_of_two", third, third),
        ("merged_already", source, third),
        ("merged_already", third, source),
        ("survivor_closed", third, closed),
    ]:
        refused(code, merging.merge_customers, one.pk, survivor=other, reason="no", actor=steward)
    make.FinancialAccountFactory(customer=third, entity=entity, number="A-77", opened_on=make.START)
    refusal = refused("merge_accounts_open", merging.merge_customers, third.pk, survivor=survivor, reason="no", actor=steward)
    assert refusal.values["accounts"] == "A-77"
    assert CustomerMerge.objects.count() == 1


def test_live_accounts_are_merged_with_their_customers_and_parted_again(entity: LegalEntity, steward: User) -> None:
    source, survivor = customer_of(entity), customer_of(entity)
    account, other = (
        make.FinancialAccountFactory(customer=customer, entity=entity, opened_on=make.START) for customer in (source, survivor)
    )
    campaign = make.CampaignAccountFactory(account=account, campaign=make.CampaignFactory(advertiser=source)).campaign

    merge = merging.merge_customers(source.pk, survivor=survivor, reason="one house", actor=steward)

    account.refresh_from_db()
    assert (account.replaced_by, account.state) == (other, "closing")
    assert campaign.account_links.filter(account=other, valid_until=None).exists()

    merging.undo_customer_merge(merge.pk, reason="two branches", actor=steward)

    account.refresh_from_db()
    source.refresh_from_db()
    assert (account.replaced_by, account.state, source.merged_into) == (None, "active", None)


def test_an_edit_of_a_customer_rechecks_it_at_once(entity: LegalEntity, steward: User) -> None:
    assert the_night().may("accounts.recheck_customer")
    customer = customer_of(entity, country="")
    on_change(customer.pk, {})
    assert len(found("country")) == 1

    customers.edit_customer(customer.pk, country="US", actor=steward)
    on_change(customer.pk, {})

    assert found("country") == []

"""Rules and licences by two people, the gates before a commitment and an invoice, and the recheck when something changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from factories.accounts import (
    AddressFactory,
    CampaignAccountFactory,
    CampaignFactory,
    CustomerFactory,
    FinancialAccountFactory,
    InsertionOrderFactory,
)
from people import person
from refusals import refused

from o2c.accounts.contracts.services import orders
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.embargo import services
from o2c.compliance.embargo.models import EmbargoCheck, EmbargoRule, Licence
from o2c.compliance.embargo.tasks import recheck_open_deals
from o2c.core import gates
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.clock import local_today
from o2c.core.jobs.models import Job

pytestmark = pytest.mark.django_db


def officer():
    return person("compliance_officer")


def other():
    return person("compliance_officer", name="Olga Officer")


def agreed(by=None) -> None:
    decide_approval(ApprovalRequest.objects.get(state="pending").pk, approve=True, actor=by or other())


def ruled(country: str = "KP", **facts) -> EmbargoRule:
    """A rule that two people have put in force."""
    given = {"code": f"EU-{country}", "country": country, "legal_basis": "Regulation", "starts_on": local_today(), **facts}
    rule = services.propose_embargo_rule(**given, actor=officer())
    agreed()
    rule.refresh_from_db()
    return rule


def licensed(customer, **facts) -> Licence:
    given = {"number": "BAFA-1", "authority": "BAFA", "country": "KP", "starts_on": local_today(), "reason": "Humanitarian aid"}
    licence = services.propose_licence(
        customer=customer, **{**given, "ends_on": local_today() + timedelta(days=30), **facts}, actor=officer()
    )
    agreed()
    return licence


def against(question: str, customer, **facts) -> list[str]:
    return [reason.code for reason in gates.reasons_against(question, customer, **facts) if reason.code.startswith("embargo")]


def test_a_rule_counts_once_a_second_person_has_agreed():
    customer = CustomerFactory(country="KP")
    services.propose_embargo_rule(code="EU-KP", country="KP", legal_basis="Regulation", starts_on=local_today(), actor=officer())
    assert against("open_account", customer) == []
    refused("approval_not_yours", agreed, officer())
    agreed()
    for question in ("open_account", "commit_order", "post_document"):
        assert against(question, customer) == ["embargo_forbids"]
    refused("approval_needed", services.activate_embargo_rule, 1, actor=officer())


def test_what_cannot_be_is_refused():
    facts = {"code": "X", "country": "KP", "legal_basis": "R", "starts_on": local_today()}
    refused("embargo_country_unknown", services.propose_embargo_rule, **{**facts, "country": "ZZ"}, actor=officer())
    refused("embargo_goods_unknown", services.propose_embargo_rule, **facts, goods=["sweets"], actor=officer())
    ruled()
    refused("embargorule_code_taken", services.propose_embargo_rule, **{**facts, "code": "EU-KP"}, actor=officer())
    for role in ("clerk", "compliance_clerk", "legal", "auditor"):
        with pytest.raises(PermissionDenied):
            services.propose_embargo_rule(**facts, actor=person(role))


def test_everybody_who_takes_part_is_looked_at():
    """CAA-31: who signs, who pays, for whom it runs, and where they have an address."""
    ruled()
    advertiser, reseller, payer, moved = (CustomerFactory(country=country) for country in ("DE", "DE", "KP", "DE"))
    account = FinancialAccountFactory(customer=reseller)
    assert against("open_account", reseller, account=account) == []
    AddressFactory(customer=moved, country="KP")
    assert against("open_account", moved, account=FinancialAccountFactory(customer=moved)) == ["embargo_forbids"]
    account.payer = payer
    assert against("open_account", reseller, account=account) == ["embargo_forbids"]
    running = FinancialAccountFactory(customer=reseller)
    campaign = CampaignFactory(advertiser=advertiser, end_client=payer)
    CampaignAccountFactory(campaign=campaign, account=running)
    assert against("open_account", reseller, account=running) == ["embargo_forbids"]


def test_a_rule_on_goods_asks_what_is_sold():
    ruled("RU", goods=["hardware", "dual_use"])
    customer = CustomerFactory(country="RU")
    assert against("commit_order", customer) == []
    assert against("commit_order", customer, goods=["hardware"]) == ["embargo_forbids"]
    assert against("commit_order", CustomerFactory(country="DE"), goods=["dual_use"], countries=["RU"]) == ["embargo_forbids"]


def test_an_insertion_order_is_asked_before_it_is_signed_and_only_a_licence_by_two_lets_it_pass(monkeypatch):
    """O2C-39: before commit; only compliance lets it pass, with a licence."""
    ruled()
    customer = CustomerFactory(country="KP")
    order = InsertionOrderFactory(customer=customer, state="draft", signed_on=None)
    only_embargo = [answer for answer in gates._answers["commit_order"] if "embargo" in getattr(answer, "func", answer).__module__]
    monkeypatch.setitem(gates._answers, "commit_order", only_embargo)
    refused("gate_closed", orders.sign_insertion_order, order.pk, signed_on=local_today(), actor=person("clerk"))
    assert not EmbargoCheck.objects.exists()
    licensed(customer, limit=order.amount - 1, currency=order.currency)
    refused("gate_closed", orders.sign_insertion_order, order.pk, signed_on=local_today(), actor=person("clerk"))
    licensed(customer, number="BAFA-2", limit=order.amount, currency=order.currency)
    assert orders.sign_insertion_order(order.pk, signed_on=local_today(), actor=person("clerk")).state == "signed"
    kept = EmbargoCheck.objects.get()
    assert (kept.passed, kept.question, kept.subject_id) == (True, "commit_order", order.pk)
    assert kept.met == [{"rule": "EU-KP", "parties": [customer.legal_name], "licence": "BAFA-2"}]


def test_a_licence_withdrawn_or_over_lets_nothing_pass():
    ruled()
    customer = CustomerFactory(country="KP")
    licence = licensed(customer)
    assert against("open_account", customer) == []
    refused("reason_missing", services.withdraw_licence, licence.pk, reason=" ", actor=officer())
    services.withdraw_licence(licence.pk, reason="Authority took it back", actor=officer())
    assert against("open_account", customer) == ["embargo_forbids"]
    refused("wrong_state", services.withdraw_licence, licence.pk, reason="again", actor=officer())


def test_a_change_of_rules_checks_everything_open_again_once():
    """O2C-39: a changed rule checks what is open again."""
    hit, clean, closed = (CustomerFactory(country=country) for country in ("KP", "DE", "KP"))
    account, order = FinancialAccountFactory(customer=hit, state="active"), InsertionOrderFactory(customer=hit)
    FinancialAccountFactory(customer=clean, state="active")
    FinancialAccountFactory(customer=closed, state="closed", closed_on=local_today())
    ruled()
    job = Job.objects.get(kind="compliance.recheck_open_deals")
    recheck_open_deals(job.pk)
    assert {(check.subject_type, check.subject_id, check.passed) for check in EmbargoCheck.objects.all()} == {
        ("accounts.financialaccount", account.pk, False),
        ("accounts.insertionorder", order.pk, False),
    }
    alerts = ComplianceAlert.objects.filter(kind="embargo")
    assert {alert.customer for alert in alerts} == {hit}
    assert all(alert.holds for alert in alerts)
    again = Job.objects.create(kind="compliance.recheck_open_deals", key="again", requested_by=person("system"))
    recheck_open_deals(again.pk)
    assert alerts.count() == 2
    assert Job.objects.get(pk=again.pk).result == {"forbidden": 2}


def test_a_rule_ends_by_two_and_forbids_no_more():
    rule = ruled()
    customer = CustomerFactory(country="KP")
    services.ask_to_end_embargo_rule(rule.pk, reason="Lifted", actor=officer())
    refused("approval_not_yours", agreed, officer())
    assert against("open_account", customer) == ["embargo_forbids"]
    agreed()
    assert against("open_account", customer) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE compliance_embargorule SET state = 'gone'", "embargorule_state_known"),
        ("UPDATE compliance_embargorule SET ends_on = starts_on", "embargorule_ends_after_start"),
        ("UPDATE compliance_embargorule SET country = 'kp'", "embargorule_country_two_letters"),
        ("UPDATE compliance_embargorule SET legal_basis = ''", "embargorule_legal_basis_given"),
        ("UPDATE compliance_embargorule SET goods = '{sweets}'", "embargorule_goods_known"),
        ("UPDATE compliance_licence SET state = 'gone'", "licence_state_known"),
        ("UPDATE compliance_licence SET ends_on = starts_on", "licence_ends_after_start"),
        ("UPDATE compliance_licence SET number = ''", "licence_number_given"),
        ("UPDATE compliance_licence SET goods = '{sweets}'", "licence_goods_known"),
        ('UPDATE compliance_licence SET "limit" = 5', "licence_limit_with_currency"),
        ("UPDATE compliance_licence SET \"limit\" = 5.001, currency = 'EUR'", "licence_limit_digits"),
        ("UPDATE compliance_embargocheck SET passed = true", "embargocheck_append_only"),
        ("DELETE FROM compliance_embargocheck", "embargocheck_append_only"),
        (
            "INSERT INTO compliance_licence (number, authority, customer_id, country, goods, starts_on, ends_on, currency, state, version)"
            " SELECT number, authority, customer_id, country, goods, starts_on, ends_on, '', state, 1 FROM compliance_licence",
            "licence_number_once",
        ),
    ],
)
def test_the_database_refuses(statement, name):
    ruled()
    customer = CustomerFactory(country="KP")
    licensed(customer)
    services.recheck_embargo([FinancialAccountFactory(customer=customer)], local_today(), actor=person("system"))
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert answer.value.__cause__.diag.constraint_name == name

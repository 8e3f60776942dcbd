"""Alerts that no screening made: who may log and read them, what must be asked, and the way to legal with evidence."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories.accounts import CustomerFactory
from factories.sanctions import alert_of, clerk, legal, near_miss, officer
from people import person
from refusals import refused

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries, services, workload
from o2c.compliance.alerts.evidence import make_pack, sheet
from o2c.compliance.alerts.models import ComplianceAlert, Decision, Escalation
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.compliance.freezes.models import Freeze
from o2c.core import gates
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.files.models import Attachment
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db
TOLD = {"origin": "bank", "title": "Payments from a third country", "summary": "The bank asked why a shell company pays for them."}


@pytest.fixture
def customer() -> Customer:
    return CustomerFactory(legal_name="Quiet Waters GmbH", country="DE")


def logged(customer: Customer, kind: str = "laundering", by=None) -> ComplianceAlert:
    return services.log_alert(customer, kind=kind, **TOLD, actor=by or clerk())


def answered(alert: ComplianceAlert, by) -> None:
    for code in KINDS[alert.kind].checklist:
        services.answer_check(alert.pk, code=code, outcome="nothing", actor=by)


def test_a_clerk_of_the_accounts_reports_what_the_bank_said_and_learns_nothing_more(customer):
    teller = person("clerk")
    alert = logged(customer, by=teller)
    assert (alert.kind, alert.origin, alert.restricted, alert.state, alert.four_eyes) == ("laundering", "bank", True, "alert", True)
    assert not queries.alerts(teller).exists()
    assert queries.alerts(officer()).get() == alert


def test_the_time_to_decide_runs_from_the_day_the_report_was_received(customer):
    """CAA-37: a tip is as old as the day it reached us."""
    day = local_today() - timedelta(days=10)
    alert = services.log_alert(customer, kind="other", received_on=day, **TOLD, actor=clerk())
    assert (alert.received_on, alert.due_at < timezone.now()) == (day, True)
    assert [count for _label, count in workload.ages(officer(), timezone.now())] == [0, 0, 0, 1, 0]
    (load,) = workload.loads(officer(), timezone.now())
    assert (load.overdue, (timezone.now() - load.oldest).days >= 9) == (1, True)
    with pytest.raises(BusinessError) as too_early:
        services.log_alert(customer, kind="other", received_on=local_today() + timedelta(days=2), **TOLD, actor=clerk())
    assert too_early.value.code == "received_in_future"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_kind_decides_who_reads_it(customer, kind):
    """CAA-37: corruption and laundering are for named readers."""
    alert = logged(customer, kind, by=officer())
    assert alert.restricted == KINDS[kind].secret
    assert queries.alerts(clerk("Cleo Clerk")).filter(pk=alert.pk).exists() != KINDS[kind].secret
    assert queries.alerts(legal()).filter(pk=alert.pk).exists()


def test_a_named_reader_reads_it_until_they_need_not(customer):
    alert = logged(customer, by=officer())
    cleo = clerk("Cleo Clerk")
    refused("gone_or_out_of_reach", services.take_alert, alert.pk, actor=cleo)
    services.add_alert_reader(alert.pk, reader=cleo, actor=officer())
    services.take_alert(alert.pk, actor=cleo)
    services.remove_alert_reader(alert.pk, reader=cleo, actor=officer())
    refused("gone_or_out_of_reach", services.ask_for_information, alert.pk, reason="x", actor=cleo)
    refused("reader_unknown", services.remove_alert_reader, alert.pk, reader=cleo, actor=officer())
    refused("reader_without_right", services.add_alert_reader, alert.pk, reader=person("sales_support"), actor=officer())
    open_one = logged(customer, "pep", by=officer())
    refused("alert_not_restricted", services.add_alert_reader, open_one.pk, reader=cleo, actor=officer())


def test_the_trail_of_a_restricted_alert_is_a_kind_of_its_own(customer):
    alert = logged(customer)
    services.take_alert(alert.pk, actor=clerk())
    kinds = set(AuditEvent.objects.filter(action__startswith="alert.").values_list("object_type", "parent_type"))
    assert kinds == {("compliance.restrictedalert", "compliance.restrictedalert")}


def test_it_cannot_be_cleared_before_its_checklist_is_answered(customer):
    """CAA-37: the kind brings its questions."""
    alert = logged(customer)
    services.take_alert(alert.pk, actor=clerk())
    cleared = {"reason_code": "explained", "reason": "The parent pays; contract on file"}
    refusal = refused("alert_checklist_open", services.clear_alert, alert.pk, **cleared, actor=clerk())
    assert refusal.values["codes"] == list(KINDS["laundering"].checklist)
    refused("check_unknown", services.answer_check, alert.pk, code="check_gifts", outcome="nothing", actor=clerk())
    refused("check_needs_words", services.answer_check, alert.pk, code="check_payments", outcome="found", actor=clerk())
    answered(alert, clerk())
    services.clear_alert(alert.pk, **cleared, actor=clerk())
    services.approve_clearing(alert.pk, actor=officer())
    alert.refresh_from_db()
    decision = Decision.objects.get()
    assert (alert.state, decision.hit, decision.verdict) == ("false_positive", None, "false_positive")
    refused("alert_decided", services.answer_check, alert.pk, code="check_payments", outcome="nothing", actor=clerk())


def test_a_later_answer_counts_instead(customer):
    alert = logged(customer)
    services.answer_check(alert.pk, code="check_payments", outcome="nothing", actor=clerk())
    services.answer_check(alert.pk, code="check_payments", outcome="found", note="Three from Utopia", actor=clerk())
    assert [(check.code, check.outcome) for check in queries.checks_of(alert)] == [("check_payments", "found")]


def test_what_is_missing_is_said(customer):
    refused("alert_title_missing", services.log_alert, customer, kind="pep", **{**TOLD, "title": " "}, actor=clerk())
    refused("reason_missing", services.log_alert, customer, kind="pep", **{**TOLD, "summary": ""}, actor=clerk())
    elsewhere = person("compliance_clerk", name="Lola Limited", region="FR")
    refused("gone_or_out_of_reach", services.log_alert, customer, kind="pep", **TOLD, actor=elsewhere)
    assert not ComplianceAlert.objects.exists()


def test_a_confirmed_report_freezes_without_saying_why(customer):
    alert = logged(customer)
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="Nobody can say who owns the payer", actor=clerk())
    assert Freeze.objects.get().reason == "A compliance alert was confirmed."
    assert "customer_frozen" in {reason.code for reason in gates.reasons_against("refund", customer)}


def test_confirming_escalates_once_to_the_officer_and_the_clerk_has_no_way_back():
    """CAA-04: one escalation, with a clock, out of the hands of whoever confirmed."""
    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="Same register number", actor=clerk())
    escalation = Escalation.objects.get()
    assert (escalation.confirmed_by, escalation.handed_at, escalation.closed_at) == (clerk(), None, None)
    assert escalation.officer_due_at > timezone.now()
    for verb, words in [
        (services.hand_over_alert, {"reason": "x"}),
        (services.uphold_alert, {"reason": "x"}),
        (services.overrule_alert, {"reason": "x"}),
        (services.propose_alert_release, {"reason": "x"}),
        (services.release_alert, {}),
    ]:
        with pytest.raises(PermissionDenied):
            verb(alert.pk, **words, actor=clerk())
    cleared = {"reason_code": "name_only", "reason": "x"}
    refused("wrong_state", services.clear_alert, alert.pk, **cleared, actor=clerk())
    refused("not_handed_over", services.overrule_alert, alert.pk, reason="x", actor=legal())
    assert Escalation.objects.count() == 1


def test_one_action_hands_it_to_legal_with_the_evidence(settings, tmp_path):
    """CAA-38: one action, with everything legal needs."""
    settings.MEDIA_ROOT = str(tmp_path)
    counsel, alert = legal(), alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="Same register number", actor=clerk())
    services.hand_over_alert(alert.pk, reason="Both registers agree", actor=officer())
    refused("already_handed_over", services.hand_over_alert, alert.pk, reason="again", actor=officer())
    mail = Outbox.objects.get(topic="alert_handed_over")
    assert mail.recipient == counsel.email
    assert "Nordhavn" not in str(mail.payload)

    with job(Job.objects.get(kind="compliance.make_evidence_pack").pk) as j:
        make_pack(j)

    pack = Escalation.objects.get().pack
    kept = Attachment.objects.get(file=pack)
    assert (kept.visibility, kept.kind, pack.mime) == ("restricted", "evidence_pack", "application/pdf")


def test_the_pack_says_all_that_legal_needs():
    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="Same register number", actor=clerk())
    said = sheet(alert, Escalation.objects.get(), officer())
    (hit,) = said["hits"]
    assert hit["title"].endswith("NORDHAVN SHIPPING & TRADING LLC")
    assert ["Names", "Nordhavn Shiping and Trading Ltd", "NORDHAVN SHIPPING & TRADING LLC; NORDHAVN MARITIME", ""] in hit["lines"]
    assert [move[3] for move in said["moves"]] == ["", "", "Same register number", ""]


def test_the_clock_stands_still_while_documents_are_awaited():
    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    services.ask_for_information(alert.pk, reason="Register extract from the customer", actor=clerk())
    ComplianceAlert.objects.filter(pk=alert.pk).update(
        paused_since=timezone.now() - timedelta(days=30), due_at=timezone.now() - timedelta(days=29)
    )
    services.resume_investigation(alert.pk, reason="It came", actor=clerk())
    alert.refresh_from_db()
    assert alert.paused_since is None
    assert alert.due_at > timezone.now()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE compliance_compliancealert SET restricted = false", "compliancealert_immutable"),
        ("UPDATE compliance_compliancealert SET summary = 'x'", "compliancealert_immutable"),
        ("UPDATE compliance_alertreader SET user_id = added_by_id + 1", "alertreader_immutable"),
        ("DELETE FROM compliance_alertreader", "alertreader_immutable"),
        ("UPDATE compliance_alertcheck SET outcome = 'found'", "alertcheck_append_only"),
        ("UPDATE compliance_escalation SET confirmed_at = now()", "escalation_immutable"),
        ("UPDATE compliance_escalation SET closed_at = now(), outcome = 'upheld'", "escalation_judged_after_handover"),
        ("UPDATE compliance_escalation SET handed_at = now(), closed_at = now(), outcome = 'gone'", "escalation_outcome_known"),
        (
            "INSERT INTO compliance_escalation (alert_id, confirmed_by_id, confirmed_at, officer_due_at, handed_reason, outcome)"
            " SELECT alert_id, confirmed_by_id, now(), now(), '', '' FROM compliance_escalation",
            "escalation_one_open",
        ),
        (
            "INSERT INTO compliance_alertreader (alert_id, user_id, added_by_id, at)"
            " SELECT alert_id, user_id, added_by_id, now() FROM compliance_alertreader",
            "alertreader_once",
        ),
        (
            "INSERT INTO compliance_compliancealert (kind, origin, restricted, title, summary, customer_id, party, holds, four_eyes, state,"
            " due_at, clearing_code, clearing_reason, release_reason) SELECT 'corruption', 'tip', false, 'x', 'x', customer_id, 'report:2',"
            " false, true, 'alert', now(), '', '', '' FROM compliance_compliancealert",
            "compliancealert_secret_kinds_restricted",
        ),
        (
            "INSERT INTO compliance_compliancealert (kind, origin, restricted, title, summary, customer_id, party, holds, four_eyes, state,"
            " due_at, clearing_code, clearing_reason, release_reason) SELECT 'pep', 'tip', false, '', 'x', customer_id, 'report:2',"
            " false, true, 'alert', now(), '', '', '' FROM compliance_compliancealert",
            "compliancealert_met_or_reported",
        ),
    ],
)
def test_the_database_refuses(customer, statement, name):
    alert = logged(customer)
    services.answer_check(alert.pk, code="check_payments", outcome="nothing", actor=clerk())
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="x", actor=clerk())
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert answer.value.__cause__.diag.constraint_name == name

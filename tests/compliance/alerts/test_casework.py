"""From an alert to a verdict: who may do what, what it needs, and what it leaves behind."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories.accounts import ContactFactory
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, alert_of, clerk, legal, near_miss, officer
from people import person

from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.models import AlertMove, ComplianceAlert, Decision, Suppression
from o2c.compliance.alerts.rules import ALERT_MOVES, OPEN
from o2c.compliance.freezes.models import Freeze
from o2c.core import gates
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db
CLEARED = {"reason_code": "other_full_name", "reason": "Founded in Odense, other register number"}


@pytest.fixture
def alert() -> ComplianceAlert:
    return alert_of(near_miss())


def refused(code: str, call, *args, **kwargs) -> None:
    """The call is refused with this code."""
    with pytest.raises(BusinessError) as answer:
        call(*args, **kwargs)
    assert answer.value.code == code


def taken(alert: ComplianceAlert) -> ComplianceAlert:
    return services.take_alert(alert.pk, actor=clerk())


def confirmed(alert: ComplianceAlert) -> ComplianceAlert:
    taken(alert)
    return services.confirm_alert(alert.pk, reason="Same register number", actor=clerk())


def handed_over(alert: ComplianceAlert) -> ComplianceAlert:
    confirmed(alert)
    return services.hand_over_alert(alert.pk, reason="Register extracts agree", actor=officer("Olga Officer"))


def blocked(alert: ComplianceAlert) -> ComplianceAlert:
    handed_over(alert)
    return services.uphold_alert(alert.pk, reason="Agreed", actor=legal())


def test_an_alert_says_who_met_whom_and_why(alert):
    """CAA-36: the candidate with its score, what matched, the list."""
    hit = queries.latest_hit(alert)
    assert (alert.party, alert.state, alert.holds, str(alert.entry)) == ("ofac_sdn:4711", "alert", True, NORDHAVN.primary_name)
    assert hit.explanation["subject_name"] == "Nordhavn Shiping and Trading Ltd"
    assert Decimal(str(sum(reason["effect"] for reason in hit.explanation["reasons"]))).quantize(Decimal("0.0001")) == hit.score


def test_while_it_is_open_the_gates_wait(alert):
    assert [reason.code for reason in gates.reasons_against("post_document", alert.customer)] == ["compliance_check_open"]


def test_a_clerk_clears_it_and_the_gates_open(alert):
    """CAA-36: false positive with a reason, remembered with the versions it was screened against."""
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    taken(alert)
    services.clear_alert(alert.pk, **CLEARED, actor=clerk())

    alert.refresh_from_db()
    decision = Decision.objects.get()
    assert (alert.state, decision.verdict, decision.by, decision.reason_code) == (
        "false_positive",
        "false_positive",
        clerk(),
        "other_full_name",
    )
    assert decision.expires_on is not None
    assert [str(version) for version in decision.hit.run.versions.all()] == ["OFAC SDN 1"]
    assert gates.reasons_against("post_document", alert.customer) == []
    assert list(alert.moves.order_by("pk").values_list("step", flat=True)) == ["opened", "taken", "cleared"]


def test_a_high_score_needs_a_second_person_to_clear(alert):
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=True)
    taken(alert)
    services.clear_alert(alert.pk, **CLEARED, actor=clerk())
    alert.refresh_from_db()
    assert (alert.state, alert.clearing_by) == ("investigating", clerk())
    refused("clearing_already_proposed", services.clear_alert, alert.pk, **CLEARED, actor=clerk("Cleo Clerk"))
    refused("clearing_needs_another_person", services.approve_clearing, alert.pk, actor=clerk())
    assert not Decision.objects.exists()

    services.approve_clearing(alert.pk, actor=clerk("Cleo Clerk"))

    decision = Decision.objects.get()
    assert (decision.by, decision.second) == (clerk(), clerk("Cleo Clerk"))


def test_the_second_person_may_send_it_back(alert):
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=True)
    taken(alert)
    services.clear_alert(alert.pk, **CLEARED, actor=clerk())
    refused("clearing_needs_another_person", services.return_clearing, alert.pk, reason="no", actor=clerk())
    services.return_clearing(alert.pk, reason="Ask for the register extract", actor=clerk("Cleo Clerk"))
    alert.refresh_from_db()
    assert (alert.state, alert.clearing_by, alert.clearing_reason) == ("investigating", None, "")
    refused("clearing_not_proposed", services.approve_clearing, alert.pk, actor=clerk("Cleo Clerk"))


def test_clearing_needs_a_known_code_and_words(alert):
    taken(alert)
    refused("reason_missing", services.clear_alert, alert.pk, reason_code="name_only", reason=" ", actor=clerk())
    refused("reason_code_unknown", services.clear_alert, alert.pk, reason_code="because", reason="x", actor=clerk())


def test_information_can_be_waited_for(alert):
    """CAA-36: needs information."""
    taken(alert)
    services.ask_for_information(alert.pk, reason="Register extract", actor=clerk())
    refused("wrong_state", services.clear_alert, alert.pk, **CLEARED, actor=clerk())
    services.resume_investigation(alert.pk, actor=clerk("Cleo Clerk"))
    alert.refresh_from_db()
    assert (alert.state, alert.assignee) == ("investigating", clerk("Cleo Clerk"))


def test_a_confirmed_alert_freezes_escalates_and_supersedes_at_once():
    customer = near_miss("Borealis Cargo Holding", name_latin="Nordhavn Maritime")
    load_list(NORDHAVN, BOREALIS, CLEAN)
    screened(customer)
    first, second = ComplianceAlert.objects.filter(customer=customer).order_by("pk")
    confirmed(first)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("escalated", "superseded")
    freeze = Freeze.objects.get()
    assert (freeze.customer, freeze.alert, freeze.ended_at) == (customer, first.public_id, None)
    assert {reason.code for reason in gates.reasons_against("refund", customer)} == {"customer_frozen", "compliance_check_open"}

    services.hand_over_alert(first.pk, reason="Same register number", actor=officer())
    services.overrule_alert(first.pk, reason="Other company", actor=legal())

    second.refresh_from_db()
    freeze.refresh_from_db()
    assert (second.state, freeze.end_kind) == ("alert", "overruled")
    assert [reason.code for reason in gates.reasons_against("refund", customer)] == ["compliance_check_open"]


def test_who_confirmed_may_not_judge(alert):
    both = person("legal", name="Carla Compliance")
    handed_over(alert)
    refused("verdict_by_confirmer", services.uphold_alert, alert.pk, reason="me", actor=both)
    refused("verdict_by_confirmer", services.overrule_alert, alert.pk, reason="me", actor=both)
    services.uphold_alert(alert.pk, reason="Agreed", actor=legal())
    alert.refresh_from_db()
    assert alert.state == "blocked"


def test_a_block_is_released_by_two_who_did_not_judge(alert):
    """CAA-38: the officer and a second person, neither of whom judged."""
    blocked(alert)
    refused(
        "release_by_judge",
        services.propose_alert_release,
        alert.pk,
        reason="x",
        actor=person("compliance_officer", name="Carla Compliance"),
    )
    refused("release_not_proposed", services.release_alert, alert.pk, actor=officer())
    services.propose_alert_release(alert.pk, reason="Delisted", actor=officer())
    refused("release_already_proposed", services.propose_alert_release, alert.pk, reason="x", actor=officer("Olga Officer"))
    refused("release_needs_another_person", services.release_alert, alert.pk, actor=officer())
    refused("release_by_judge", services.release_alert, alert.pk, actor=legal())
    assert Freeze.objects.filter(ended_at=None).exists()

    services.release_alert(alert.pk, actor=officer("Olga Officer"))

    alert.refresh_from_db()
    freeze = Freeze.objects.get()
    assert (alert.state, freeze.end_kind) == ("released", "released")
    assert (freeze.end_proposed_by, freeze.ended_by) == (officer(), officer("Olga Officer"))
    assert gates.reasons_against("refund", alert.customer) == []


def test_the_freeze_of_an_alert_ends_only_with_the_alert(alert):
    from o2c.compliance.freezes import services as freezes

    blocked(alert)
    refused("freeze_of_an_alert", freezes.propose_freeze_release, Freeze.objects.get().pk, reason="x", actor=officer())


def test_a_cleared_alert_can_be_reopened_and_is_no_longer_quiet(alert):
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    taken(alert)
    services.clear_alert(alert.pk, **CLEARED, actor=clerk())
    services.reopen_alert(alert.pk, reason="The press names them", actor=officer())
    alert.refresh_from_db()
    assert (alert.state, alert.assignee) == ("alert", None)
    screened(alert.customer)
    assert not Suppression.objects.exists()


STARTS = {
    "alert": services.take_alert,
    "investigating": services.ask_for_information,
    "more_info": services.resume_investigation,
    "escalated": services.uphold_alert,
    "false_positive": services.reopen_alert,
}


@pytest.mark.parametrize("state", sorted(set(ALERT_MOVES) | set(OPEN) | {"released"}))
def test_each_verb_starts_from_its_own_state_only(alert, state):
    confirmer = person("clerk", name="Somebody Else")
    ComplianceAlert.objects.filter(pk=alert.pk).update(state=state, confirmed_by=confirmer)
    everyone = {services.uphold_alert: legal(), services.reopen_alert: officer()}
    for start, verb in STARTS.items():
        if start == state:
            continue
        words = {} if verb is services.take_alert else {"reason": "x"}
        refused("wrong_state", verb, alert.pk, **words, actor=everyone.get(verb, clerk()))
    alert.refresh_from_db()
    assert alert.state == state


@pytest.mark.parametrize("role", ["clerk", "sales_support", "auditor", "collector", "admin"])
def test_others_may_do_nothing_with_an_alert(alert, role):
    stranger = person(role)
    calls = [
        (services.take_alert, {}),
        (services.clear_alert, CLEARED),
        (services.confirm_alert, {"reason": "x"}),
        (services.approve_clearing, {}),
        (services.uphold_alert, {"reason": "x"}),
        (services.release_alert, {}),
        (services.reopen_alert, {"reason": "x"}),
    ]
    for verb, words in calls:
        with pytest.raises(PermissionDenied):
            verb(alert.pk, **words, actor=stranger)
    alert.refresh_from_db()
    assert (alert.state, AlertMove.objects.count()) == ("alert", 1)


def test_an_officer_limited_to_another_country_cannot_reach_it(alert):
    limited = person("compliance_clerk", name="Lola Limited", region="FR")
    refused("gone_or_out_of_reach", services.take_alert, alert.pk, actor=limited)


def test_the_trail_shows_the_steps_with_the_alert_not_with_the_customer(alert):
    confirmed(alert)
    events = AuditEvent.objects.filter(action__startswith="alert.")
    assert {event.action for event in events} >= {"alert.opened", "alert.taken", "alert.confirmed", "alert.escalated"}
    assert {(event.parent_type, event.parent_id) for event in events} == {("compliance.compliancealert", alert.pk)}


def test_a_contact_is_screened_as_a_person_and_the_alert_stands_at_the_customer():
    contact = ContactFactory(person="Qwertz Zyxwvut")
    alert = alert_of(contact.customer)
    assert (alert.contact, alert.party) == (contact, "ofac_sdn:4713")


def test_an_old_verdict_is_due_for_a_fresh_look(alert):
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    taken(alert)
    services.clear_alert(alert.pk, **CLEARED, actor=clerk())
    screened(alert.customer)
    assert Suppression.objects.count() == 1
    alert.refresh_from_db()
    assert alert.state == "false_positive"

    screened(alert.customer, on=timezone.localdate() + timedelta(days=400))

    alert.refresh_from_db()
    assert (alert.state, alert.moves.latest("pk").reason_code) == ("alert", "move_changed")


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE compliance_compliancealert SET party = 'x'", "compliancealert_immutable"),
        ("DELETE FROM compliance_compliancealert", "compliancealert_immutable"),
        ("UPDATE compliance_compliancealert SET state = 'gone'", "compliancealert_state_known"),
        ("UPDATE compliance_compliancealert SET state = 'blocked'", "compliancealert_confirmed_by_someone"),
        (
            "UPDATE compliance_compliancealert SET confirmed_by_id = created_by_id, upheld_by_id = created_by_id",
            "compliancealert_not_upheld_by_confirmer",
        ),
        ("UPDATE compliance_alertmove SET reason = 'x'", "alertmove_append_only"),
        ("DELETE FROM compliance_alerthit", "alerthit_append_only"),
        ("UPDATE compliance_hit SET score = 0", "hit_append_only"),
        ("UPDATE compliance_screeningresult SET day = now()", "screeningresult_append_only"),
        ("DELETE FROM compliance_screenedsubject", "screenedsubject_append_only"),
        ("UPDATE compliance_screeningrun SET config = '{}'", "screeningrun_immutable"),
    ],
)
def test_the_database_refuses(alert, statement, name):
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert answer.value.__cause__.diag.constraint_name == name


def test_the_database_refuses_a_decision_by_one_person_twice_and_a_changed_one(alert):
    confirmed(alert)
    for statement, name in [
        ("UPDATE compliance_decision SET reason = 'x'", "decision_append_only"),
        (
            "INSERT INTO compliance_decision (customer_id, party, alert_id, hit_id, verdict, reason_code, reason, by_id, second_id, at,"
            " subject_fingerprint, entry_hash, config_version, score)"
            " SELECT customer_id, party, alert_id, hit_id, verdict, '', 'x', by_id, by_id,"
            " at, subject_fingerprint, entry_hash, config_version, score FROM compliance_decision",
            "decision_two_different_people",
        ),
    ]:
        with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert answer.value.__cause__.diag.constraint_name == name


def test_wrong_people_leave_no_trace(alert):
    taken(alert)
    with pytest.raises(Conflict):
        services.take_alert(alert.pk, actor=clerk("Cleo Clerk"))
    alert.refresh_from_db()
    assert alert.assignee == clerk()

"""A file from the first question to its review: who may do what, what it needs, what the gates say."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories.accounts import CustomerFactory
from factories.compliance import screened
from factories.kyc import filled, filler, known, paper
from people import person
from refusals import refused

from o2c.accounts.customers.services import states
from o2c.compliance.kyc import services
from o2c.compliance.kyc.answers import reasons_against
from o2c.compliance.kyc.models import KycFile, OwnerShare
from o2c.compliance.kyc.queries import to_review, without_valid_file
from o2c.compliance.kyc.rules import KYC_MOVES
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.pages import timeline
from o2c.core.work.models import LIVE, Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def first():
    return person("compliance_officer")


def second():
    return person("compliance_officer", name="Olga Officer")


def submitted(**facts) -> KycFile:
    return services.submit_kyc_file(filled(**facts).pk, actor=filler())


def codes(customer) -> list[str]:
    return [reason.code for reason in reasons_against(customer)]


def test_a_clerk_sees_what_is_missing_and_cannot_submit_before_it_is_there():
    """CAA-03: a checklist by risk class, and what is missing of it."""
    customer = CustomerFactory(country="DE")
    file = services.open_kyc_file(customer, actor=person("clerk"))
    refusal = refused("kyc_incomplete", services.submit_kyc_file, file.pk, actor=person("clerk"))
    assert refusal.values["codes"] == ["kyc_register_extract", "kyc_business_purpose"]
    assert codes(customer) == ["kyc_not_approved"]
    refused("kycfile_exists", services.open_kyc_file, customer, actor=person("clerk"))


def test_a_customer_becomes_active_only_with_a_valid_file(monkeypatch):
    """CAA-03: nobody becomes active without one."""
    customer = CustomerFactory(country="DE", state="onboarding")
    screened(customer)
    refusal = refused("gate_closed", states.activate_customer, customer.pk, actor=person("clerk"))
    assert refusal.values["codes"] == ["kyc_missing"]
    file = submitted(customer=customer)
    assert gates.reasons_against("kyc_valid", customer)
    services.approve_kyc_file(file.pk, actor=first())
    assert gates.reasons_against("kyc_valid", customer) == []
    monkeypatch.setattr(states, "gaps", lambda customer, today: [])
    assert states.activate_customer(customer.pk, actor=person("clerk")).state == "active"


def test_who_submits_does_not_approve():
    file = submitted()
    refused("kyc_approver_involved", services.approve_kyc_file, file.pk, actor=filler())
    with pytest.raises(PermissionDenied):
        services.approve_kyc_file(file.pk, actor=person("clerk"))
    approved = services.approve_kyc_file(file.pk, actor=first())
    assert (approved.state, approved.risk_class, approved.first_approved_by) == ("approved", "low", None)
    assert approved.next_review_on > local_today() + timedelta(days=1000)


def test_high_risk_needs_two_who_did_not_submit():
    """CAA-03: high risk takes owners and two approvals."""
    file = submitted(industry="arms")
    assert file.risk_class == "high"
    assert services.approve_kyc_file(file.pk, actor=first()).state == "in_review"
    refused("kyc_approver_involved", services.approve_kyc_file, file.pk, actor=first())
    refused("kyc_approver_involved", services.approve_kyc_file, file.pk, actor=filler())
    approved = services.approve_kyc_file(file.pk, actor=second())
    assert (approved.state, approved.first_approved_by, approved.approved_by) == ("approved", first(), second())
    assert approved.next_review_on <= local_today() + timedelta(days=366)


def test_a_politically_exposed_owner_makes_it_high_and_says_why():
    file = filled()
    services.add_owner(file.pk, kind="person", name="Minna Minister", country="FR", is_pep=True, percent=40, actor=filler())
    file.refresh_from_db()
    assert file.risk_class == "high"
    assert [reason["code"] for reason in file.risk_reasons] == ["risk_political_exposure"]
    refused("kyc_incomplete", services.submit_kyc_file, file.pk, actor=filler())


def test_owners_make_no_circle_and_no_more_than_the_whole():
    file = filled()
    top = services.add_owner(file.pk, kind="organisation", name="Top Holding", percent=60, actor=filler())
    under = services.add_owner(file.pk, kind="organisation", name="Under GmbH", owned=top, percent=50, actor=filler())
    refused("ownership_circle", services.add_owner_share, top.pk, owned=under, percent=10, actor=filler())
    refused("ownership_over_whole", services.add_owner_share, under.pk, owned=None, percent=41, actor=filler())
    refused("owner_still_held", services.end_owner, top.pk, actor=filler())
    other = filled()
    refused("owner_of_another_file", services.add_owner, other.pk, kind="person", name="X", owned=top, percent=1, actor=filler())
    services.end_owner_share(OwnerShare.objects.get(owner=under).pk, actor=filler())
    services.end_owner(top.pk, actor=filler())
    refused("ownership_ended", services.end_owner, top.pk, actor=filler())


def test_the_review_date_reopens_the_file_and_the_gates_say_no():
    """CAA-03: the review comes by risk class and opens the file again."""
    file = known(CustomerFactory())
    KycFile.objects.filter(pk=file.pk).update(next_review_on=local_today())
    assert codes(file.customer) == ["kyc_review_due"]
    assert list(to_review(local_today())) == [file]
    services.call_for_reviews(local_today(), actor=person("system"))
    file.refresh_from_db()
    assert file.state == "review_due"
    assert codes(file.customer) == ["kyc_not_approved"]
    assert Task.objects.get(LIVE, kind="compliance.kyc").queue.code == "compliance_clerk"
    assert services.call_for_reviews(local_today(), actor=person("system")) == []


def test_an_expired_document_reopens_it_too_unless_a_newer_one_is_filed():
    file = known(CustomerFactory())
    KycFile.objects.filter(pk=file.pk).update(risk_class="standard", nobody_over_a_quarter=True)
    services.add_kyc_document(file.pk, paper(), code="kyc_signatory_identity", expires_on=local_today(), actor=filler())
    assert list(to_review(local_today())) == [file]
    services.add_kyc_document(
        file.pk, paper("new.pdf"), code="kyc_signatory_identity", expires_on=local_today() + timedelta(days=9), actor=filler()
    )
    assert not to_review(local_today()).exists()
    refused("kyc_expiry_missing", services.add_kyc_document, file.pk, paper(), code="kyc_signatory_identity", actor=filler())


def test_a_customer_that_comes_back_needs_a_new_approval():
    """O2C-09: what was known before the customer was closed counts no longer."""
    customer = CustomerFactory(state="closed")
    file = known(customer)
    KycFile.objects.filter(pk=file.pk).update(approved_at=timezone.now() - timedelta(days=400))
    assert codes(customer) == []
    states.reopen_customer(customer.pk, reason="They advertise again", actor=person("supervisor"))
    assert codes(customer) == ["kyc_before_return"]
    services.reopen_kyc_file(file.pk, reason="They came back", actor=first())
    services.submit_kyc_file(file.pk, actor=filler())
    services.approve_kyc_file(file.pk, actor=first())
    assert codes(customer) == []
    assert {reason.code for reason in gates.reasons_against("activate_customer", customer)} == {"screening_without_list"}


def test_the_timeline_says_lines_shares_and_ends_in_words():
    file = filled(volume="large", industry="arms")
    said = [f"{entry.title} {entry.body}" for entry in timeline.entries(file, filler())]
    for words in ("Extract from the commercial register", "Industry: arms", "Percent: 100", f"Holds of: {file.customer}", "Until: "):
        assert any(words in line for line in said), words
    assert not [line for line in said if "kyc_" in line or "sha" in line.lower() or "None" in line]


def test_an_active_customer_without_a_file_is_a_red_proof():
    customer = CustomerFactory(state="active")
    assert customer in without_valid_file(local_today())
    known(customer)
    assert customer not in without_valid_file(local_today())


STARTS = {
    "submit": (services.submit_kyc_file, {}, filler),
    "approve": (services.approve_kyc_file, {}, first),
    "return": (services.return_kyc_file, {"reason": "x"}, first),
    "reopen": (services.reopen_kyc_file, {"reason": "x"}, first),
}
FROM = {"submit": {"incomplete", "review_due"}, "approve": {"in_review"}, "return": {"in_review"}, "reopen": {"approved", "rejected"}}


@pytest.mark.parametrize("state", sorted(KYC_MOVES))
def test_each_verb_starts_from_its_own_states_only(state):
    file = known(CustomerFactory())
    KycFile.objects.filter(pk=file.pk).update(state=state)
    for name, (verb, words, who) in STARTS.items():
        if state not in FROM[name]:
            refused("wrong_state", verb, file.pk, **words, actor=who())
    file.refresh_from_db()
    assert file.state == state
    if state not in {"incomplete", "review_due"}:
        refused("kyc_not_editable", services.answer_kyc, file.pk, code="kyc_business_purpose", text="x", actor=filler())


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE compliance_kycfile SET approved_by_id = NULL", "kycfile_approved_is_whole"),
        ("UPDATE compliance_kycfile SET approved_by_id = submitted_by_id", "kycfile_approved_by_another"),
        ("UPDATE compliance_kycfile SET first_approved_by_id = submitted_by_id", "kycfile_first_approved_by_another"),
        ("UPDATE compliance_kycfile SET risk_class = 'high'", "kycfile_high_risk_by_two"),
        ("UPDATE compliance_kycfile SET state = 'gone'", "kycfile_state_known"),
        ("UPDATE compliance_kycfile SET industry = 'gone'", "kycfile_industry_known"),
        ("UPDATE compliance_kycfile SET volume = 'gone'", "kycfile_volume_known"),
        ("UPDATE compliance_kycdocument SET expires_on = now()", "kycdocument_immutable"),
        ("DELETE FROM compliance_kycdocument", "kycdocument_immutable"),
        ("UPDATE compliance_kycanswer SET text = 'x'", "kycanswer_append_only"),
        ("UPDATE compliance_owner SET name = 'x'", "owner_immutable"),
        ("UPDATE compliance_ownershare SET percent = 1", "ownershare_immutable"),
        (
            "INSERT INTO compliance_ownershare (file_id, owner_id, percent, controls)"
            " SELECT id, (SELECT max(id) FROM compliance_owner), 101, false FROM compliance_kycfile",
            "ownershare_percent_0_to_100",
        ),
        (
            "INSERT INTO compliance_ownershare (file_id, owner_id, percent, controls) SELECT file_id, owner_id, 1, false"
            " FROM compliance_ownershare",
            "ownershare_once",
        ),
        (
            "INSERT INTO compliance_ownershare (file_id, owner_id, owned_id, percent, controls)"
            " SELECT file_id, owner_id, owner_id, 1, false FROM compliance_ownershare",
            "ownershare_of_another",
        ),
        (
            "INSERT INTO compliance_owner (file_id, kind, name, country, birth_date, reg_no, is_pep)"
            " SELECT id, 'person', 'x', '', '8/9/66', '', false FROM compliance_kycfile",
            "owner_birth_date_shape",
        ),
        (
            "INSERT INTO compliance_kycanswer (file_id, code, text) SELECT id, 'x', '' FROM compliance_kycfile",
            "kycanswer_says_something",
        ),
        (
            "INSERT INTO compliance_kycdocument (file_id, code, name, number, issued_on, expires_on, stored_id)"
            " SELECT file_id, code, name, '', '2026-02-02', '2026-02-01', stored_id FROM compliance_kycdocument",
            "kycdocument_expires_after_issue",
        ),
    ],
)
def test_the_database_refuses(statement, name):
    file = known(CustomerFactory())
    KycFile.objects.filter(pk=file.pk).update(state="review_due")
    services.add_owner(file.pk, kind="person", name="Ada Owner", percent=100, actor=filler())
    KycFile.objects.filter(pk=file.pk).update(state="approved")
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert answer.value.__cause__.diag.constraint_name == name


def test_confirmed_owners_with_one_half_raise_an_alert_that_holds():
    from o2c.compliance.alerts.models import ComplianceAlert
    from o2c.compliance.kyc import answers, queries

    file = filled()
    wolf = services.add_owner(file.pk, kind="person", name="Wolf Listed", country="RU", percent=30, actor=filler())
    bear = services.add_owner(file.pk, kind="person", name="Bear Listed", country="RU", percent=20, actor=filler())
    _confirmed(file, wolf)
    answers.on_customer_changed(file.customer_id, {})
    assert queries.listed_owners(file) == {wolf.pk}
    assert not ComplianceAlert.objects.filter(kind="ownership").exists()
    answers.on_alert_escalated(_confirmed(file, bear).pk, {})
    alert = ComplianceAlert.objects.get(kind="ownership")
    assert (alert.holds, alert.customer_id) == (True, file.customer_id)
    assert "Wolf Listed, Bear Listed" in alert.summary
    answers.on_customer_changed(file.customer_id, {})
    assert ComplianceAlert.objects.filter(kind="ownership").count() == 1


def _confirmed(file, owner):
    """An alert of the screening on this owner that somebody has confirmed."""
    from factories.sanctions import NORDHAVN, alert_of, near_miss

    from o2c.compliance.alerts.models import ComplianceAlert
    from o2c.compliance.kyc.queries import subject_of
    from o2c.compliance.screening.models import ScreenedSubject

    subject = subject_of(owner)
    stored = ScreenedSubject.objects.create(customer=file.customer, fingerprint=subject.fingerprint, facts=subject.as_json())
    entry = (ComplianceAlert.objects.filter(entry__key=NORDHAVN.key).first() or alert_of(near_miss())).entry
    return ComplianceAlert.objects.create(
        customer=file.customer, party=f"test:{owner.pk}", subject=stored, entry=entry, score="0.95", holds=True, four_eyes=True,
        state="escalated", confirmed_by=first(), due_at=timezone.now(),
    )  # fmt: skip


def test_an_owner_is_screened_with_the_customer_and_an_unscreened_one_closes_the_gates():
    from factories.compliance import load_list
    from factories.sanctions import CLEAN

    from o2c.compliance.alerts.models import ComplianceAlert
    from o2c.compliance.kyc import queries

    load_list(CLEAN)
    file = filled(industry="gambling")
    screened(file.customer)
    KycFile.objects.filter(pk=file.pk).update(nobody_over_a_quarter=True)
    services.end_owner(queries.owners_of(file)[0].pk, actor=filler())
    owner = services.add_owner(file.pk, kind="person", name="Qwertz Zyxwvut", percent=30, actor=filler())
    assert "screening_missing" in {reason.code for reason in gates.reasons_against("activate_customer", file.customer)}
    screened(file.customer)
    alert = ComplianceAlert.objects.get()
    assert (alert.customer_id, str(alert.subject), alert.party) == (file.customer_id, "Qwertz Zyxwvut", "ofac_sdn:4713")
    assert alert.subject.fingerprint == queries.subject_of(owner).fingerprint

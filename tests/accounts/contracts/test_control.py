"""From submission to activation: papers, checks, waivers by a second person, and what the control said at each stage."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of, person
from pytest_django import Settings
from refusals import refused

from o2c.accounts.contracts.models import Contract, ContractPolicy, ContractRuleResult, ContractWaiver
from o2c.accounts.contracts.queries import control_of, in_force, policy_of
from o2c.accounts.contracts.services import contracts, control, review
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.clock import local_today
from o2c.core.files.models import Attachment
from o2c.core.files.storage import Blob, store
from o2c.core.work.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open", "place")]
LATER = date(2099, 1, 1)


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def contract(clerk: User) -> Contract:
    """A submitted contract with 90-day terms whose control finds nothing else."""
    entity = LegalEntityFactory(code="FR01", country="FR")
    customer = make.CustomerFactory(entity=entity, legal_name="Boulangerie Martin SARL", country="FR", vat_id="FR83404833048")
    terms = make.PaymentTermFactory(net_days=90)
    start = local_today(entity)
    made = contracts.create_contract(
        customer=customer, number="CT-1", entity=entity, starts_on=start, currency="EUR", terms=terms, actor=clerk
    )
    contracts.submit_contract(make.controlled(made).pk, actor=clerk)
    return made


def paper(name: str = "signed.pdf") -> Blob:
    return store(BytesIO(b"%PDF-1.7\n%signed"), name)


def failing(contract: Contract) -> set[str]:
    contract.refresh_from_db()
    return {verdict.rule.code for verdict in control_of(contract) if verdict.stops}


def decided(*, approve: bool = True) -> ApprovalRequest:
    request = ApprovalRequest.objects.get(state="pending")
    return decide_approval(request.pk, approve=approve, reason="looked at it", actor=person("approver"))


def test_ninety_day_terms_stop_a_contract_until_a_second_person_waives_them(contract: Contract, clerk: User) -> None:
    supervisor = person("supervisor")
    contracts.approve_contract(contract.pk, actor=supervisor)
    refusal = refused("contract_control_fails", contracts.activate_contract, contract.pk, actor=supervisor)
    assert refusal.values["codes"] == ["CR-07"]
    assert "NET90 (90 days)" in refusal.values["reasons"]
    assert Contract.objects.get().state == "approved"

    waiver = review.ask_contract_waiver(contract.pk, rule="CR-07", reason="A market of its own", until=LATER, actor=clerk)
    refused("contract_control_fails", contracts.activate_contract, contract.pk, actor=supervisor)
    refused("approval_needed", review.grant_contract_waiver, waiver.pk, actor=supervisor)
    decided()

    contracts.activate_contract(contract.pk, actor=supervisor)
    waiver.refresh_from_db()
    assert (waiver.state, waiver.granted_by) == ("granted", person("approver"))
    kept = ContractRuleResult.objects.filter(rule="CR-07").order_by("pk")
    assert list(kept.values_list("stage", "outcome", "waiver")) == [
        ("submitted", "fail", None), ("approved", "fail", None), ("active", "waived", waiver.pk),
    ]  # fmt: skip
    assert ContractRuleResult.objects.count() == 3 * 16


def test_nobody_waives_for_themselves(contract: Contract) -> None:
    approver = person("approver")
    asking = person("supervisor", name="Aline Approver")
    review.ask_contract_waiver(contract.pk, rule="CR-07", reason="why", until=LATER, actor=asking)

    refused("approval_not_yours", decide_approval, ApprovalRequest.objects.get().pk, approve=True, actor=approver)
    assert ContractWaiver.objects.get().state == "proposed"


def test_a_waiver_expires_to_fail(contract: Contract, clerk: User) -> None:
    tomorrow = local_today(contract.entity) + timedelta(days=1)
    review.ask_contract_waiver(contract.pk, rule="CR-07", reason="why", until=tomorrow, actor=clerk)
    decided()
    assert failing(contract) == set()

    ContractWaiver.objects.update(until=local_today(contract.entity))
    assert failing(contract) == {"CR-07"}
    review.ask_contract_waiver(contract.pk, rule="CR-07", reason="once more", until=tomorrow, actor=clerk)
    assert list(ContractWaiver.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "proposed"]


def test_an_ended_waiver_counts_no_more_and_a_rejected_one_never_did(contract: Contract, clerk: User) -> None:
    review.ask_contract_waiver(contract.pk, rule="CR-07", reason="why", until=LATER, actor=clerk)
    decided(approve=False)
    assert failing(contract) == {"CR-07"}

    waiver = review.ask_contract_waiver(contract.pk, rule="CR-07", reason="better why", until=LATER, actor=clerk)
    decided()
    review.end_contract_waiver(waiver.pk, reason="no longer", actor=clerk)
    assert failing(contract) == {"CR-07"}
    refused("wrong_state", review.end_contract_waiver, waiver.pk, reason="again", actor=clerk)


def test_waivers_that_cannot_be_asked_for(contract: Contract, clerk: User) -> None:
    def ask(code: str, **given: Any) -> None:
        refused(code, review.ask_contract_waiver, contract.pk, actor=clerk, **{"rule": "CR-07", "reason": "why", "until": LATER, **given})

    ask("waiver_not_possible", rule="CR-01")
    ask("waiver_not_possible", rule="CR-99")
    ask("waiver_not_needed", rule="CR-08")
    ask("waiver_until_in_past", until=local_today(contract.entity))
    Contract.objects.update(state="active")
    ask("contract_past_signing")
    assert not ContractWaiver.objects.exists()


def test_the_signed_copy_is_known_by_its_hash_and_asked_for_by_the_database(contract: Contract, clerk: User) -> None:
    Contract.objects.update(signed_file=None, state="submitted")
    signer = make.SigningAuthorityFactory(entity=contract.entity, person="Other Signer", up_to=500)
    given = {"blob": paper(), "signed_on": date(2026, 1, 5), "signatory": "Paul Martin", "signed_for_us": signer}
    review.attach_signed_copy(contract.pk, actor=clerk, **given)

    contract.refresh_from_db()
    assert contract.signed_file is not None
    assert contract.signed_file.sha256 == given["blob"].sha256
    assert failing(contract) == {"CR-02", "CR-07"}  # the exposure of 1,000 is above the signer's 500

    Contract.objects.update(signed_file=None, state="approved")
    with pytest.raises(IntegrityError, match="no signed copy"), transaction.atomic():
        Contract.objects.update(state="active")


def test_the_page_of_a_contract_opens_its_signed_copy(contract: Contract, clerk: User, client: Client) -> None:
    Contract.objects.update(signed_file=None, state="submitted")
    signer = make.SigningAuthorityFactory(entity=contract.entity, person="Other Signer", up_to=500)
    given = {"blob": paper(), "signed_on": date(2026, 1, 5), "signatory": "Paul Martin", "signed_for_us": signer}
    review.attach_signed_copy(contract.pk, actor=clerk, **given)

    client.force_login(clerk)
    shown = client.get(contract.get_absolute_url()).content.decode()

    copy = Attachment.objects.get()
    assert f'<dd><a href="{reverse("file_download", args=[copy.public_id])}">{copy.name}</a></dd>' in shown


def test_a_changed_limit_or_clause_must_be_checked_again(contract: Contract, clerk: User) -> None:
    contracts.return_contract(contract.pk, reason="the limit", actor=clerk)
    review.record_legal_review(contract.pk, reviewed_on=date(2026, 1, 5), reason="read", actor=clerk)
    contracts.edit_contract(contract.pk, credit_limit=9_000, clauses=["liability"], actor=clerk)

    contract.refresh_from_db()
    assert (contract.credit_result, contract.legal_reviewed_on) == ("none", None)
    checked = {"result": "approved", "checked_on": local_today(), "note": "agency report", "actor": clerk}
    refused("credit_limit_for_approved", review.record_credit_check, contract.pk, **checked)
    review.record_credit_check(contract.pk, credit_limit=9_000, **checked)
    assert failing(contract) == {"CR-07"}


def test_a_policy_holds_once_another_person_agrees_and_ends_the_one_before(clerk: User) -> None:
    entity = LegalEntityFactory(code="DE01")
    old = make.ContractPolicyFactory(entity=entity)
    facts = {"terms": ["NET30"], "currencies": ["EUR"], "valid_from": date(2026, 1, 1), "reason": "stricter", "actor": clerk}
    refused("terms_unknown", control.propose_contract_policy, entity=entity, **{**facts, "terms": ["NET31"]})
    refused("currency_unknown", control.propose_contract_policy, entity=entity, **{**facts, "currencies": ["EUX"]})
    new = control.propose_contract_policy(entity=entity, **facts)
    assert policy_of(entity.pk, date(2026, 6, 1)) == old

    decided()
    assert policy_of(entity.pk, date(2026, 6, 1)) == new
    assert policy_of(entity.pk, date(2025, 6, 1)) == old
    assert ContractPolicy.objects.get(pk=old.pk).valid_until == date(2026, 1, 1)


def test_authorities_to_sign_are_dated(clerk: User) -> None:
    entity = LegalEntityFactory(code="DE01")
    facts = {"entity": entity, "person": "Sigrid", "up_to": 1000, "currency": "EUR", "valid_from": date(2025, 1, 1), "actor": clerk}
    authority = control.add_signing_authority(**facts)
    refused("signingauthority_once", control.add_signing_authority, **facts)
    control.end_signing_authority(authority.pk, valid_until=date(2026, 1, 1), actor=clerk)
    assert control.add_signing_authority(**{**facts, "valid_from": date(2026, 1, 1)}).pk


def test_a_contract_nobody_gave_notice_on_runs_on(clerk: User) -> None:
    contract = make.ContractFactory(renewal="tacit", ends_on=date(2026, 1, 1), notice_days=60)
    refused("contract_still_runs", contracts.renew_contract, contract.pk, on=date(2025, 12, 31), actor=clerk)

    contracts.renew_contract(contract.pk, on=date(2026, 1, 1), actor=clerk)
    assert in_force(contract.customer_id, contract.entity_id, date(2026, 6, 1)).get().ends_on == date(2027, 1, 1)

    contracts.remind_of_notice(contract.pk, notice_by=date(2026, 11, 2), actor=clerk)
    contracts.remind_of_notice(contract.pk, notice_by=date(2026, 11, 2), actor=clerk)
    assert contract.number in Task.objects.get().title


def test_what_the_control_said_never_changes(contract: Contract) -> None:
    for statement in ("UPDATE accounts_contractruleresult SET outcome = 'pass'", "DELETE FROM accounts_contractruleresult"):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

"""Where customers pay to is never one person's word: adding, changing and closing our own bank accounts takes two."""

import pytest
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import person
from refusals import refused

from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.approvals.services.own_accounts import add_own_account, edit_own_account, move_own_account
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.core.entities.services import apply_own_account_edit, apply_own_account_move

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"
GIVEN = {"name": "Main", "iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFFXXX", "currency": "EUR", "reason": "the bank's letter"}
FORMATS = {"statement_format": "camt.053.001.08", "payment_format": "pain.001.001.09", "debit_format": "pain.008.001.08"}


@pytest.fixture
def entity() -> LegalEntity:
    entity: LegalEntity = LegalEntityFactory(code="DE01")
    return entity


@pytest.fixture
def admin() -> User:
    return person("admin")


@pytest.fixture
def account(entity: LegalEntity) -> OwnBankAccount:
    return OwnBankAccount.objects.create(entity=entity, name="Main", iban=IBAN, bic="COBADEFFXXX", currency="EUR")


def decide(by: User, *, approve: bool = True) -> None:
    request = ApprovalRequest.objects.get(state="pending")
    decide_approval(request.pk, approve=approve, reason="checked with the bank", actor=by)


def test_a_new_account_is_used_once_another_person_has_approved_it(entity: LegalEntity, admin: User) -> None:
    account = add_own_account(entity.pk, actor=admin, **GIVEN)
    assert (account.iban, account.state) == (IBAN, "proposed")
    asked = ApprovalRequest.objects.get()
    assert (asked.after["iban"], asked.entity) == (IBAN, entity)
    person("approver", name="Adam Admin")
    refused("approval_not_yours", decide, User.objects.get(pk=admin.pk))
    account.refresh_from_db()
    assert account.state == "proposed"

    decide(person("approver"))

    account.refresh_from_db()
    assert account.state == "active"
    assert list(AuditEvent.objects.filter(action__startswith="own_account").order_by("pk").values_list("action", flat=True)) == [
        "own_account.added",
        "own_account.moved",
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"iban": "DE00"}, "iban_invalid"),
        ({"iban": "GB33BUKB20201555555555", "bic": "X"}, "bic_invalid"),
        ({"iban": "GB33BUKB20201555555555", "currency": "QQQ"}, "currency_unknown"),
        ({}, "ownbankaccount_iban_taken"),
        ({"iban": "GB33BUKB20201555555555", "reason": " "}, "approval_reason_missing"),
    ],
)
def test_what_cannot_be_an_account_is_not_even_proposed(
    entity: LegalEntity, account: OwnBankAccount, admin: User, changed: dict[str, str], code: str
) -> None:
    refused(code, add_own_account, entity.pk, actor=admin, **GIVEN | changed)
    assert list(OwnBankAccount.objects.all()) == [account]


def test_a_change_waits_and_may_be_rejected(account: OwnBankAccount, admin: User) -> None:
    refused("own_account_unchanged", edit_own_account, account.pk, name="Main", reason="x", actor=admin)
    edit_own_account(account.pk, name="Old", reason="renamed by the bank", actor=admin)
    account.refresh_from_db()
    assert account.name == "Main"
    decide(person("approver"), approve=False)
    account.refresh_from_db()
    assert account.name == "Main"

    edit_own_account(account.pk, name="Old", reason="renamed by the bank", actor=admin)
    decide(person("approver"))
    account.refresh_from_db()
    assert account.name == "Old"


def test_closing_and_opening_again_take_two(account: OwnBankAccount, admin: User) -> None:
    approver = person("approver")
    for state, wrong in [("closed", "active"), ("active", "proposed")]:
        refused("wrong_state", move_own_account, account.pk, wrong, reason="x", actor=admin)
        move_own_account(account.pk, state, reason="merged", actor=admin)
        decide(approver)
        account.refresh_from_db()
        assert account.state == state


def test_nobody_applies_a_change_alone(account: OwnBankAccount, admin: User) -> None:
    refused("approval_needed", apply_own_account_edit, account.pk, name="Mine", actor=admin)
    refused("approval_needed", apply_own_account_move, account.pk, "closed", "x", actor=admin)
    account.refresh_from_db()
    assert (account.name, account.state) == ("Main", "active")


def test_the_pages_ask_and_say_so(client: Client, entity: LegalEntity, admin: User) -> None:
    client.force_login(admin)
    address = reverse("own_account_new", args=[entity.public_id])
    assert client.post(address, {**GIVEN, **FORMATS, "iban": "DE00"}).status_code == 422
    assert "when another person has approved" in client.post(address, {**GIVEN, **FORMATS}, follow=True).content.decode()
    decide(person("approver"))
    account = OwnBankAccount.objects.get()

    edit = reverse("own_account_edit", args=[account.public_id])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"name": "Old", "reason": "renamed", "version": account.version, **FORMATS}).status_code == 302
    decide(person("approver"))
    move = reverse("own_account_move", args=[account.public_id, "closed"])
    assert client.post(move, {"reason": "merged"}).status_code == 302
    decide(person("approver"))

    account.refresh_from_db()
    assert (account.name, account.state) == ("Old", "closed")

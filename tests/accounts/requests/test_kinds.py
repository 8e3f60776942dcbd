"""What each kind of request changes, and when a second person must agree."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from factories import accounts as make
from factories.billing import open_months, posted
from factories.compliance import load_list, screened
from factories.kyc import known as approved_file
from people import person
from refusals import refused
from worker import drain_outbox

from o2c.accounts.contracts.models import Contract, PaymentTerm, PurchaseOrder
from o2c.accounts.contracts.services.review import record_credit_check
from o2c.accounts.customers.models import Contact, Customer
from o2c.accounts.customers.services.states import activate_customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.requests import services
from o2c.accounts.requests.kinds import KINDS
from o2c.accounts.requests.models import ChangeRequest
from o2c.billing.ledger.gates import settled_accounts_only
from o2c.compliance.kyc.models import KycFile
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.files.services import attach_file
from o2c.core.files.storage import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(customer: Customer, entity: LegalEntity) -> FinancialAccount:
    return make.FinancialAccountFactory(customer=customer, entity=entity, number="M-1")


def decide(request: ChangeRequest, *, approve: bool = True) -> ChangeRequest:
    approval = ApprovalRequest.objects.get(subject_type="accounts.changerequest", subject_id=request.pk, state="pending")
    decide_approval(approval.pk, approve=approve, reason="" if approve else "Not like this", actor=person("approver"))
    request.refresh_from_db()
    return request


def test_every_kind_of_the_row_is_there() -> None:
    assert KINDS.keys() >= {
        "address", "contact", "purchase_order", "currency", "terms", "entity", "payment_method", "closure", "merge", "other",
        "create_customer", "modify_customer", "cancel_customer", "reactivate_customer",
    }  # fmt: skip


def test_a_contact_is_replaced(ask: Any, customer: Customer, clerk: User) -> None:
    old = make.ContactFactory(customer=customer)
    request = ask(
        "contact", started=True, person="Jean", role="finance", email="j@x.fr", language="fr", valid_from="2026-01-01",
        replaces=str(old.public_id),
    )  # fmt: skip

    services.apply_request(request.pk, actor=clerk)

    old.refresh_from_db()
    assert old.valid_until == date(2026, 1, 1)
    assert Contact.objects.filter(person="Jean", valid_until=None).exists()


def test_a_new_customer_is_brought_by_its_request(entity: LegalEntity, sales: User, clerk: User) -> None:
    payload = {"legal_name": "Neu GmbH", "country": "DE", "type": "advertiser", "language": "de"}
    request = services.file_request(kind="create_customer", payload=payload, entity=entity, reason="Signed", actor=sales)
    services.start_request(request.pk, actor=clerk)

    services.apply_request(request.pk, actor=clerk)

    request.refresh_from_db()
    assert request.customer is not None
    assert (request.customer.legal_name, request.customer.state) == ("Neu GmbH", "draft")
    assert list(request.customer.entities.all()) == [entity]


def test_a_harmless_change_of_data_is_applied_at_once(ask: Any, customer: Customer, clerk: User) -> None:
    services.apply_request(ask("modify_customer", started=True, language="fr").pk, actor=clerk)

    customer.refresh_from_db()
    assert customer.language == "fr"


def test_a_new_name_needs_a_second_person(ask: Any, customer: Customer, clerk: User) -> None:
    request = services.apply_request(ask("modify_customer", started=True, legal_name="Martin & Fils").pk, actor=clerk)

    assert request.state == "waiting_approval"
    customer.refresh_from_db()
    assert customer.legal_name == "Martin"
    assert decide(request).state == "applied"
    customer.refresh_from_db()
    assert customer.legal_name == "Martin & Fils"
    assert (request.applied[0]["before"], request.applied[0]["after"]) == ({"legal_name": "Martin"}, {"legal_name": "Martin & Fils"})


def test_whoever_applies_or_asked_never_agrees(ask: Any, clerk: User, sales: User) -> None:
    request = services.apply_request(ask("modify_customer", started=True, legal_name="Martin & Fils").pk, actor=clerk)
    approval = ApprovalRequest.objects.get(subject_id=request.pk, state="pending")
    for name in (clerk.name, sales.name):
        refused("approval_not_yours", decide_approval, approval.pk, approve=True, actor=person("approver", name=name))


def test_a_no_brings_the_request_back_to_work(ask: Any, clerk: User) -> None:
    request = services.apply_request(ask("modify_customer", started=True, legal_name="Martin & Fils").pk, actor=clerk)
    decide(request, approve=False)

    drain_outbox()

    request.refresh_from_db()
    assert request.state == "in_progress"


def test_nothing_filled_in_changes_nothing(customer: Customer, sales: User) -> None:
    refused("request_payload_wrong", services.file_request, kind="modify_customer", customer=customer, payload={}, reason="x", actor=sales)


CHANGES = [("currency", {"currency": "USD"}), ("entity", {"entity": "DE01"}), ("terms", {"terms": "NET60"})]


@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_another_key_means_another_account(
    ask: Any, account: FinancialAccount, customer: Customer, clerk: User, gates_open: None, kind: str, change: dict[str, str]
) -> None:
    other = make.LegalEntityFactory(code="DE01", country="FR")
    PaymentTerm.objects.get_or_create(code="NET60", net_days=60)
    make.ContactFactory(customer=customer)
    make.TaxRegistrationFactory(customer=customer, country="FR", number="FR83404833048", state="valid", checked_at="2026-01-01T00:00Z")
    for entity, currency in ((account.entity, "EUR"), (account.entity, "USD"), (other, "EUR")):
        make.ContractFactory(customer=customer, entity=entity, currency=currency)
    asked = ask(kind, started=True, account=str(account.public_id), from_day="2026-01-01", **change)
    request = decide(services.apply_request(asked.pk, actor=clerk))

    account.refresh_from_db()
    new = FinancialAccount.objects.exclude(pk=account.pk).get()
    assert (account.state, account.replaced_by, new.state, request.state) == ("closing", new, "active", "applied")
    assert new.number in request.outcome
    assert (new.currency, new.entity.code, new.terms.code) == (
        change.get("currency", "EUR"),
        change.get("entity", "FR01"),
        change.get("terms", "NET30"),
    )


def test_two_accounts_are_merged(ask: Any, account: FinancialAccount, clerk: User) -> None:
    double = make.FinancialAccountFactory(customer=account.customer, entity=account.entity, terms=make.PaymentTermFactory(net_days=45))
    asked = ask("merge", started=True, account=str(double.public_id), survivor=str(account.public_id))

    decide(services.apply_request(asked.pk, actor=clerk))

    double.refresh_from_db()
    assert (double.state, double.replaced_by) == ("closing", account)


def test_a_purchase_order_is_entered_and_then_changed_with_its_paper(ask: Any, customer: Customer, clerk: User) -> None:
    body = {"number": "PO-7", "amount": "1000.00", "currency": "EUR", "starts_on": "2026-01-01"}
    services.apply_request(ask("purchase_order", started=True, **body).pk, actor=clerk)
    assert PurchaseOrder.objects.get().amount == 1000

    raised = ask("purchase_order", started=True, **{**body, "amount": "1500.00"})
    refused("purchase_order_document_missing", services.apply_request, raised.pk, actor=clerk)
    paper = store(ContentFile(b"%PDF-1.4 order"), "order.pdf")
    attach_file("accounts.changerequest", raised.pk, paper, actor=clerk)
    services.apply_request(raised.pk, actor=clerk)

    raised.refresh_from_db()
    assert PurchaseOrder.objects.get().amount == 1500
    (change,) = [row for row in raised.applied if row["action"] == "purchase_order.updated"]
    assert (change["before"]["amount"], change["after"]["amount"]) == ("1000.0000", "1500.00")


def test_only_the_customers_own_accounts_are_ended(ask: Any, entity: LegalEntity) -> None:
    foreign = make.FinancialAccountFactory(entity=entity)
    with pytest.raises(BusinessError, match="request_payload_wrong"):
        ask("closure", account=str(foreign.public_id))


def test_a_customer_with_open_items_is_not_cancelled(
    ask: Any, customer: Customer, account: FinancialAccount, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_months(account.entity)
    posted(account, "100.00", date(2026, 1, 10))
    monkeypatch.setitem(gates._answers, "close_account", [settled_accounts_only])
    request = services.apply_request(ask("cancel_customer", started=True).pk, actor=clerk)
    with pytest.raises(BusinessError, match="gate_closed"):
        decide(request)

    customer.refresh_from_db()
    account.refresh_from_db()
    assert (customer.state, account.state) == ("active", "active")


def test_a_settled_customer_is_cancelled_with_all_its_accounts(
    ask: Any, customer: Customer, account: FinancialAccount, clerk: User, gates_open: None
) -> None:
    proposed = make.FinancialAccountFactory(customer=customer, entity=account.entity, currency="USD", state="proposed", opened_on=None)

    request = decide(services.apply_request(ask("cancel_customer", started=True).pk, actor=clerk))

    for row in (customer, account, proposed):
        row.refresh_from_db()
    assert (request.state, customer.state, account.state, proposed.state) == ("applied", "closed", "closed", "refused")


def test_a_customer_that_returns_is_screened_known_and_checked_for_credit_again(ask: Any, customer: Customer, clerk: User) -> None:
    """O2C-09: closed for thirteen months, and everything that was known of it is still there."""
    load_list()
    long_ago = local_today() - timedelta(days=400)
    contract = make.controlled(make.ContractFactory(customer=customer, entity=customer.entity_links.get().entity, number="CT-1"))
    Contract.objects.filter(pk=contract.pk).update(credit_result="approved", credit_limit=5_000, credit_checked_on=long_ago)
    approved_file(customer)
    screened(customer)
    KycFile.objects.update(approved_at=timezone.now() - timedelta(days=400))
    assert gates.reasons_against("activate_customer", customer) == []
    Customer.objects.filter(pk=customer.pk).update(state="closed")
    request = decide(services.apply_request(ask("reactivate_customer", started=True).pk, actor=clerk))

    customer.refresh_from_db()
    assert (request.state, customer.state) == ("applied", "onboarding")
    against = {reason.code for reason in gates.reasons_against("activate_customer", customer)}
    assert against == {"screening_missing", "kyc_before_return", "credit_before_return"}
    refused("gate_closed", activate_customer, customer.pk, actor=clerk)

    screened(customer)
    KycFile.objects.update(approved_at=timezone.now())
    check = {"result": "approved", "checked_on": local_today(), "note": "Good payer", "actor": person("finance")}
    refused("credit_limit_of_active", record_credit_check, contract.pk, credit_limit=6_000, **check)
    record_credit_check(contract.pk, credit_limit=5_000, **check)
    assert gates.reasons_against("activate_customer", customer) == []

"""A checklist that completes itself from the records, with the blocker, the owner and the age of each step."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from hypothesis import given
from hypothesis import strategies as st
from people import person
from refusals import refused
from worker import drain_outbox

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.services.states import start_onboarding
from o2c.accounts.onboarding.models import OnboardingCase, OnboardingStep
from o2c.accounts.onboarding.queries import checklist, step_days
from o2c.accounts.onboarding.rules import median_days, next_step, standing
from o2c.accounts.onboarding.services import follow_onboarding, own_onboarding
from o2c.accounts.payment_methods.services.cards import add_payment_method
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    return make.CustomerFactory(entity=entity, legal_name="Martin", country="US", state="onboarding")


@pytest.fixture
def compliance_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    for question in ("activate_customer", "kyc_valid"):
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])


def follow(customer: Customer) -> OnboardingCase:
    case = follow_onboarding(customer.pk, on=local_today(), actor=person("system"))
    assert case is not None
    return case


def open_steps(case: OnboardingCase) -> list[str]:
    return list(case.steps.filter(done_at=None).order_by("pk").values_list("code", flat=True))


def test_steps_complete_themselves_from_the_records(customer: Customer, entity: LegalEntity, compliance_agrees: None) -> None:
    case = follow(customer)
    assert open_steps(case) == ["data", "contract", "payment_method", "account"]

    make.AddressFactory(customer=customer)
    make.ContactFactory(customer=customer)
    make.ContractFactory(customer=customer, entity=entity)
    add_payment_method(customer=customer, kind="transfer", actor=person("clerk"))
    follow(customer)
    assert open_steps(case) == ["account"]

    make.FinancialAccountFactory(customer=customer, entity=entity)
    Customer.objects.filter(pk=customer.pk).update(state="active")
    assert follow(customer).finished_at is not None
    assert follow_onboarding(customer.pk, on=local_today(), actor=person("system")) is None
    assert {row["code"]: row["count"] for row in step_days(person("clerk"), START)}["account"] == 1


def test_a_step_opens_again_when_its_record_stops_being_valid(customer: Customer, compliance_agrees: None) -> None:
    make.AddressFactory(customer=customer)
    contact = make.ContactFactory(customer=customer)
    assert "data" not in open_steps(follow(customer))

    type(contact).objects.filter(pk=contact.pk).update(state="invalid", bounce="hard")

    assert "data" in open_steps(follow(customer))


def test_the_floors_above_answer_through_gates(customer: Customer) -> None:
    rows = {row.code: row for row in checklist(follow(customer), local_today(), START)}

    assert rows["screening"].against
    assert rows["kyc"].against


def test_an_onboarding_begins_with_the_customers_and_follows_by_events(entity: LegalEntity, compliance_agrees: None) -> None:
    customer = make.CustomerFactory(entity=entity, state="draft", country="US")
    start_onboarding(customer.pk, actor=person("clerk"))

    drain_outbox()

    assert OnboardingCase.objects.get().customer == customer
    add_payment_method(customer=customer, kind="cheque", actor=person("clerk"))
    drain_outbox()
    assert OnboardingStep.objects.get(code="payment_method").done_at is not None


def test_somebody_looks_after_it_and_after_a_step(customer: Customer) -> None:
    case, clerk, boss = follow(customer), person("clerk"), person("supervisor")

    own_onboarding(case.pk, owner=clerk, actor=boss)
    own_onboarding(case.pk, owner=boss, step="kyc", actor=clerk)

    case.refresh_from_db()
    assert (case.owner, case.steps.get(code="kyc").owner) == (clerk, boss)
    refused("onboarding_owner_gone", own_onboarding, case.pk, owner=User(name="Gone", is_active=False), actor=clerk)


def test_in_the_browser_and_by_rest(customer: Customer) -> None:
    case, clerk = follow(customer), person("clerk")
    client = Client()
    client.force_login(clerk)

    shown = client.get(case.get_absolute_url()).content.decode()
    assert "no contract is active" in shown
    assert "Know your customer" in shown
    assert client.post(reverse("onboarding_owner", args=[case.public_id]), {"owner": clerk.public_id}).status_code == 302
    assert "Martin" in client.get(reverse("onboarding_list")).content.decode()
    assert "Waits for" in client.get(reverse("customer_onboarding", args=[customer.public_id])).content.decode()
    other = make.CustomerFactory(entity=LegalEntity.objects.get())
    assert "not onboarded here" in client.get(reverse("customer_onboarding", args=[other.public_id])).content.decode()

    ApiToken.objects.create(user=clerk, name="x", digest=digest("o2c_1"), scopes=["accounts.view_onboarding"], expires_on=date(2999, 1, 1))
    api = Client(headers={"Authorization": "Bearer o2c_1"})
    steps = api.get(f"/api/v1/customers/{customer.public_id}/onboarding").json()["steps"]
    assert [step["code"] for step in steps][:4] == ["data", "tax", "screening", "kyc"]
    assert api.get(f"/api/v1/customers/{uuid.uuid4()}/onboarding").status_code == 404
    assert api.get(f"/api/v1/customers/{other.public_id}/onboarding").status_code == 404


def test_the_database_refuses_two_at_once_and_ends_before_starts(customer: Customer) -> None:
    case = follow(customer)
    attempts = {
        "onboardingcase_one_open": lambda: OnboardingCase.objects.create(customer=customer, started_at=START),
        "onboardingcase_finishes_after_start": lambda: OnboardingCase.objects.update(finished_at=START - timedelta(days=9999)),
        "onboardingstep_once": lambda: OnboardingStep.objects.create(case=case, code="data"),
    }
    for constraint, attempt in attempts.items():
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            attempt()
        assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_an_onboarding_waits_for_its_first_open_step(done: list[bool]) -> None:
    codes = [f"s{place}" for place in range(len(done))]
    against = {code: [] if finished else ["why"] for code, finished in zip(codes, done, strict=True)}

    rows = standing(codes, against, {}, START, START + timedelta(days=2))

    waits = next_step(rows)
    assert (waits.code if waits else None) == next((code for code in codes if against[code]), None)
    assert all(row.age == timedelta(days=2) for row in rows)


def test_medians_are_days_to_a_decimal() -> None:
    assert median_days([]) is None
    assert median_days([timedelta(days=1), timedelta(hours=36), timedelta(days=9)]) == 1.5

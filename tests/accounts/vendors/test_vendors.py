"""Our registrations with clients, from the need to the supplier number, and what waits for it."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person
from refusals import refused

from o2c.accounts.customers.models import Customer
from o2c.accounts.vendors import services
from o2c.accounts.vendors.gates import registered_as_supplier
from o2c.accounts.vendors.models import VendorRegistration, VendorState
from o2c.accounts.vendors.queries import vendor_list
from o2c.accounts.vendors.rules import VENDOR_MOVES, missing
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import Conflict
from o2c.core.verbs import transition
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    return make.CustomerFactory(entity=entity, legal_name="Kranich AG")


@pytest.fixture
def clerk() -> User:
    return person("clerk")


@pytest.fixture
def needed(customer: Customer, entity: LegalEntity, clerk: User) -> VendorRegistration:
    return services.open_vendor_registration(
        customer=customer, entity=entity, portal="Ariba", required=["tax certificate"], due_on=date(2026, 2, 1), actor=clerk
    )


def codes(customer: Customer, entity: LegalEntity) -> list[str]:
    return [reason.code for reason in registered_as_supplier(customer, entity=entity)]


def accepted(row: VendorRegistration, clerk: User, **given: Any) -> VendorRegistration:
    services.edit_vendor_registration(row.pk, provided=["tax certificate"], actor=clerk)
    services.request_vendor_registration(row.pk, actor=clerk)
    services.submit_vendor_registration(row.pk, actor=clerk)
    return services.accept_vendor_registration(row.pk, supplier_no="S-77", actor=clerk, **given)


def test_an_invoice_waits_until_the_supplier_number_exists(
    needed: VendorRegistration, customer: Customer, entity: LegalEntity, clerk: User
) -> None:
    assert codes(customer, entity) == ["vendor_number_missing"]
    assert codes(customer, LegalEntityFactory(code="DE01")) == []
    assert Task.objects.get(kind="vendor_registration").state == "open"

    assert accepted(needed, clerk).state == "accepted"

    assert codes(customer, entity) == []
    assert Task.objects.get(kind="vendor_registration").state == "done"


def test_documents_come_first_and_a_rejection_opens_the_task_again(needed: VendorRegistration, clerk: User) -> None:
    services.request_vendor_registration(needed.pk, actor=clerk)
    refusal = refused("vendor_documents_missing", services.submit_vendor_registration, needed.pk, actor=clerk)
    assert refusal.values == {"documents": ["tax certificate"]}
    services.edit_vendor_registration(needed.pk, provided=["tax certificate"], holder=person("supervisor"), actor=clerk)
    services.submit_vendor_registration(needed.pk, actor=clerk)

    refused("vendorregistration_rejection_says_why", services.reject_vendor_registration, needed.pk, reason=" ", actor=clerk)
    refused("vendorregistration_accepted_has_number", services.accept_vendor_registration, needed.pk, supplier_no=" ", actor=clerk)
    row = services.reject_vendor_registration(needed.pk, reason="Certificate too old", actor=clerk)

    task = Task.objects.get(kind="vendor_registration")
    assert (row.state, row.reason, task.state, task.owner) == ("rejected", "Certificate too old", "open", person("supervisor"))


def test_one_that_ends_is_renewed_or_holds_invoices_up(
    needed: VendorRegistration, customer: Customer, entity: LegalEntity, clerk: User
) -> None:
    accepted(needed, clerk, expires_on=date(2026, 6, 30))
    night = person("system")

    assert services.watch_vendor_registrations(date(2026, 4, 30), actor=night) == []
    (row,) = services.watch_vendor_registrations(date(2026, 5, 1), actor=night)
    assert (row.state, codes(customer, entity)) == ("expiring", [])
    (row,) = services.watch_vendor_registrations(date(2026, 6, 30), actor=night)
    assert (row.state, codes(customer, entity)) == ("expired", ["vendor_number_missing"])
    assert services.request_vendor_registration(row.pk, actor=clerk).state == "requested"


FORBIDDEN = [(a, b) for a, b in product(VendorState.values, VendorState.values) if b not in VENDOR_MOVES.get(a, set())]


@pytest.mark.parametrize(("state", "wanted"), FORBIDDEN)
def test_every_other_move_is_refused(state: str, wanted: str) -> None:
    with pytest.raises(Conflict, match="wrong_state"):
        transition(VendorRegistration(state=state), wanted, VENDOR_MOVES)


def test_what_is_missing_keeps_its_order() -> None:
    assert missing(["a", "b", "c"], ["b"]) == ["a", "c"]


@pytest.mark.parametrize(
    ("constraint", "given"),
    [
        ("vendorregistration_accepted_has_number", {"state": "accepted"}),
        ("vendorregistration_rejection_says_why", {"state": "rejected"}),
        ("vendorregistration_state_known", {"state": "happy"}),
        ("vendorregistration_once", {"portal": "Ariba"}),
    ],
)
def test_the_database_refuses(needed: VendorRegistration, constraint: str, given: dict[str, str]) -> None:
    key = {"customer": needed.customer, "entity": needed.entity, "portal": "Coupa"}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        VendorRegistration.objects.create(**{**key, **given})
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_in_the_browser(customer: Customer, clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    typed = {
        "entity": "FR01",
        "portal": "Coupa",
        "due_on": "2026-02-01",
        "required_documents": "W-9\nbank letter",
        "provided_documents": "W-9",
    }
    client.post(reverse("vendor_new", args=[customer.public_id]), typed)
    row = VendorRegistration.objects.get()

    def press(move: str, **typed: str) -> int:
        return client.post(reverse("vendor_move", args=[row.public_id, move]), typed).status_code

    press("request")
    press("submit")
    shown = client.get(row.get_absolute_url()).content.decode()
    assert "bank letter" in shown
    assert "wait for the supplier number" in shown
    edit = {**typed, "provided_documents": "W-9\nbank letter", "version": VendorRegistration.objects.get().version}
    assert client.post(reverse("vendor_edit", args=[row.public_id]), edit).status_code == 302
    press("submit")
    press("accept", supplier_no="S-1", expires_on="2030-01-01")
    assert vendor_list(clerk, date(2026, 3, 1)).get().state == "accepted"
    for address in (reverse("vendor_list"), reverse("customer_vendors", args=[customer.public_id])):
        assert "Coupa" in client.get(address).content.decode()


def test_overdue_ones_are_seen(needed: VendorRegistration, clerk: User) -> None:
    assert [row.is_overdue for row in vendor_list(clerk, date(2026, 2, 1))] == [False]
    assert [row.is_overdue for row in vendor_list(clerk, date(2026, 2, 2))] == [True]

"""Verbs over customers: what they write, what they refuse and what stays unchanged then."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import empowered, master_of, person
from refusals import refused

from o2c.accounts.customers import queries
from o2c.accounts.customers.models import Address, BankAccount, Contact, Customer, CustomerRelation, TaxRegistration
from o2c.accounts.customers.rules.states import CUSTOMER_MOVES
from o2c.accounts.customers.services import bank, customers, reach, relations, states, tax
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


def test_a_new_customer_has_a_number_a_folded_name_a_tax_registration_and_a_trail(entity: LegalEntity, clerk: User) -> None:
    customer = customers.create_customer(entities=[entity], legal_name=" Müller GmbH ", country="DE", vat_id="136695976", actor=clerk)

    customer.refresh_from_db()
    assert customer.number.startswith("C")
    assert (customer.legal_name, customer.search_name, customer.state) == ("Müller GmbH", "muller gmbh", "draft")
    assert TaxRegistration.objects.values_list("country", "number", "state").get() == ("DE", "DE136695976", "unverified")
    event = AuditEvent.objects.get()
    assert (event.action, event.after["legal_name"], event.after["entities"]) == ("customer.created", "Müller GmbH", ["FR01"])
    assert event.parent_id == customer.pk


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"legal_name": " "}, "customer_legal_name_given", "legal_name"),
        ({"country": "XX"}, "country_unknown", "country"),
        ({"vat_id": "DE136695977"}, "vat_id_checksum", "vat_id"),
        ({"entities": []}, "entity_missing", "entities"),
    ],
)
def test_a_customer_that_cannot_be_right_is_refused(
    entity: LegalEntity, clerk: User, fields: dict[str, Any], code: str, field: str
) -> None:
    given = {"entities": [entity], "legal_name": "Müller GmbH", "country": "DE", **fields}

    refusal = refused(code, customers.create_customer, actor=clerk, **given)

    assert refusal.field == field
    assert not Customer.objects.exists()


def test_a_number_is_given_once(entity: LegalEntity, clerk: User) -> None:
    customers.create_customer(entities=[entity], number="K1", legal_name="One", actor=clerk)

    refused("customer_number_once", customers.create_customer, entities=[entity], number="K1", legal_name="Two", actor=clerk)


def test_nobody_creates_or_edits_a_customer_outside_their_entity(entity: LegalEntity) -> None:
    german = master_of("accounts", name="Gerd German", entity=LegalEntityFactory(code="DE01"))
    french = make.CustomerFactory(entity=entity)

    refused("gone_or_out_of_reach", customers.create_customer, entities=[entity], legal_name="Müller", actor=german)
    refused("gone_or_out_of_reach", customers.edit_customer, french.pk, legal_name="Mine", actor=german)
    assert Customer.objects.get() == french


def test_an_edit_writes_and_tells_only_what_differs(entity: LegalEntity, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(events.LISTENERS, "customer.changed", {"test": lambda pk, data: None})
    customer = make.CustomerFactory(entity=entity, legal_name="Old", tier="key")

    edited = customers.edit_customer(customer.pk, legal_name="New", tier="key", actor=clerk, version=1)

    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"legal_name": "Old"}, {"legal_name": "New"})
    assert (edited.version, Customer.objects.get().search_name) == (2, "new")
    assert Outbox.objects.get().payload == {"fields": ["legal_name"]}


def test_an_edit_that_changes_nothing_leaves_no_trace(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="Same")

    customers.edit_customer(customer.pk, legal_name="Same", entities=[entity], actor=clerk)

    assert not AuditEvent.objects.exists()
    assert Customer.objects.get().version == 1


def test_two_people_edit_the_same_customer(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="Before")
    customers.edit_customer(customer.pk, legal_name="Theirs", version=1, actor=clerk)

    refused("changed_since", customers.edit_customer, customer.pk, legal_name="Mine", version=1, actor=clerk)
    assert Customer.objects.get().legal_name == "Theirs"


def test_the_entities_that_deal_with_a_customer_change(entity: LegalEntity, clerk: User) -> None:
    customer, other = make.CustomerFactory(entity=entity), LegalEntityFactory(code="DE01")

    customers.edit_customer(customer.pk, entities=[other], actor=clerk)

    assert AuditEvent.objects.get().before == {"entities": ["FR01"]}
    assert list(customer.entities.all()) == [other]


def ready(entity: LegalEntity, **facts: Any) -> Customer:
    customer = make.CustomerFactory(entity=entity, country="US", **facts)
    make.AddressFactory(customer=customer)
    make.ContactFactory(customer=customer)
    return customer


@pytest.mark.usefixtures("gates_open")
def test_a_complete_customer_becomes_active(entity: LegalEntity, clerk: User) -> None:
    customer = ready(entity, state="draft")

    states.start_onboarding(customer.pk, actor=clerk)
    states.activate_customer(customer.pk, actor=clerk)

    assert Customer.objects.get().state == "active"
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == ["customer.onboarding", "customer.active"]


@pytest.mark.usefixtures("gates_open")
def test_an_incomplete_customer_stays_in_onboarding_and_every_gap_is_named(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity, state="onboarding")

    refusal = refused("customer_not_ready", states.activate_customer, customer.pk, actor=clerk)

    assert refusal.values["codes"] == ["billing_address_missing", "finance_contact_missing", "tax_id_missing"]
    assert Customer.objects.get().state == "onboarding"


@pytest.mark.usefixtures("gates_shut")
def test_compliance_keeps_a_customer_from_becoming_active(entity: LegalEntity, clerk: User) -> None:
    refused("gate_closed", states.activate_customer, ready(entity, state="onboarding").pk, actor=clerk)
    refused("gate_closed", states.resume_customer, ready(entity, state="suspended").pk, reason="paid", actor=clerk)

    assert set(Customer.objects.values_list("state", flat=True)) == {"onboarding", "suspended"}


MOVING = {
    states.start_onboarding: ("draft", "onboarding", {}),
    states.activate_customer: ("onboarding", "active", {}),
    states.suspend_customer: ("active", "suspended", {"reason": "why"}),
    states.resume_customer: ("suspended", "active", {"reason": "why"}),
    states.start_closing_customer: ("active", "closing", {"reason": "why"}),
    states.close_customer: ("closing", "closed", {}),
    states.reopen_customer: ("closed", "onboarding", {"reason": "why"}),
}


@pytest.mark.usefixtures("gates_open")
@pytest.mark.parametrize("verb", MOVING, ids=lambda verb: verb.permission)
@pytest.mark.parametrize("state", CUSTOMER_MOVES)
def test_each_move_starts_from_its_own_state_only(entity: LegalEntity, clerk: User, verb: Any, state: str) -> None:
    origin, reached, given = MOVING[verb]
    customer = ready(entity, state=state)

    if state == origin:
        assert verb(customer.pk, actor=clerk, **given).state == reached
    else:
        refused("wrong_state", verb, customer.pk, actor=clerk, **given)
        assert Customer.objects.get().state == state


def test_the_moves_of_the_verbs_are_the_table() -> None:
    reached: dict[str, set[str]] = {}
    for origin, state, _given in MOVING.values():
        reached.setdefault(origin, set()).add(state)

    assert reached == CUSTOMER_MOVES


def test_a_new_address_ends_the_one_before_on_its_day(entity: LegalEntity, clerk: User) -> None:
    old = make.AddressFactory(customer=make.CustomerFactory(entity=entity))
    new = {"kind": "billing", "lines": "Neue Straße 2", "city": "Bonn", "country": "DE"}

    reach.set_address(old.customer_id, valid_from=DAY, actor=clerk, **new)

    old.refresh_from_db()
    assert old.valid_until == DAY
    assert Address.objects.get(valid_until=None).city == "Bonn"
    refused("address_one_per_kind", reach.set_address, old.customer_id, valid_from=date(2025, 5, 1), actor=clerk, **new)
    assert Address.objects.count() == 2


def test_a_contact_is_replaced_and_kept(entity: LegalEntity, clerk: User) -> None:
    old = make.ContactFactory(customer=make.CustomerFactory(entity=entity))
    given = {"person": "Nina New", "role": "finance", "valid_from": DAY}

    new = reach.add_contact(old.customer_id, email="Nina@Example.com", replaces=old, actor=clerk, **given)

    old.refresh_from_db()
    assert (old.valid_until, new.email, new.state) == (DAY, "nina@example.com", "unverified")
    refused("contact_reachable", reach.add_contact, old.customer_id, actor=clerk, **given)
    other = make.CustomerFactory(entity=entity)
    refused("contact_of_another_customer", reach.add_contact, other.pk, email="a@b.com", replaces=new, actor=clerk, **given)


def test_a_hard_bounce_makes_the_contact_invalid_until_somebody_confirms_it(entity: LegalEntity, clerk: User) -> None:
    contact = make.ContactFactory(customer=make.CustomerFactory(entity=entity))
    at = datetime(2025, 6, 1, tzinfo=UTC)

    reach.record_bounce("payables@example.com", bounce="hard", at=at, reason="550 no such user", actor=clerk)
    contact.refresh_from_db()
    assert (contact.state, contact.bounce, contact.bounce_reason) == ("invalid", "hard", "550 no such user")

    reach.confirm_contact(contact.pk, actor=clerk)
    contact.refresh_from_db()
    assert (contact.state, contact.bounce, contact.bounced_at) == ("valid", "", None)


def test_a_soft_bounce_is_only_noted(entity: LegalEntity, clerk: User) -> None:
    make.ContactFactory(customer=make.CustomerFactory(entity=entity))

    reach.record_bounce("payables@example.com", bounce="soft", at=datetime(2025, 6, 1, tzinfo=UTC), actor=clerk)

    assert Contact.objects.values_list("state", "bounce").get() == ("valid", "soft")


def test_a_mail_that_came_back_reaches_the_contact_through_the_event_and_twice_is_once(entity: LegalEntity) -> None:
    make.ContactFactory(customer=make.CustomerFactory(entity=entity))
    bounce = {"address": "Payables@example.com", "severity": "hard", "status": "5.1.1", "diagnostic": "no such user"}

    for _again in range(2):
        events.LISTENERS["mail.bounced"]["accounts.contacts"](1, bounce)

    assert Contact.objects.values_list("state", "bounce_reason").get() == ("invalid", "5.1.1 no such user")
    assert AuditEvent.objects.filter(action="contact.bounced").count() == 1


def test_the_register_has_three_answers_and_silence_forgets_nothing(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity)
    registration = tax.add_tax_registration(customer.pk, country="DE", number="136695976", actor=clerk)

    def after(state: str) -> str:
        return tax.record_tax_check(registration.pk, state=state, actor=clerk).state

    assert [after("unreachable"), after("valid"), after("unreachable"), after("invalid")] == ["unreachable", "valid", "valid", "invalid"]
    refused("tax_answer_unknown", tax.record_tax_check, registration.pk, state="unverified", actor=clerk)
    refused("taxregistration_once", tax.add_tax_registration, customer.pk, country="DE", number="DE136695976", actor=clerk)


def decide(account: BankAccount, actor: User, *, approve: bool = True) -> ApprovalRequest:
    request = ApprovalRequest.objects.get(subject_type="accounts.bankaccount", subject_id=account.pk)
    return decide_approval(request.pk, approve=approve, reason="compared with the letter", actor=actor)


def test_bank_details_are_verified_by_a_second_person_and_replace_the_old_ones(entity: LegalEntity) -> None:
    customer, clerk, approver = make.CustomerFactory(entity=entity), person("clerk"), person("approver")
    given = {"holder": "Customer", "source": "letter"}
    old = bank.add_bank_account(customer.pk, iban="DE89 3704 0044 0532 0130 00", actor=clerk, **given)
    decide(old, approver)
    new = bank.add_bank_account(customer.pk, iban="FR1420041010050500013M02606", replaces=old, actor=clerk, **given)

    refused("approval_needed", bank.verify_bank_account, new.pk, actor=clerk)
    refused("approval_not_yours", decide, new, clerk)
    assert BankAccount.objects.get(pk=new.pk).state == "unverified"

    decide(new, approver)
    assert dict(BankAccount.objects.values_list("iban", "state")) == {
        "DE89370400440532013000": "blocked",
        "FR1420041010050500013M02606": "verified",
    }
    assert set(BankAccount.objects.values_list("verified_by", flat=True)) == {approver.pk}
    assert "3704" not in str(list(AuditEvent.objects.values_list("before", "after", "object_label")))


def test_rejected_bank_details_stay_unverified_and_blocked_ones_cannot_be_approved(entity: LegalEntity) -> None:
    customer, clerk, approver = make.CustomerFactory(entity=entity), person("clerk"), person("approver")
    given = {"iban": "DE89370400440532013000", "holder": "Customer", "source": "letter", "actor": clerk}
    decide(bank.add_bank_account(customer.pk, **given), approver, approve=False)
    rejected = BankAccount.objects.get()
    assert rejected.state == "unverified"

    bank.block_bank_account(rejected.pk, reason="wrong", actor=approver)
    again = bank.add_bank_account(customer.pk, **given)
    bank.block_bank_account(again.pk, reason="wrong again", actor=approver)
    assert decide(again, approver).state == "fallen"
    assert set(BankAccount.objects.values_list("state", flat=True)) == {"blocked"}


def test_wrong_bank_details_are_refused(entity: LegalEntity, clerk: User) -> None:
    customer = make.CustomerFactory(entity=entity)
    given = {"holder": "Customer", "source": "letter", "actor": clerk}

    refused("iban_invalid", bank.add_bank_account, customer.pk, iban="DE89 3704 0044 0532 0130 01", **given)
    bank.add_bank_account(customer.pk, iban="DE89370400440532013000", **given)
    refused("bankaccount_once", bank.add_bank_account, customer.pk, iban="DE89370400440532013000", **given)


def test_relations_hold_for_days_and_both_sides_tell_of_them(entity: LegalEntity, clerk: User) -> None:
    payer, advertiser = make.CustomerFactory.create_batch(2, entity=entity)

    relation = relations.relate_customers(payer.pk, kind="payer_for", to_customer=advertiser, valid_from=DAY, actor=clerk)

    assert queries.has_relation("payer_for", payer.pk, advertiser.pk, DAY)
    assert set(AuditEvent.objects.values_list("parent_id", flat=True)) == {payer.pk, advertiser.pk}
    relations.end_relation(relation.pk, valid_until=date(2025, 7, 1), actor=clerk)
    assert not queries.has_relation("payer_for", payer.pk, advertiser.pk, date(2025, 7, 1))


def test_impossible_relations_are_refused(entity: LegalEntity, clerk: User) -> None:
    top, bottom = make.CustomerFactory.create_batch(2, entity=entity)
    idle = make.CustomerFactory(entity=entity, state="suspended")
    above = {"kind": "parent_of", "valid_from": DAY, "actor": clerk}
    relations.relate_customers(top.pk, to_customer=bottom, **above)

    refused("customerrelation_not_with_itself", relations.relate_customers, top.pk, to_customer=top, **above)
    refused("customerrelation_no_circle", relations.relate_customers, bottom.pk, to_customer=top, **above)
    refused("customerrelation_one_parent", relations.relate_customers, idle.pk, to_customer=bottom, **above)
    refused("payer_not_active", relations.relate_customers, idle.pk, to_customer=top, **{**above, "kind": "payer_for"})
    assert CustomerRelation.objects.count() == 1


def test_a_customer_is_found_by_native_name_latin_name_number_and_tax_id(entity: LegalEntity) -> None:
    reader = empowered("accounts.view_customers")
    customer = make.CustomerFactory(entity=entity, number="K77", legal_name="北京公司", name_latin="Beijing Trading", vat_id="123456789")
    make.CustomerFactory(entity=entity)

    def found(text: str) -> list[Customer]:
        return list(queries.named(queries.customers(reader), text))

    for text in ["北京", "beijing", "TRADING", "K77", "k77", "123456789"]:
        assert found(text) == [customer], text
    assert found("nothing like it") == []


def test_near_duplicates_of_a_name_in_a_country(entity: LegalEntity) -> None:
    reader = empowered("accounts.view_customers")
    known = make.CustomerFactory(entity=entity, legal_name="Northwind Traders GmbH", country="DE")
    make.CustomerFactory(entity=entity, legal_name="Northwind Traders GmbH", country="US")
    make.CustomerFactory(entity=entity, legal_name="Contoso AG", country="DE")

    found = queries.near_duplicates(reader, "Nortwind Traders, GmbH", country="DE")

    assert [(customer, likeness.score > 90) for customer, likeness in found] == [(known, True)]
    assert queries.near_duplicates(reader, "Northwind Traders GmbH", country="DE", besides=known.pk) == []
    assert queries.near_duplicates(reader, "No", country="DE") == []

"""The list goes out to Excel and comes back: previewed before and after, stale and impossible rows refused, the rest written."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person
from sheets import RoundTrip

from o2c.accounts.customers.models import Customer
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(person("clerk"))
    return client


@pytest.fixture
def customers(clerk: Client) -> RoundTrip:
    return RoundTrip(clerk, "customer")


def test_an_unchanged_sheet_changes_nothing(customers: RoundTrip, entity: LegalEntity) -> None:
    make.CustomerFactory.create_batch(3, entity=entity, name_native="北京", tier="key", vat_id="DE136695976")

    assert "Nothing in this file differs" in customers.preview(customers.edited(lambda sheet, at: None))


def test_edited_and_new_rows_are_shown_before_they_are_written(customers: RoundTrip, entity: LegalEntity) -> None:
    other = LegalEntityFactory(code="DE01")
    known = make.CustomerFactory(entity=entity, legal_name="Alpha", country="DE")

    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, at["Legal name"]).value = "Alpha Neu"
        sheet.cell(2, at["Country"]).value = "Austria"
        sheet.cell(2, at["Our entities"]).value = "FR01, DE01"
        sheet.cell(3, at["Legal name"]).value = "Beta"
        sheet.cell(3, at["Our entities"]).value = "DE01"

    content = customers.preview(customers.edited(edit))
    for shown in ["Alpha Neu", "AT", "Beta", "(new)"]:
        assert shown in content
    known.refresh_from_db()
    assert known.legal_name == "Alpha"

    customers.agree(content)
    known.refresh_from_db()
    assert (known.legal_name, known.search_name, known.country) == ("Alpha Neu", "alpha neu", "AT")
    assert set(known.entities.all()) == {entity, other}
    assert Customer.objects.get(legal_name="Beta").state == "draft"


def test_stale_and_impossible_rows_are_findings_and_the_others_are_written(customers: RoundTrip, entity: LegalEntity) -> None:
    stale, wrong, right, kept = (make.CustomerFactory(entity=entity, legal_name=name) for name in ["A", "B", "C", "D"])

    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, at["Legal name"]).value = "A2"
        sheet.cell(3, at["VAT id"]).value = "DE136695977"
        sheet.cell(4, at["Legal name"]).value = "C2"
        sheet.cell(5, at["Number"]).value = "ANOTHER"

    file = customers.edited(edit)
    Customer.objects.filter(pk=stale.pk).update(tier="key")
    content = customers.preview(file)

    for shown in ["changed", "check digit of DE136695977 is wrong", "A customer keeps its number", "C2"]:
        assert shown in content
    customers.agree(content)
    assert list(Customer.objects.order_by("pk").values_list("legal_name", flat=True)) == ["A", "B", "C2", "D"]
    assert Customer.objects.get(pk=kept.pk).number == kept.number
    assert (wrong.vat_id, right.legal_name) == ("", "C")


def test_only_who_may_edit_brings_a_sheet_in(entity: LegalEntity) -> None:
    client = Client()
    client.force_login(person("auditor"))

    assert client.get(reverse("customer_import")).status_code == 403
    assert reverse("customer_import") not in client.get(reverse("customer_list")).content.decode()


def test_an_address_of_the_sheet_is_a_new_one_from_the_day_it_names(clerk: Client, entity: LegalEntity) -> None:
    old, kept = (make.AddressFactory(customer=make.CustomerFactory(entity=entity), city="Paris") for _each in range(2))
    other = make.CustomerFactory(entity=entity)
    trip = RoundTrip(clerk, "address")

    def edit(sheet: Any, at: dict[str, int]) -> None:
        lines = {sheet.cell(row, at["Key"]).value: row for row in (2, 3)}
        sheet.cell(lines[str(old.public_id)], at["City"]).value = "Lyon"
        sheet.cell(lines[str(old.public_id)], at["Valid from"]).value = date(2026, 5, 1)
        sheet.cell(lines[str(kept.public_id)], at["City"]).value = "Metz"
        new = {"Customer number": other.number, "Kind": "delivery", "Street and number": "1 Kai", "City": "Kiel", "Country": "DE"}
        for label, value in {**new, "Valid from": date(2026, 1, 1)}.items():
            sheet.cell(4, at[label]).value = value

    content = trip.preview(trip.edited(edit))
    for shown in ["Paris", "Lyon", "Kiel", "Say from which day this holds"]:
        assert shown in content
    trip.agree(content)

    old.refresh_from_db()
    assert (old.city, old.valid_until) == ("Paris", date(2026, 5, 1))
    assert old.customer.addresses.get(valid_until=None).city == "Lyon"
    assert kept.customer.addresses.get().city == kept.city
    assert other.addresses.get().kind == "delivery"


def test_a_contact_of_the_sheet_ends_or_is_replaced_and_a_stale_one_stays(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    left, moved, stale, both = (make.ContactFactory(customer=customer, person=name) for name in ["Left", "Moved", "Stale", "Both"])
    trip = RoundTrip(clerk, "contact")

    def edit(sheet: Any, at: dict[str, int]) -> None:
        lines = {sheet.cell(row, at["Key"]).value: row for row in range(2, 6)}
        for contact in (left, both):
            sheet.cell(lines[str(contact.public_id)], at["Until and including"]).value = date(2026, 12, 31)
        for contact in (moved, stale, both):
            sheet.cell(lines[str(contact.public_id)], at["E-mail address"]).value = "new@x.example"
            sheet.cell(lines[str(contact.public_id)], at["Valid from"]).value = date(2026, 5, 1)

    file = trip.edited(edit)
    type(stale).objects.filter(pk=stale.pk).update(phone="1")
    content = trip.preview(file)
    for shown in ["new@x.example", "changed after this sheet", "A new or changed contact has no end yet"]:
        assert shown in content
    trip.agree(content)

    ends = dict(customer.contacts.values_list("pk", "valid_until"))
    assert [ends[row.pk] for row in (left, moved, stale, both)] == [date(2027, 1, 1), date(2026, 5, 1), None, None]
    assert customer.contacts.get(email="new@x.example").person == "Moved"

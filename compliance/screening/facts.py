"""From customers and contacts to what the engine screens, and back from storage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from o2c.accounts.customers.models import Address, Contact, Customer, TaxRegistration
from o2c.compliance.screening.engine import Subject
from o2c.compliance.screening.sources import SOURCES, Screened
from o2c.compliance.watchlists.readers import BirthDate, Identifier
from o2c.core.fields import valid_on

FIELDS = ["legal_name", "name_latin", "name_native", "country", "reg_no", "vat_id", "lei"]  # of a customer, what takes part in matching


def subjects_of(customers: Iterable[Customer], *, on: date) -> list[Screened]:
    """Each customer as an organisation, each of its contacts of that day as a person, and whom rooms above add."""
    rows = list(customers)
    known = _Known([customer.pk for customer in rows], on)
    found = [screened for customer in rows for screened in (_company(customer, known), *known.people[customer.pk])]
    return found + [screened for source in SOURCES.values() for screened in source(rows, on)]


class _Known:
    """What is kept about these customers besides their own row: one query a table, and of each only what is screened."""

    def __init__(self, customers: list[int], on: date) -> None:
        self.people: defaultdict[int, list[Screened]] = defaultdict(list)
        self.countries: defaultdict[int, set[str]] = defaultdict(set)
        self.numbers: defaultdict[int, set[Identifier]] = defaultdict(set)
        theirs = {"customer__in": customers}
        contacts = Contact.objects.filter(valid_on(on), **theirs).order_by("pk").values_list("customer", "pk", "person")
        for customer, contact, person in contacts:
            if person.strip():
                self.people[customer].append(Screened(customer, contact, Subject("person", (person,)), "contact"))
        for customer, country in Address.objects.filter(valid_on(on), **theirs).values_list("customer", "country"):
            self.countries[customer].add(country)
        for customer, number, country in TaxRegistration.objects.filter(**theirs).values_list("customer", "number", "country"):
            if number:
                self.numbers[customer].add(Identifier("tax", number, country))


def _company(customer: Customer, known: _Known) -> Screened:
    names = tuple(dict.fromkeys(filter(None, [customer.legal_name, customer.name_latin, customer.name_native])))
    countries = (known.countries[customer.pk] | {customer.country}) - {""}
    given = {"registration": customer.reg_no, "tax": customer.vat_id, "lei": customer.lei}
    numbers = known.numbers[customer.pk] | {
        Identifier(kind, number, "" if kind == "lei" else customer.country) for kind, number in given.items() if number
    }
    subject = Subject("organisation", names, countries=tuple(sorted(countries)), identifiers=tuple(sorted(numbers)))
    return Screened(customer.pk, None, subject)


def subject_from(stored: Mapping[str, Any]) -> Subject:
    """The subject as `Subject.as_json` stored it."""
    return Subject(
        kind=stored["kind"],
        names=tuple(stored["names"]),
        births=tuple(BirthDate(**birth) for birth in stored["births"]),
        countries=tuple(stored["countries"]),
        identifiers=tuple(Identifier(**number) for number in stored["identifiers"]),
        gender=stored["gender"],
    )

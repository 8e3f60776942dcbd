"""From customers and contacts to what the engine screens, and back from storage."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from o2c.accounts.customers.models import Address, Contact, Customer
from o2c.compliance.screening.engine import Subject
from o2c.compliance.screening.sources import SOURCES, Screened
from o2c.compliance.watchlists.readers import BirthDate, Identifier
from o2c.core.fields import valid_on


def subjects_of(customers: Iterable[Customer], *, on: date) -> list[Screened]:
    """Each customer as an organisation, each of its contacts of that day as a person, and whom rooms above add."""
    rows = list(customers)
    prefetch_related_objects(
        rows,
        Prefetch("contacts", Contact.objects.filter(valid_on(on)).order_by("pk"), to_attr="screened_contacts"),
        Prefetch("addresses", Address.objects.filter(valid_on(on)), to_attr="screened_addresses"),
        "tax_registrations",
    )
    known = [screened for customer in rows for screened in (_company(customer), *_people(customer))]
    return known + [screened for source in SOURCES.values() for screened in source(rows, on)]


def _company(customer: Customer) -> Screened:
    names = tuple(dict.fromkeys(filter(None, [customer.legal_name, customer.name_latin, customer.name_native])))
    countries = {customer.country, *(address.country for address in customer.screened_addresses)} - {""}  # type: ignore[attr-defined]
    numbers = {Identifier("tax", tax.number, tax.country) for tax in customer.tax_registrations.all() if tax.number}
    given = {"registration": customer.reg_no, "tax": customer.vat_id, "lei": customer.lei}
    numbers |= {Identifier(kind, number, "" if kind == "lei" else customer.country) for kind, number in given.items() if number}
    subject = Subject("organisation", names, countries=tuple(sorted(countries)), identifiers=tuple(sorted(numbers)))
    return Screened(customer.pk, None, subject)


def _people(customer: Customer) -> list[Screened]:
    contacts: list[Contact] = customer.screened_contacts  # type: ignore[attr-defined]
    named = [contact for contact in contacts if contact.person.strip()]
    return [Screened(customer.pk, contact.pk, Subject("person", (contact.person,)), "contact") for contact in named]


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

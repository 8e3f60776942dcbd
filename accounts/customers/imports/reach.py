"""Addresses and contacts from an edited sheet. What holds is not overwritten: a changed row is a new one from the day it names."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.imports.customers import CountryName
from o2c.accounts.customers.models import Address, AddressKind, Contact, ContactRole, Customer, Language
from o2c.accounts.customers.queries import addresses, contacts, customers
from o2c.accounts.customers.services import reach
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.excel.imports import Current, SheetImport, keys_of, named_row
from o2c.core.excel.read import InColumn

CUSTOMER = InColumn("customer_number", _("Customer number"), longest=40)
FROM = InColumn("valid_from", _("Valid from"), "date")
ADDRESS = [
    CUSTOMER,
    InColumn("kind", _("Kind"), "choice", choices=dict(AddressKind.choices)),
    InColumn("lines", _("Street and number")),
    InColumn("postcode", _("Postcode"), longest=20),
    InColumn("city", _("City"), longest=100),
    InColumn("country", _("Country"), "choice", choices={code: CountryName(code) for code in sorted(countries.known())}),
    FROM,
]
CONTACT = [
    CUSTOMER,
    InColumn("person", _("Name"), longest=120),
    InColumn("role", _("Role"), "choice", choices=dict(ContactRole.choices)),
    InColumn("email", _("E-mail address"), longest=254),
    InColumn("phone", _("Phone"), longest=40),
    InColumn("language", _("Language"), "choice", choices=dict(Language.choices)),
    FROM,
    InColumn("valid_until", _("Until and including"), "last_day"),
]


def _current(rows: QuerySet[Any], columns: Sequence[InColumn], keys: Collection[str]) -> dict[str, Current]:
    found = {}
    for row in rows.filter(public_id__in=keys_of(keys)):
        values = {column.name: getattr(row, column.name) for column in columns if column is not CUSTOMER} | {
            "customer_number": row.customer.number
        }
        found[str(row.public_id)] = Current(row.pk, row.version, f"{row.customer}: {row}", values)
    return found


def current_addresses(actor: User, keys: Collection[str]) -> dict[str, Current]:
    """The addresses behind the keys that the actor may see, as the sheet shows them."""
    return _current(addresses(actor), ADDRESS, keys)


def current_contacts(actor: User, keys: Collection[str]) -> dict[str, Current]:
    """The contacts behind the keys that the actor may see, as the sheet shows them."""
    return _current(contacts(actor), CONTACT, keys)


def change_address(pk: int, *, version: int, actor: User, **values: Any) -> Address:
    """One edited row. Raises as `set_address`, and BusinessError "row_chosen_once", "row_needs_its_day", "row_stale"."""
    old: Address = _as_read(addresses(actor), pk, version)
    _may_change(values, CUSTOMER.name, "kind")
    facts = {name: getattr(old, name) for name in ("kind", "lines", "postcode", "city", "country")}
    return reach.set_address(old.customer_id, actor=actor, **{**facts, **values})


def change_contact(pk: int, *, version: int, actor: User, **values: Any) -> Contact:
    """One edited row: only an end, or other facts from a day on.

    Raises as `end_contact` and `add_contact`, and BusinessError "row_chosen_once", "row_needs_its_day", "row_stale",
    "contact_end_stands_alone".
    """
    if values.keys() == {"valid_until"}:
        return reach.end_contact(pk, valid_until=values["valid_until"], version=version, actor=actor)
    old: Contact = _as_read(contacts(actor), pk, version)
    _has_no_end(values)
    _may_change(values, CUSTOMER.name)
    facts = {name: getattr(old, name) for name in ("person", "role", "email", "phone", "language")}
    return reach.add_contact(old.customer_id, replaces=old, actor=actor, **{**facts, **values})


def create_address(*, actor: User, **values: Any) -> Address:
    """One new row. Raises as `set_address`, and BusinessError "cell_required", "reference_unknown"."""
    customer = _customer(actor, ADDRESS, values, "kind", "lines", "city", "country", "valid_from")
    return reach.set_address(customer.pk, actor=actor, **values)


def create_contact(*, actor: User, **values: Any) -> Contact:
    """One new row. Raises as `add_contact`, and BusinessError "cell_required", "reference_unknown", "contact_end_stands_alone"."""
    customer = _customer(actor, CONTACT, values, "person", "role", "valid_from")
    _has_no_end(values)
    return reach.add_contact(customer.pk, actor=actor, **{"language": customer.language, **values})


def _as_read(rows: QuerySet[Any], pk: int, version: int) -> Any:
    row = rows.filter(pk=pk).first()
    if row is None or row.version != version:
        raise BusinessError("row_stale", field="version")
    return row


def _has_no_end(values: dict[str, Any]) -> None:
    if "valid_until" in values:
        raise BusinessError("contact_end_stands_alone", field="valid_until")


def _may_change(values: dict[str, Any], *once: str) -> None:
    if fixed := set(once) & values.keys():
        raise BusinessError("row_chosen_once", field=min(fixed))
    if "valid_from" not in values:
        raise BusinessError("row_needs_its_day", field="valid_from")


def _customer(actor: User, columns: Sequence[InColumn], values: dict[str, Any], *needed: str) -> Customer:
    for column in columns:
        if column.name in {CUSTOMER.name, *needed} and not values.get(column.name):
            raise BusinessError("cell_required", field=column.name, column=column.label)
    number = values.pop(CUSTOMER.name)
    customer: Customer = named_row(customers(actor).filter(number=number), CUSTOMER.name, number)
    return customer


ADDRESSES = SheetImport(
    "accounts.addresses", _("Bring addresses in from Excel"), ADDRESS, current_addresses, change_address, create_address
)
CONTACTS = SheetImport("accounts.contacts", _("Bring contacts in from Excel"), CONTACT, current_contacts, change_contact, create_contact)

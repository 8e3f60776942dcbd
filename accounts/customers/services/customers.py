"""Entering and changing customers."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.db import connection

from o2c.accounts.customers.models import Customer, CustomerEntity, CustomerName, CustomerTier, TaxRegistration
from o2c.accounts.customers.queries import customers
from o2c.accounts.customers.rules.identifiers import checked_lei, checked_vat_id, country_of_vat_id
from o2c.accounts.customers.services.dated import begin, follow
from o2c.accounts.customers.services.tax import given_up
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, verb

# What compliance looks at: a change of one of these is screened again.
SCREENED = {"legal_name", "name_latin", "name_native", "country", "reg_no", "vat_id", "lei"}


class CustomerFields(TypedDict, total=False):
    """What a person may enter about a customer."""

    legal_name: str
    name_latin: str
    name_native: str
    country: str
    reg_no: str
    vat_id: str
    lei: str
    type: str
    risk_class: str
    tier: str
    language: str


@verb("accounts.create_customer")
def create_customer(*, entities: Sequence[LegalEntity], number: str = "", actor: User, **fields: Unpack[CustomerFields]) -> Customer:
    """A new customer in draft, for those of our entities that will deal with it; without a `number` it gets the next one.

    Raises BusinessError "entity_missing", "country_unknown", "vat_id_*", "lei_*", "customer_number_once"; Conflict
    "gone_or_out_of_reach" for a customer the actor could not see afterwards.
    """
    if not entities:
        raise BusinessError("entity_missing", field="entities")
    values = checked(fields)
    customer = Customer.objects.create(number=number.strip() or next_number(), **values)
    CustomerEntity.objects.bulk_create(CustomerEntity(customer=customer, entity=entity) for entity in entities)
    register_vat_id(customer)
    begin(customer, local_today(actor))
    lock_one(customers(actor), customer.pk)
    codes = [entity.code for entity in entities]
    record("customer.created", customer, actor=actor, after={"number": customer.number, **values, "entities": codes}, parent=customer)
    publish("customer.changed", customer, fields=sorted(SCREENED & values.keys()))
    return customer


@verb("accounts.edit_customer")
def edit_customer(
    pk: int,
    *,
    actor: User,
    version: int | None = None,
    entities: Sequence[LegalEntity] | None = None,
    **fields: Unpack[CustomerFields],
) -> Customer:
    """Change what is given and leave the rest. Raises as `create_customer`, and Conflict "changed_since"."""
    customer = lock_one(customers(actor), pk, version)
    before, after = change(customer, **checked(fields, country=customer.country))
    _follow(customer, before, after, actor)
    if entities is not None:
        _deal_with(customer, entities, before, after)
        lock_one(customers(actor), customer.pk)
    if after:
        record("customer.edited", customer, actor=actor, before=before, after=after, parent=customer)
    if screened := sorted(SCREENED & after.keys()):
        publish("customer.changed", customer, fields=screened)
    return customer


def _follow(customer: Customer, before: dict[str, Any], after: dict[str, Any], actor: User) -> None:
    """What hangs on the changed fields: dated rows from today on, tax registrations."""
    today = local_today(actor)
    if "legal_name" in after:
        follow(customer, CustomerName, "legal_name", after["legal_name"], today)
    if "tier" in after:
        follow(customer, CustomerTier, "tier", after["tier"], today)
    if "vat_id" in after:
        for registration in TaxRegistration.objects.filter(customer=customer, number=before["vat_id"], ended_on=None):
            given_up(registration, "", actor)
        register_vat_id(customer)


def _deal_with(customer: Customer, entities: Sequence[LegalEntity], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Make these the entities that deal with the customer, and note the change."""
    if not entities:
        raise BusinessError("entity_missing", field="entities")
    links = {link.entity_id: link for link in customer.entity_links.select_related("entity")}
    wanted = {entity.pk: entity for entity in entities}
    if links.keys() == wanted.keys():
        return
    customer.entity_links.exclude(entity__in=wanted).delete()
    CustomerEntity.objects.bulk_create(CustomerEntity(customer=customer, entity_id=new) for new in wanted.keys() - links.keys())
    before["entities"] = sorted(link.entity.code for link in links.values())
    after["entities"] = sorted(entity.code for entity in entities)


def checked(fields: CustomerFields, country: str = "") -> dict[str, Any]:
    """The fields without blanks around them, their country known and their identifiers in one valid spelling."""
    values: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if values.get("legal_name") == "":
        raise BusinessError("customer_legal_name_given", field="legal_name")
    country = values.get("country", country)
    if country and country not in countries.known():
        raise BusinessError("country_unknown", field="country", country=country)
    if values.get("vat_id"):
        values["vat_id"] = checked_vat_id(values["vat_id"], country)
    if values.get("lei"):
        values["lei"] = checked_lei(values["lei"])
    return values


def register_vat_id(customer: Customer) -> None:
    """The tax id of a customer is one of its registrations, unverified until a register has answered."""
    if customer.vat_id:
        country = country_of_vat_id(customer.vat_id) or customer.country
        TaxRegistration.objects.update_or_create(
            customer=customer, country=country, number=customer.vat_id, defaults={"ended_on": None}, create_defaults={}
        )


def next_number() -> str:
    """The next free customer number of ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'C' || lpad(nextval('accounts_customer_number')::text, 6, '0')")
        return str(cursor.fetchone()[0])

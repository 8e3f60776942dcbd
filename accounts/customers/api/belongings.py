"""REST's door to what belongs to a customer: addresses, contacts, tax numbers, bank accounts (masked), relations."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers import mail_domains, queries
from o2c.accounts.customers.models import (
    Address,
    AddressKind,
    BankAccount,
    Contact,
    ContactRole,
    Customer,
    CustomerRelation,
    Language,
    RelationKind,
    TaxRegistration,
)
from o2c.accounts.customers.services import bank, reach, relations, tax
from o2c.core.access.queries import scope
from o2c.core.rest.endpoints import Endpoint, endpoints


class AddressShape(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    kind = serializers.ChoiceField(AddressKind.choices)
    lines = serializers.CharField()
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True)
    city = serializers.CharField(max_length=100)
    country = serializers.CharField(max_length=2)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(read_only=True, allow_null=True)


class ContactShape(serializers.Serializer[Any]):
    """`state` is invalid after a hard bounce."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(ContactRole.choices)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    language = serializers.ChoiceField(Language.choices, required=False)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(read_only=True, allow_null=True)
    state = serializers.CharField(read_only=True)
    bounce = serializers.CharField(read_only=True)


class TaxShape(serializers.Serializer[Any]):
    """`state`: unverified, valid, invalid, or that the register was unreachable."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    country = serializers.CharField(max_length=2)
    number = serializers.CharField(max_length=30)
    state = serializers.CharField(read_only=True)
    checked_at = serializers.DateTimeField(read_only=True, allow_null=True)
    consultation_no = serializers.CharField(read_only=True)
    returned_name = serializers.CharField(read_only=True)
    ended_on = serializers.DateField(read_only=True, allow_null=True)


class BankShape(serializers.Serializer[Any]):
    """An account is told by its end only. A new one waits for a second person."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    masked = serializers.CharField(read_only=True)
    bic = serializers.CharField(max_length=11, required=False, allow_blank=True)
    holder = serializers.CharField(max_length=140)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    state = serializers.CharField(read_only=True)


class BankInput(BankShape):
    """As it is entered, with the whole number."""

    iban = serializers.CharField(max_length=42)


class RelationShape(serializers.Serializer[Any]):
    """`customer` <kind> `to_customer` on the days from `valid_from` on."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    customer = serializers.UUIDField(source="from_customer.public_id", read_only=True)
    kind = serializers.ChoiceField(RelationKind.choices)
    to_customer = serializers.UUIDField(source="to_customer.public_id")
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)


class OfCustomer(Endpoint):
    """What every endpoint below one customer does first."""

    permission = queries.VIEW

    def customer(self, public_id: UUID) -> Customer:
        found: Customer = self.one(queries.customers(self.actor), public_id)
        return found


class AddressList(OfCustomer):
    """Addresses, past ones among them."""

    Output, many = AddressShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.of_customer(Address, self.actor, self.customer(public_id)).order_by("pk"))


class AddressCreate(OfCustomer):
    """The address of a kind from a day on; the one before ends there, and documents keep what they were printed with."""

    permission, Input, Output = "accounts.set_address", AddressShape, AddressShape

    def post(self, public_id: UUID) -> Response:
        return self.created(reach.set_address(self.customer(public_id).pk, actor=self.actor, **self.input()))


class ContactList(OfCustomer):
    """Contacts, ended ones among them."""

    Output, many = ContactShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.of_customer(Contact, self.actor, self.customer(public_id)).order_by("pk"))


class ContactCreate(OfCustomer):
    """A contact from a day on; the one it `replaces` ends there."""

    permission, Output = "accounts.add_contact", ContactShape

    class Input(ContactShape):
        replaces = serializers.UUIDField(required=False)

    def post(self, public_id: UUID) -> Response:
        customer, given = self.customer(public_id), self.input()
        if "replaces" in given:
            given["replaces"] = self.chosen(customer.contacts.filter(valid_until=None), "replaces", given["replaces"])
        mail_domains.make_known(given.get("email", ""), actor=self.actor)
        return self.created(reach.add_contact(customer.pk, actor=self.actor, **given))


class ContactEnd(Endpoint):
    """Nothing is sent to this contact from that day on."""

    permission, Output = "accounts.end_contact", ContactShape

    class Input(serializers.Serializer[Any]):
        valid_until = serializers.DateField()

    def post(self, public_id: UUID) -> Response:
        contact = self.one(scope(Contact.objects, self.actor, queries.VIEW), public_id)
        return self.created(reach.end_contact(contact.pk, actor=self.actor, **self.input()))


class TaxList(OfCustomer):
    """Tax numbers with what their registers answered last."""

    Output, many = TaxShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.of_customer(TaxRegistration, self.actor, self.customer(public_id)).order_by("pk"))


class TaxCreate(OfCustomer):
    permission, Input, Output = "accounts.add_tax_registration", TaxShape, TaxShape

    def post(self, public_id: UUID) -> Response:
        return self.created(tax.add_tax_registration(self.customer(public_id).pk, actor=self.actor, **self.input()))


class TaxCheck(Endpoint):
    """Ask the register now; an answer of the last day is taken instead of asking again."""

    permission, Output = "accounts.record_tax_check", TaxShape

    def post(self, public_id: UUID) -> Response:
        registration = self.one(scope(TaxRegistration.objects, self.actor, queries.VIEW), public_id)
        return self.created(tax.check_now(registration, actor=self.actor))


class BankList(OfCustomer):
    Output, many = BankShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.of_customer(BankAccount, self.actor, self.customer(public_id)).order_by("pk"))


class BankCreate(OfCustomer):
    permission, Input, Output = "accounts.add_bank_account", BankInput, BankShape

    def post(self, public_id: UUID) -> Response:
        return self.created(bank.add_bank_account(self.customer(public_id).pk, actor=self.actor, **self.input()))


class RelationList(OfCustomer):
    """Relations in either direction, today's and past."""

    Output, many = RelationShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.relations(self.actor, self.customer(public_id)).order_by("pk"))


class RelationCreate(OfCustomer):
    permission, Input, Output = "accounts.relate_customers", RelationShape, RelationShape

    def post(self, public_id: UUID) -> Response:
        customer, given = self.customer(public_id), self.input()
        other = self.chosen(queries.customers(self.actor), "to_customer", given.pop("to_customer")["public_id"])
        made: CustomerRelation = relations.relate_customers(customer.pk, to_customer=other, actor=self.actor, **given)
        return self.created(made)


urlpatterns = [
    endpoints("customers/<uuid:public_id>/addresses", AddressList, AddressCreate, name="api_addresses"),
    endpoints("customers/<uuid:public_id>/contacts", ContactList, ContactCreate, name="api_contacts"),
    endpoints("customers/<uuid:public_id>/tax-numbers", TaxList, TaxCreate, name="api_tax_numbers"),
    endpoints("customers/<uuid:public_id>/bank-accounts", BankList, BankCreate, name="api_bank_accounts"),
    endpoints("customers/<uuid:public_id>/relations", RelationList, RelationCreate, name="api_relations"),
    endpoints("contacts/<uuid:public_id>/end", ContactEnd, name="api_contact_end"),
    endpoints("tax-numbers/<uuid:public_id>/check", TaxCheck, name="api_tax_check"),
]

"""Where all customers are and whom we write to: two lists that go out to Excel and come back."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path

from o2c.accounts.customers import queries
from o2c.accounts.customers.filters import AddressFilter, ContactFilter
from o2c.accounts.customers.imports import ADDRESSES, CONTACTS
from o2c.accounts.customers.tables import AddressTable, ContactTable
from o2c.core.doors import access, who
from o2c.core.pages import list_page
from o2c.core.pages.importing import import_page


@access("accounts.view_customers")
def address_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.addresses(who(request)), AddressFilter, AddressTable)


@access("accounts.set_address")
def address_import(request: HttpRequest) -> HttpResponse:
    return import_page(request, ADDRESSES, to="address_list")


@access("accounts.view_customers")
def contact_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.contacts(who(request)), ContactFilter, ContactTable)


@access("accounts.add_contact")
def contact_import(request: HttpRequest) -> HttpResponse:
    return import_page(request, CONTACTS, to="contact_list")


urlpatterns = [
    path("addresses/", address_list, name="address_list"),
    path("addresses/import/", address_import, name="address_import"),
    path("contacts/", contact_list, name="contact_list"),
    path("contacts/import/", contact_import, name="contact_import"),
]

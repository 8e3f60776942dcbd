"""What belongs to a customer: addresses, contacts, tax numbers, bank accounts, relations."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from o2c.accounts.customers import queries
from o2c.accounts.customers.forms import AddressForm, BankForm, ContactForm, EndForm, RelationForm, TaxCheckForm, TaxForm
from o2c.accounts.customers.models import BankAccount, Contact, Customer, CustomerRelation, TaxRegistration
from o2c.accounts.customers.pages.frame import customer_form
from o2c.accounts.customers.services import bank, reach, relations, tax
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import act, done, one, run
from o2c.core.pages.moves import ReasonForm


@access("accounts.set_address")
def address_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = AddressForm(request.POST or None, initial={"country": customer.country, "valid_from": local_today()})
    if run(form, reach.set_address, customer.pk, actor=who(request)):
        return done(request, _("Address saved."), to=customer)
    return customer_form(request, customer, form, _("New address"), _("Save address"))


@access("accounts.add_contact")
def contact_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    initial = {"language": customer.language, "valid_from": local_today()}
    form = ContactForm(request.POST or None, initial=initial, customer=customer, actor=who(request))
    if run(form, reach.add_contact, customer.pk, actor=who(request)):
        return done(request, _("Contact added."), to=customer)
    return customer_form(request, customer, form, _("New contact"), _("Add contact"))


@access("accounts.end_contact")
def contact_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contact = one(_within(request, Contact), public_id)
    form = EndForm(request.POST or None, initial={"valid_until": local_today()})
    if run(form, reach.end_contact, contact.pk, actor=who(request)):
        return done(request, _("Contact ended."), to=contact.customer)
    return customer_form(request, contact.customer, form, _("End contact %(name)s") % {"name": contact.person}, _("End contact"))


@access("accounts.confirm_contact")
def contact_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contact = one(_within(request, Contact), public_id)
    return act(request, reach.confirm_contact, contact.pk, message=_("Contact confirmed."), to=contact.customer)


@access("accounts.add_tax_registration")
def tax_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = TaxForm(request.POST or None, initial={"country": customer.country})
    if run(form, tax.add_tax_registration, customer.pk, actor=who(request)):
        return done(request, _("Tax number added."), to=customer)
    return customer_form(request, customer, form, _("New tax number"), _("Add tax number"))


@access("accounts.record_tax_check")
def tax_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    registration = one(_within(request, TaxRegistration), public_id)
    form = TaxCheckForm(request.POST or None)
    if run(form, tax.record_tax_check, registration.pk, actor=who(request)):
        return done(request, _("Answer of the register recorded."), to=registration.customer)
    title = _("What the register says about %(number)s") % {"number": registration.number}
    return customer_form(request, registration.customer, form, title, _("Record answer"))


@access("accounts.record_tax_check")
def tax_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the register now; what it says stands on the page a few seconds later."""
    registration = one(_within(request, TaxRegistration), public_id)
    return act(request, _asked, registration, message=_("The register was asked."), to=registration.customer)


def _asked(registration: TaxRegistration, *, actor: User) -> TaxRegistration:
    return tax.check_now(registration, actor=actor, anew=True)


@access("accounts.end_tax_registration")
def tax_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    registration = one(_within(request, TaxRegistration), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, tax.end_tax_registration, registration.pk, actor=who(request)):
        return done(request, _("Tax number given up."), to=registration.customer)
    title = _("Give up %(number)s") % {"number": registration.number}
    return customer_form(request, registration.customer, form, title, _("Give up"))


@access("accounts.add_bank_account")
def bank_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = BankForm(request.POST or None, initial={"holder": customer.legal_name}, customer=customer)
    if run(form, bank.add_bank_account, customer.pk, actor=who(request)):
        return done(request, _("Bank account entered. A second person must verify it now."), to=customer)
    return customer_form(request, customer, form, _("New bank account"), _("Enter bank account"))


@access("accounts.block_bank_account")
def bank_block(request: HttpRequest, public_id: UUID) -> HttpResponse:
    account = one(_within(request, BankAccount), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, bank.block_bank_account, account.pk, actor=who(request)):
        return done(request, _("Bank account blocked."), to=account.customer)
    return customer_form(request, account.customer, form, _("Block %(account)s") % {"account": account.masked}, _("Block"))


@access("accounts.relate_customers")
def relation_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = RelationForm(request.POST or None, initial={"valid_from": local_today()}, actor=who(request))
    if run(form, relations.relate_customers, customer.pk, actor=who(request)):
        return done(request, _("Relation added."), to=customer)
    return customer_form(request, customer, form, _("New relation"), _("Add relation"))


@access("accounts.end_relation")
def relation_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    relation = one(_within(request, CustomerRelation), public_id)
    form = EndForm(request.POST or None, initial={"valid_until": local_today()})
    if run(form, relations.end_relation, relation.pk, actor=who(request)):
        return done(request, _("Relation ended."), to=relation.from_customer)
    return customer_form(request, relation.from_customer, form, _("End relation"), _("End relation"))


def _customer(request: HttpRequest, public_id: UUID) -> Customer:
    return one(queries.customers(who(request)), public_id)


def _within(request: HttpRequest, rows: Any) -> Any:
    return scope(rows.objects, who(request), queries.VIEW)


urlpatterns = [
    path("customers/<uuid:public_id>/addresses/new/", address_new, name="address_new"),
    path("customers/<uuid:public_id>/contacts/new/", contact_new, name="contact_new"),
    path("customers/<uuid:public_id>/tax-numbers/new/", tax_new, name="tax_new"),
    path("customers/<uuid:public_id>/bank-accounts/new/", bank_new, name="bank_new"),
    path("customers/<uuid:public_id>/relations/new/", relation_new, name="relation_new"),
    path("contacts/<uuid:public_id>/end/", contact_end, name="contact_end"),
    path("contacts/<uuid:public_id>/confirm/", contact_confirm, name="contact_confirm"),
    path("tax-numbers/<uuid:public_id>/check/", tax_check, name="tax_check"),
    path("tax-numbers/<uuid:public_id>/ask/", tax_ask, name="tax_ask"),
    path("tax-numbers/<uuid:public_id>/end/", tax_end, name="tax_end"),
    path("bank-accounts/<uuid:public_id>/block/", bank_block, name="bank_block"),
    path("relations/<uuid:public_id>/end/", relation_end, name="relation_end"),
]

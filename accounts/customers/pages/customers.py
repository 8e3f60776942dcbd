"""List, detail, new, edit, and the moves of a customer."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers import queries, tax_register
from o2c.accounts.customers.filters import CustomerFilter
from o2c.accounts.customers.forms import CustomerEditForm, CustomerForm
from o2c.accounts.customers.imports import CUSTOMERS
from o2c.accounts.customers.models import Address, BankAccount, Contact, Customer, TaxRegistration
from o2c.accounts.customers.rules.identifiers import country_of_vat_id
from o2c.accounts.customers.rules.unusual import unusual
from o2c.accounts.customers.services import customers, states
from o2c.accounts.customers.tables import CustomerTable
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run, to_confirm
from o2c.core.pages.confirming import ToConfirm
from o2c.core.pages.importing import import_page
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.pickers import options
from o2c.core.sentences import sentence

MOVES = [
    Move("onboard", gettext_lazy("Start onboarding"), gettext_lazy("Onboarding has begun."), states.start_onboarding, ["draft"], main=True),
    Move(
        "activate", gettext_lazy("Activate"), gettext_lazy("The customer is active."), states.activate_customer, ["onboarding"], main=True
    ),
    Move("suspend", gettext_lazy("Suspend"), gettext_lazy("The customer is suspended."), states.suspend_customer, ["active"], ReasonForm),
    Move(
        "resume", gettext_lazy("Resume"), gettext_lazy("The customer is active again."), states.resume_customer, ["suspended"], ReasonForm
    ),
    Move(
        "wind-down",
        gettext_lazy("End business"),
        gettext_lazy("The customer is closing."),
        states.start_closing_customer,
        ["active"],
        ReasonForm,
    ),
    Move("close", gettext_lazy("Close"), gettext_lazy("The customer is closed."), states.close_customer, ["closing"], main=True),
    Move(
        "reopen", gettext_lazy("Reopen"), gettext_lazy("The customer is onboarded again."), states.reopen_customer, ["closed"], ReasonForm
    ),
]
OFFERED = ["edit_customer", "set_address", "add_bank_account", "block_bank_account", "note_interaction"]
SENSITIVE = ["legal_name", "country", "vat_id", "reg_no", "lei", "risk_class"]
FIELDS = ["legal_name", "name_latin", "name_native", "country", "type", "vat_id", "reg_no", "lei", "language", "tier", "risk_class"]


@access("accounts.view_customers")
def customer_list(request: HttpRequest) -> HttpResponseBase:
    rows = queries.customer_list(who(request))
    return list_page(request, rows, CustomerFilter, CustomerTable)


@access("accounts.edit_customer")
def customer_import(request: HttpRequest) -> HttpResponse:
    return import_page(request, CUSTOMERS, to="customer_list")


@access("accounts.view_customers")
def customer_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    customer = one(queries.customer_list(actor), public_id)
    belongings: dict[str, Any] = {
        "addresses": queries.of_customer(Address, actor, customer).order_by("kind", "-valid_from", "pk"),
        "contacts": queries.of_customer(Contact, actor, customer).order_by("role", "-valid_from", "pk"),
        "registrations": _registrations(actor, customer),
        "bank_accounts": queries.of_customer(BankAccount, actor, customer).order_by("-pk"),
        "relations": queries.relations(actor, customer),
    }
    return page(
        request,
        "accounts/customers/detail.html",
        title=customer.legal_name,
        subject=customer,
        crumbs=[(_("Customers"), reverse("customer_list"))],
        moves=offered(MOVES, customer, actor, "customer_move"),
        gaps=[(sentence(gap.code), gap.place) for gap in queries.gaps(customer, local_today())],
        facts=_facts(customer),
        last_contact=queries.last_contact(actor, customer),
        merged_into=customer.merged_into,
        today=local_today(),
        may={name: actor.may(f"accounts.{name}") for name in OFFERED},
        **belongings,
    )


def _registrations(actor: User, customer: Customer) -> list[tuple[TaxRegistration, bool]]:
    """The tax numbers, those given up last, each with whether a register can be asked about it."""
    rows = queries.of_customer(TaxRegistration, actor, customer).order_by(F("ended_on").desc(nulls_first=True), "country", "number")
    return [(row, tax_register.knows(row.country) and row.ended_on is None) for row in rows]


def _facts(customer: Customer) -> list[tuple[str, Any]]:
    return [
        (_("Type"), customer.get_type_display()),
        (_("Tier"), customer.get_tier_display()),
        (_("Risk class"), customer.get_risk_class_display()),
        (_("Country"), countries.name(customer.country) if customer.country else None),
        (_("Name in Latin letters"), customer.name_latin),
        (_("Name in its own script"), customer.name_native),
        (_("Registration number"), customer.reg_no),
        (_("VAT id"), customer.vat_id),
        (_("Legal entity identifier"), customer.lei),
        (_("Language"), customer.get_language_display()),
        (_("Our entities"), customer.entity_codes),  # type: ignore[attr-defined]
        (_("Origin"), customer.get_origin_display()),
    ]


@access("accounts.create_customer")
def customer_new(request: HttpRequest) -> HttpResponse:
    form = CustomerForm(request.POST or None, actor=who(request))
    if customer := run(form, customers.create_customer, actor=who(request)):
        return done(request, _("Customer entered."), to=customer)
    return _form(request, _("New customer"), form, reverse("customer_list"))


@access("accounts.edit_customer")
def customer_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(queries.customers(who(request)), public_id)
    shown = {name: getattr(customer, name) for name in FIELDS}
    entities = customer.entities.values_list("code", flat=True)
    initial = {**shown, "entities": list(entities), "version": customer.version}
    form = CustomerEditForm(request.POST or None, initial=initial, actor=who(request))
    confirm = to_confirm(form, *SENSITIVE)
    if not confirm and (saved := run(form, customers.edit_customer, customer.pk, actor=who(request))):
        return done(request, _("Customer saved."), to=saved)
    return _form(request, _("Edit %(name)s") % {"name": customer.legal_name}, form, customer.get_absolute_url(), customer, confirm)


def _form(
    request: HttpRequest,
    title: str,
    form: CustomerForm,
    cancel: str,
    customer: Customer | None = None,
    confirm: ToConfirm | None = None,
) -> HttpResponse:
    crumbs = [(_("Customers"), reverse("customer_list"))]
    if customer:
        crumbs.append((customer.legal_name, customer.get_absolute_url()))
        form.fields["legal_name"].widget.attrs["hx-vals"] = f'{{"besides": "{customer.public_id}"}}'
    submit = _("Save customer") if customer else _("Enter customer")
    return page(
        request, "accounts/customers/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs, confirm=confirm
    )


@access("accounts.view_customers")
def customer_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.customers(who(request)), public_id), MOVES, move)


@access("accounts.view_customers")
def customer_remarks(request: HttpRequest) -> HttpResponse:
    """What is remarkable about a customer while it is typed: known already, or a tax id of another country."""
    name, country, vat_id = (request.GET.get(field, "").strip() for field in ("legal_name", "country", "vat_id"))
    own = request.GET.get("besides", "")
    found = queries.near_duplicates(who(request), name, country=country)
    remarks = unusual(name, country, vat_id)
    differs = countries.name(country_of_vat_id(vat_id.upper())) if "vat_country_differs" in remarks else ""
    return render(
        request,
        "accounts/customers/_remarks.html",
        {
            "alike": [(customer, likeness.score) for customer, likeness in found if str(customer.public_id) != own],
            "unusual": [sentence(code) for code in remarks if code != "vat_country_differs"],
            "vat_country": differs,
            "country": countries.name(country),
        },
    )


@access("accounts.view_customers")
def customer_options(request: HttpRequest) -> HttpResponse:
    return options(request, lambda text: queries.named(queries.customers(who(request)), text))


urlpatterns = [
    path("customers/", customer_list, name="customer_list"),
    path("customers/new/", customer_new, name="customer_new"),
    path("customers/import/", customer_import, name="customer_import"),
    path("customers/remarks/", customer_remarks, name="customer_remarks"),
    path("customers/options/", customer_options, name="customer_options"),
    path("customers/<uuid:public_id>/", customer_detail, name="customer_detail"),
    path("customers/<uuid:public_id>/edit/", customer_edit, name="customer_edit"),
]

"""Our registrations with clients: list, detail, new, edit, moves, and the customer's panel."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.vendors import queries, services
from o2c.accounts.vendors.forms import AcceptForm, VendorEditForm, VendorNewForm
from o2c.accounts.vendors.rules import WITHOUT_NUMBER, missing
from o2c.accounts.vendors.tables import VendorFilter, VendorTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import day, link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.spoken import paired

AGAIN = ["needed", "rejected", "expiring", "expired"]
MOVES = [
    Move("request", gettext_lazy("Mark as requested"), gettext_lazy("Requested."), services.request_vendor_registration, AGAIN, main=True),
    Move(
        "submit", gettext_lazy("Mark as sent in"), gettext_lazy("Sent in."), services.submit_vendor_registration, ["requested"], main=True
    ),
    Move(
        "accept",
        gettext_lazy("Enter supplier number"),
        gettext_lazy("Accepted: invoices may go out."),
        services.accept_vendor_registration,
        ["submitted"],
        AcceptForm,
        main=True,
    ),
    Move(
        "reject",
        gettext_lazy("Rejected"),
        gettext_lazy("The task is open again."),
        services.reject_vendor_registration,
        ["submitted"],
        ReasonForm,
    ),
]


@access("accounts.view_vendors")
def vendor_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.vendor_list(who(request), local_today()), VendorFilter, VendorTable)


@access("accounts.view_vendors")
def vendor_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    found = one(queries.vendor_list(actor, local_today()), public_id)
    gaps = missing(found.required, found.provided)
    reasons = [*([found.reason] if found.reason else []), *[_("still to be provided: %(name)s") % {"name": name} for name in gaps]]
    if found.state in WITHOUT_NUMBER:
        reasons.append(_("Invoices of %(entity)s to this client wait for the supplier number.") % {"entity": found.entity.code})
    return page(
        request,
        "accounts/detail.html",
        title=paired(found.portal, found.customer.legal_name),
        subject=found,
        crumbs=[(_("Vendor registrations"), reverse("vendor_list"))],
        figures=[(_("Supplier number"), found.supplier_no)] if found.supplier_no else [],
        facts=_facts(found),
        reasons=(_("Not registered"), reasons if found.state != "accepted" else []),
        moves=offered(MOVES, found, actor, "vendor_move"),
        edit_url=reverse("vendor_edit", args=[public_id]) if actor.may("accounts.edit_vendor_registration") else "",
        panels="accounts.vendorregistration",
    )


def _facts(found: Any) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(found.customer, found.customer.legal_name)),
        (_("Our entity"), found.entity),
        (_("Address"), format_html('<a href="{0}" rel="noopener">{0}</a>', found.address) if found.address else None),
        (_("Login owner"), found.holder),
        (_("Required documents"), ", ".join(found.required)),
        (_("Documents provided"), ", ".join(found.provided)),
        (_("Due"), day(found.due_on) if found.due_on else None),
        (_("In time"), _("overdue") if found.is_overdue else _("in time")),
        (_("Supplier number"), found.supplier_no),
        (_("Expires on"), day(found.expires_on) if found.expires_on else None),
    ]


@access("accounts.view_vendors")
def vendor_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.vendor_registrations(who(request)), public_id), MOVES, move)


@access("accounts.open_vendor_registration")
def vendor_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(customers(who(request)), public_id)
    form = VendorNewForm(request.POST or None, actor=who(request), customer=customer)
    if found := run(form, services.open_vendor_registration, customer=customer, actor=who(request)):
        return done(request, _("Registration opened."), to=found)
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, customer.get_absolute_url())]
    return _form(request, _("New vendor registration"), form, _("Open registration"), customer.get_absolute_url(), crumbs)


@access("accounts.edit_vendor_registration")
def vendor_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.vendor_registrations(who(request)), public_id)
    names = ("portal", "address", "holder", "due_on", "version")
    lists = {f"{name}_documents": "\n".join(getattr(found, name)) for name in ("required", "provided")}
    form = VendorEditForm(request.POST or None, initial={**{name: getattr(found, name) for name in names}, **lists})
    if run(form, services.edit_vendor_registration, found.pk, actor=who(request)):
        return done(request, _("Registration saved."), to=found)
    crumbs = [(_("Vendor registrations"), reverse("vendor_list")), (str(found), found.get_absolute_url())]
    return _form(request, _("Edit %(name)s") % {"name": found}, form, _("Save registration"), found.get_absolute_url(), crumbs)


def _form(request: HttpRequest, title: str, form: Any, submit: str, cancel: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


@access("accounts.view_vendors")
def customer_vendors(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.vendor_list(actor, local_today()).filter(customer=customer)
    columns = VendorTable.pick("portal", "entity__code", "supplier_no", "due_on", "state")
    new = (_("New registration"), reverse("vendor_new", args=[public_id])) if actor.may("accounts.open_vendor_registration") else None
    everything = f"{reverse('vendor_list')}?customer={customer.number}"
    return related(request, rows, columns, title=_("Vendor registrations"), everything=everything, create=new)


urlpatterns = [
    path("vendor-registrations/", vendor_list, name="vendor_list"),
    path("vendor-registrations/<uuid:public_id>/", vendor_detail, name="vendor_detail"),
    path("vendor-registrations/<uuid:public_id>/edit/", vendor_edit, name="vendor_edit"),
    path("vendor-registrations/<uuid:public_id>/<slug:move>/", vendor_move, name="vendor_move"),
    path("customers/<uuid:public_id>/vendor-registrations/new/", vendor_new, name="vendor_new"),
    path("customers/<uuid:public_id>/panels/vendor-registrations/", customer_vendors, name="customer_vendors"),
]

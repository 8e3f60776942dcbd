"""A customer over time: its name, tier, roles and sales owner from a day on, its group, and how it stood on any day."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers import queries
from o2c.accounts.customers.forms import EndForm, NameForm, RoleForm, SalesOwnerForm, TierForm
from o2c.accounts.customers.models import Customer, CustomerName, CustomerRole, CustomerTier, SalesOwner
from o2c.accounts.customers.pages.frame import customer_form
from o2c.accounts.customers.services import dated
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import Column, Form, done, one, page, run
from o2c.core.pages.fields import DateField
from o2c.core.pages.related import related
from o2c.core.sentences import sentence

READINESS = [
    Column("verdict", gettext_lazy("Verdict"), "badge"),
    Column("gaps", gettext_lazy("What is missing"), of=lambda row: "; ".join(map(sentence, row.gaps))),
    Column("valid_from", gettext_lazy("From"), "date"),
    Column("valid_until", gettext_lazy("Until and including"), "last_day"),
]


class DayForm(Form):
    day = DateField(label=gettext_lazy("As it stood on"))


def _customer(request: HttpRequest, public_id: UUID) -> Customer:
    return one(queries.customers(who(request)), public_id)


@access("accounts.view_customers")
def customer_dated(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The panel of names, tiers, roles and sales owners, past and to come."""
    customer, actor = _customer(request, public_id), who(request)
    spans = [
        *_spans(_("Legal name"), CustomerName.objects.filter(customer=customer)),
        *_spans(_("Tier"), CustomerTier.objects.filter(customer=customer)),
        *_spans(_("Role"), CustomerRole.objects.filter(customer=customer)),
        *_spans(_("Sales owner"), SalesOwner.objects.filter(customer=customer).select_related("user")),
    ]
    may = {name: actor.may(f"accounts.{name}") for name in ("rename_customer", "set_tier", "give_customer_role", "set_sales_owner")}
    return render(request, "accounts/customers/_dated.html", {"subject": customer, "spans": spans, "may": may, "today": local_today()})


def _spans(label: str, rows: QuerySet[Any]) -> list[tuple[str, Any]]:
    return [(label, row) for row in rows.order_by("-valid_from", "pk")]


@access("accounts.view_customers")
def customer_group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The panel of the group: from its top downwards."""
    customer = _customer(request, public_id)
    members = queries.group(who(request), customer, local_today())
    return render(request, "accounts/customers/_group.html", {"subject": customer, "members": members})


@access("accounts.view_customers")
def customer_readiness(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rows = queries.readiness_of(who(request), _customer(request, public_id))
    return related(request, rows, READINESS, title=_("Readiness over time"))


@access("accounts.view_customers")
def customer_as_of(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How the customer stood on a day: everything that is dated."""
    customer = _customer(request, public_id)
    form = DayForm(request.GET if "day" in request.GET else None, initial={"day": local_today()})
    day = form.cleaned_data["day"] if form.is_bound and form.is_valid() else local_today()
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, customer.get_absolute_url())]
    shown = queries.standing(who(request), customer, day)
    return page(
        request, "accounts/customers/as_of.html", title=_("%(name)s over time") % {"name": customer.legal_name},
        subject=customer, day_form=form, standing=shown, crumbs=crumbs,
    )  # fmt: skip


@access("accounts.rename_customer")
def customer_rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = NameForm(request.POST or None, initial={"legal_name": customer.legal_name, "valid_from": local_today()})
    if run(form, dated.rename_customer, customer.pk, actor=who(request)):
        return done(request, _("Legal name noted."), to=customer)
    return customer_form(request, customer, form, _("Change the legal name"), _("Note the name"))


@access("accounts.set_tier")
def customer_tier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = TierForm(request.POST or None, initial={"tier": customer.tier, "valid_from": local_today()})
    if run(form, dated.set_tier, customer.pk, actor=who(request)):
        return done(request, _("Tier noted."), to=customer)
    return customer_form(request, customer, form, _("Change the tier"), _("Note the tier"))


@access("accounts.give_customer_role")
def customer_role_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = RoleForm(request.POST or None, initial={"valid_from": local_today()})
    if run(form, dated.give_customer_role, customer.pk, actor=who(request)):
        return done(request, _("Role added."), to=customer)
    return customer_form(request, customer, form, _("New role"), _("Add role"))


@access("accounts.end_customer_role")
def customer_role_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    role = one(scope(CustomerRole.objects, who(request), queries.VIEW).select_related("customer"), public_id)
    form = EndForm(request.POST or None, initial={"valid_until": local_today()})
    if run(form, dated.end_customer_role, role.pk, actor=who(request)):
        return done(request, _("Role ended."), to=role.customer)
    return customer_form(request, role.customer, form, _("End the role %(role)s") % {"role": role}, _("End role"))


@access("accounts.set_sales_owner")
def customer_sales_owner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    form = SalesOwnerForm(request.POST or None)
    if run(form, dated.set_sales_owner, customer.pk, actor=who(request)):
        return done(request, _("Sales owner noted."), to=customer)
    return customer_form(request, customer, form, _("Choose the sales owner"), _("Note the sales owner"))


urlpatterns = [
    path("customers/<uuid:public_id>/panels/dated/", customer_dated, name="customer_dated"),
    path("customers/<uuid:public_id>/panels/group/", customer_group, name="customer_group"),
    path("customers/<uuid:public_id>/panels/readiness/", customer_readiness, name="customer_readiness"),
    path("customers/<uuid:public_id>/as-of/", customer_as_of, name="customer_as_of"),
    path("customers/<uuid:public_id>/legal-name/", customer_rename, name="customer_rename"),
    path("customers/<uuid:public_id>/tier/", customer_tier, name="customer_tier"),
    path("customers/<uuid:public_id>/roles/new/", customer_role_new, name="customer_role_new"),
    path("customers/<uuid:public_id>/sales-owner/", customer_sales_owner, name="customer_sales_owner"),
    path("customer-roles/<uuid:public_id>/end/", customer_role_end, name="customer_role_end"),
]

"""Billing profiles, on the page of their customer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.forms import ProfileEditForm, ProfileForm
from o2c.accounts.financial_accounts.models import BillingProfile, Required
from o2c.accounts.financial_accounts.services import profiles
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import Column, done, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.pickers import options
from o2c.core.pages.related import related

FIELDS = ["name", "grouping", "split", "layout", "references", "language", "po_required", "channel", "channel_address", "version"]
COLUMNS = [
    Column("name", gettext_lazy("Name"), "link"),
    Column("grouping", gettext_lazy("Grouping")),
    Column("channel", gettext_lazy("Delivery channel")),
]


@access("accounts.view_financial_accounts")
def customer_profiles(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.billing_profiles(actor).filter(customer=customer)
    new = (_("New billing profile"), reverse("billing_profile_new", args=[public_id]))
    return related(
        request, rows, COLUMNS, title=_("Billing profiles"), create=new if actor.may("accounts.create_billing_profile") else None
    )


@access("accounts.view_financial_accounts")
def billing_profile_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How the customer is billed, and the documents that would come of it today."""
    actor = who(request)
    profile = one(queries.billing_profiles(actor), public_id)
    customer = profile.customer
    documents = queries.preview(actor, profile, local_today())
    return page(
        request,
        "accounts/financial_accounts/profile.html",
        title=_("Billing profile %(name)s") % {"name": profile.name},
        subject=profile,
        crumbs=[(_("Customers"), reverse("customer_list")), (customer.legal_name, customer.get_absolute_url())],
        facts=_facts(profile),
        documents=documents,
        missing=dict(Required.choices),
        edit_url=reverse("billing_profile_edit", args=[public_id]) if actor.may("accounts.edit_billing_profile") else "",
    )


def _facts(profile: BillingProfile) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(profile.customer, profile.customer.legal_name)),
        (_("Grouping"), profile.get_grouping_display()),
        (_("Split"), profile.get_split_display()),
        (_("Layout"), profile.get_layout_display()),
        (_("Required references"), ", ".join(str(Required(code).label) for code in profile.references)),
        (_("Purchase order required"), _("yes") if profile.po_required else _("no")),
        (_("Delivery channel"), profile.get_channel_display()),
        (_("Portal or electronic address"), profile.channel_address),
        (_("Language of invoices"), profile.get_language_display() or _("the customer's")),
    ]


@access("accounts.create_billing_profile")
def billing_profile_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(customers(who(request)), public_id)
    form = ProfileForm(request.POST or None)
    if profile := run(form, profiles.create_billing_profile, actor=who(request), customer=customer):
        return done(request, _("Billing profile entered."), to=profile)
    return _form(request, customer, form, _("New billing profile"))


@access("accounts.edit_billing_profile")
def billing_profile_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    profile = one(queries.billing_profiles(who(request)), public_id)
    form = ProfileEditForm(request.POST or None, initial={name: getattr(profile, name) for name in FIELDS})
    if run(form, profiles.edit_billing_profile, profile.pk, actor=who(request)):
        return done(request, _("Billing profile saved."), to=profile)
    return _form(request, profile.customer, form, _("Edit billing profile %(name)s") % {"name": profile.name})


def _form(request: HttpRequest, customer: Customer, form: ProfileForm, title: str) -> HttpResponse:
    address = customer.get_absolute_url()
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, address)]
    return page(request, "layouts/form.html", title=title, form=form, submit=_("Save billing profile"), cancel=address, crumbs=crumbs)


@access("accounts.view_financial_accounts")
def billing_profile_options(request: HttpRequest) -> HttpResponse:
    return options(request, lambda text: queries.profiles_named(who(request), text))


urlpatterns = [
    path("billing-profiles/options/", billing_profile_options, name="billing_profile_options"),
    path("billing-profiles/<uuid:public_id>/", billing_profile_detail, name="billing_profile_detail"),
    path("billing-profiles/<uuid:public_id>/edit/", billing_profile_edit, name="billing_profile_edit"),
    path("customers/<uuid:public_id>/billing-profiles/new/", billing_profile_new, name="billing_profile_new"),
    path("customers/<uuid:public_id>/panels/billing-profiles/", customer_profiles, name="customer_profiles"),
]

"""The list of exceptions, one exception, and those of a customer."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.billing.controls import queries, services
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.filters import ExceptionFilter
from o2c.billing.controls.forms import AssignForm, ResolveForm, WaiveForm
from o2c.billing.controls.models import BillingException
from o2c.billing.controls.tables import ExceptionTable
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.doors import access, opens, who
from o2c.core.pages import list_page, one, page
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.spoken import day

MOVES = [
    Move(
        "assign", gettext_lazy("Assign"), gettext_lazy("Assigned."), services.assign_exception, ["open", "assigned", "waived"], AssignForm
    ),
    Move("waive", gettext_lazy("Waive"), gettext_lazy("Waived."), services.waive_exception, ["open", "assigned"], WaiveForm),
    Move(
        "resolve",
        gettext_lazy("Mark as resolved"),
        gettext_lazy("Resolved."),
        services.resolve_exception,
        ["open", "assigned"],
        ResolveForm,
    ),
]


@access("billing.view_exceptions")
def billing_exception_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.exceptions(who(request)), ExceptionFilter, ExceptionTable)


@access("billing.view_exceptions")
def home_exceptions(request: HttpRequest) -> HttpResponse:
    """What would not be billed, the dearest first, on the start page."""
    rows = queries.exceptions(who(request)).filter(state__in=["open", "assigned"]).order_by("-amount", "pk")
    columns = ExceptionTable.pick("label", "why", "amount")
    everything = f"{reverse('billing_exception_list')}?state=open&state=assigned"
    return related(request, rows, columns, title=_("Billing exceptions"), everything=everything, nothing=ExceptionTable.nothing_yet)


@access("billing.view_exceptions")
def billing_exception_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    found = one(queries.exceptions(actor), public_id)
    fixing = queries.fix_url(found)
    return page(
        request,
        "billing/controls/exception.html",
        title=found.label,
        subject=found,
        crumbs=[(_("Billing exceptions"), reverse("billing_exception_list"))],
        control=CONTROLS.get(found.control),
        why=queries.why(found),
        fix=queries.fix(found),
        fix_url=fixing if opens(actor, fixing) else found.subject_url,
        again=_again(found) if actor.may("billing.run_control") else "",
        moves=offered(MOVES, found, actor, "billing_exception_move"),
        facts=[
            (_("Object"), format_html('<a href="{}">{}</a>', found.subject_url, found.label)),
            (_("Customer"), link_to(found.customer, found.customer.legal_name)),
            (_("Month"), f"{found.period:%Y-%m}"),
            (_("Team"), ROLE_NAMES.get(found.team, found.team)),
            (_("Owner"), found.owner),
            (_("First seen"), day(found.first_seen)),
            (_("Last seen"), day(found.last_seen)),
            (_("Waived until"), day(found.waived_until) if found.waived_until else None),
            (_("Times reopened"), found.reopened or None),
            (_("Resolution"), found.resolution or None),
        ],
    )


def _again(found: BillingException) -> str:
    return f"{reverse('control_run_new')}?{urlencode({'control': found.control, 'customer': found.customer.number})}"


@access("billing.view_exceptions")
def billing_exception_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.exceptions(who(request)), public_id), MOVES, move)


@access("billing.view_exceptions")
def customer_exceptions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the controls hold against a customer, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.exceptions(actor).filter(customer=customer, state__in=["open", "assigned", "waived"])
    columns = ExceptionTable.pick("label", "control", "why", "period", "amount", "state")
    everything = f"{reverse('billing_exception_list')}?customer={customer.number}"
    again = (_("Run the controls"), f"{reverse('control_run_new')}?customer={customer.number}")
    create = again if actor.may("billing.run_control") else None
    return related(request, rows, columns, title=_("Billing exceptions"), everything=everything, create=create)


urlpatterns = [
    path("exceptions/", billing_exception_list, name="billing_exception_list"),
    path("home/exceptions/", home_exceptions, name="home_exceptions"),
    path("exceptions/<uuid:public_id>/", billing_exception_detail, name="billing_exception_detail"),
    path("exceptions/<uuid:public_id>/<slug:move>/", billing_exception_move, name="billing_exception_move"),
    path("customers/<uuid:public_id>/panels/exceptions/", customer_exceptions, name="customer_exceptions"),
]

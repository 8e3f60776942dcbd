"""The browser's door to exceptions and runs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.billing.controls import queries, services
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.filters import ExceptionFilter, RunFilter
from o2c.billing.controls.forms import AssignForm, ResolveForm, RunForm, WaiveForm
from o2c.billing.controls.models import ControlRun
from o2c.billing.controls.tables import ExceptionTable, RunTable
from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
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
    return page(
        request,
        "billing/controls/exception.html",
        title=found.label,
        subject=found,
        crumbs=[(_("Billing exceptions"), reverse("billing_exception_list"))],
        figures=[(_("Control"), found.control), (_("Severity"), found.get_severity_display())],
        why=queries.why(found),
        fix=queries.fix(found),
        moves=offered(MOVES, found, actor, "billing_exception_move"),
        facts=[
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


@access("billing.view_exceptions")
def billing_exception_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.exceptions(who(request)), public_id), MOVES, move)


@access("billing.view_exceptions")
def control_run_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.runs(), RunFilter, RunTable)


@access("billing.run_control")
def control_run_new(request: HttpRequest) -> HttpResponse:
    """Run one control, or all of them, for one customer or for everybody."""
    form = RunForm(request.POST or None, initial={"customer_number": request.GET.get("customer", "")})
    if run(form, _run, actor=who(request)):
        return done(request, _("The controls have run."), to=reverse("control_run_list"))
    crumbs = [(_("Billing exceptions"), reverse("billing_exception_list"))]
    cancel = reverse("billing_exception_list")
    return page(request, "layouts/form.html", title=_("Run controls"), form=form, submit=_("Run"), cancel=cancel, crumbs=crumbs)


def _run(*, control: str, customer_number: str, actor: User) -> list[ControlRun]:
    codes: list[Any] = [control] if control else list(CONTROLS)
    return services.run_controls(day=local_today(actor), customer_number=customer_number, codes=codes, actor=actor)


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
    path("control-runs/", control_run_list, name="control_run_list"),
    path("control-runs/new/", control_run_new, name="control_run_new"),
    path("customers/<uuid:public_id>/panels/exceptions/", customer_exceptions, name="customer_exceptions"),
]

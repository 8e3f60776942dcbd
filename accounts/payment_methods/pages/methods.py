"""Payment methods: list, detail with the last answer of the processor, the customer's panel."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods import queries
from o2c.accounts.payment_methods.filters import MethodFilter
from o2c.accounts.payment_methods.forms import KindForm
from o2c.accounts.payment_methods.models import PaymentMethod
from o2c.accounts.payment_methods.services import cards
from o2c.accounts.payment_methods.tables import MethodTable
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to, moment
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related

MOVES = [
    Move("primary", gettext_lazy("Make primary"), gettext_lazy("This method comes first now."), cards.make_primary, ["active"], main=True),
    Move("end", gettext_lazy("End"), gettext_lazy("The method has ended."), cards.end_payment_method, ["active", "suspended"], ReasonForm),
]


def moves_of(method: PaymentMethod) -> list[Move]:
    hidden = {"primary"} if method.rank == "primary" else set()
    if method.kind == "sdd":
        hidden.add("end")
    return [move for move in MOVES if move.code not in hidden]


@access("accounts.view_payment_methods")
def payment_method_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.payment_methods(who(request)), MethodFilter, MethodTable)


@access("accounts.view_payment_methods")
def payment_method_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    method = one(queries.payment_methods(who(request)), public_id)
    return page(
        request,
        "accounts/detail.html",
        title=str(method),
        subject=method,
        crumbs=[(_("Payment methods"), reverse("payment_method_list"))],
        figures=[(_("Rank"), method.get_rank_display())],
        facts=_facts(method),
        moves=offered(moves_of(method), method, who(request), "payment_method_move"),
    )


def _facts(method: PaymentMethod) -> list[tuple[str, Any]]:
    shared: list[tuple[str, Any]] = [
        (_("Customer"), link_to(method.customer, method.customer.legal_name)),
        (_("Kind"), method.get_kind_display()),
    ]
    if method.kind == "sdd":
        return [*shared, (_("Mandate"), link_to(method.mandate))]
    if method.kind != "card":
        return shared
    return [
        *shared,
        (_("Processor"), method.processor),
        (_("Card"), str(method)),
        (_("Card holder"), method.holder),
        (_("Expires at the end of"), f"{method.expires:%m/%Y}" if method.expires else None),
        (_("Last authorisation"), method.get_answer_display()),
        (_("Answer of the processor"), method.answer_code),
        (_("Last authorisation at"), moment(method.answered_at) if method.answered_at else None),
    ]


@access("accounts.view_payment_methods")
def payment_method_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    method = one(queries.payment_methods(who(request)), public_id)
    return carry_out(request, method, moves_of(method), move)


@access("accounts.add_payment_method")
def payment_method_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A transfer or a cheque; cards and direct debits are registered by the customer."""
    customer = one(customers(who(request)), public_id)
    form = KindForm(request.POST or None)
    if run(form, cards.add_payment_method, customer=customer, actor=who(request)):
        return done(request, _("Payment method entered."), to=customer)
    address = customer.get_absolute_url()
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, address)]
    return page(
        request,
        "layouts/form.html",
        title=_("New payment method"),
        form=form,
        submit=_("Enter method"),
        cancel=address,
        crumbs=crumbs,
    )


@access("accounts.view_payment_methods")
def customer_payment_methods(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How a customer pays, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.payment_methods(actor).filter(customer=customer)
    columns = MethodTable.pick("name", "rank", "expires", "answer", "state")
    invite = (_("Send a link"), reverse("registration_new", args=[public_id])) if actor.may("accounts.invite_registration") else None
    everything = f"{reverse('payment_method_list')}?customer={customer.number}"
    return related(request, rows, columns, title=_("Payment methods"), everything=everything, create=invite)


urlpatterns = [
    path("payment-methods/", payment_method_list, name="payment_method_list"),
    path("payment-methods/<uuid:public_id>/", payment_method_detail, name="payment_method_detail"),
    path("payment-methods/<uuid:public_id>/<slug:move>/", payment_method_move, name="payment_method_move"),
    path("customers/<uuid:public_id>/payment-methods/new/", payment_method_new, name="payment_method_new"),
    path("customers/<uuid:public_id>/panels/payment-methods/", customer_payment_methods, name="customer_payment_methods"),
]

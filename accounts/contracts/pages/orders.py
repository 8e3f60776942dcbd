"""Insertion orders: list, detail, new, edit, and their moves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import OrderFilter
from o2c.accounts.contracts.forms import OrderEditForm, OrderForm, OrderNewForm, SignForm
from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.contracts.services import orders
from o2c.accounts.contracts.tables import OrderTable
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to, percent
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.spoken import day, spoken

MOVES = [
    Move(
        "sign",
        gettext_lazy("Record signature"),
        gettext_lazy("The order is signed."),
        orders.sign_insertion_order,
        ["draft"],
        SignForm,
        main=True,
    ),
    Move("cancel", gettext_lazy("Cancel"), gettext_lazy("Order cancelled."), orders.cancel_insertion_order, ["draft"], ReasonForm),
    Move("close", gettext_lazy("Close"), gettext_lazy("Order closed."), orders.close_insertion_order, ["signed"], ReasonForm),
]
FIELDS = ["number", "starts_on", "ends_on", "currency", "amount", "tolerance_percent"]


@access("accounts.view_contracts")
def insertion_order_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.insertion_orders(who(request)), OrderFilter, OrderTable)


@access("accounts.view_contracts")
def insertion_order_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    order = one(queries.insertion_orders(actor), public_id)
    edits = order.state == "draft" and actor.may("accounts.edit_insertion_order")
    return page(
        request,
        "accounts/detail.html",
        title=_("Insertion order %(number)s") % {"number": order},
        subject=order,
        crumbs=[(_("Insertion orders"), reverse("insertion_order_list"))],
        figures=[(_("Amount"), spoken(Money(order.amount, order.currency)))],
        facts=_facts(order),
        moves=offered(MOVES, order, actor, "insertion_order_move"),
        edit_url=reverse("insertion_order_edit", args=[order.public_id]) if edits else "",
        panels="accounts.insertionorder",
    )


def _facts(order: InsertionOrder) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(order.customer, order.customer.legal_name)),
        (_("Our entity"), order.entity),
        (_("Starts on"), day(order.starts_on)),
        (_("Until and including"), day(last_day(order.ends_on))),
        (_("Tolerance"), percent(order.tolerance_percent / 100)),
        (_("Signed on"), day(order.signed_on) if order.signed_on else None),
    ]


@access("accounts.create_insertion_order")
def insertion_order_new(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    form = OrderNewForm(request.POST or None, initial={"customer": request.GET.get("customer", "")}, actor=actor)
    if order := run(form, orders.create_insertion_order, actor=actor):
        return done(request, _("Insertion order entered."), to=order)
    return _form(request, _("New insertion order"), form, _("Enter insertion order"))


@access("accounts.edit_insertion_order")
def insertion_order_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    order = one(queries.insertion_orders(who(request)), public_id)
    shown = {name: getattr(order, name) for name in FIELDS} | {"entity": order.entity.code, "version": order.version}
    form = OrderEditForm(request.POST or None, initial=shown, actor=who(request))
    if run(form, orders.edit_insertion_order, order.pk, actor=who(request)):
        return done(request, _("Insertion order saved."), to=order)
    return _form(request, _("Edit insertion order %(number)s") % {"number": order}, form, _("Save insertion order"), order)


def _form(request: HttpRequest, title: str, form: OrderForm, submit: str, order: InsertionOrder | None = None) -> HttpResponse:
    address = order.get_absolute_url() if order else reverse("insertion_order_list")
    crumbs = [(_("Insertion orders"), reverse("insertion_order_list")), *([(str(order), address)] if order else [])]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)


@access("accounts.view_contracts")
def insertion_order_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.insertion_orders(who(request)), public_id), MOVES, move)


urlpatterns = [
    path("insertion-orders/", insertion_order_list, name="insertion_order_list"),
    path("insertion-orders/new/", insertion_order_new, name="insertion_order_new"),
    path("insertion-orders/<uuid:public_id>/", insertion_order_detail, name="insertion_order_detail"),
    path("insertion-orders/<uuid:public_id>/edit/", insertion_order_edit, name="insertion_order_edit"),
    path("insertion-orders/<uuid:public_id>/<slug:move>/", insertion_order_move, name="insertion_order_move"),
]

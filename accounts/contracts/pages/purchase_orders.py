"""Purchase orders: list, balance, new, update with the customer's paper, and their moves."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import PurchaseOrderFilter
from o2c.accounts.contracts.forms import PurchaseOrderNewForm, PurchaseOrderUpdateForm, stored
from o2c.accounts.contracts.imports import PURCHASE_ORDERS
from o2c.accounts.contracts.models import PurchaseOrder
from o2c.accounts.contracts.pages.frames import form_page, link_to_file
from o2c.accounts.contracts.services import purchase_orders
from o2c.accounts.contracts.tables import PurchaseOrderTable
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.importing import import_page
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.pickers import options
from o2c.core.pages.related import related
from o2c.core.spoken import day, spoken

MOVES = [
    Move(
        "close", gettext_lazy("Close"), gettext_lazy("Purchase order closed."), purchase_orders.close_purchase_order, ["open"], ReasonForm
    ),
    Move(
        "reopen", gettext_lazy("Reopen"), gettext_lazy("Purchase order open again."), purchase_orders.reopen_purchase_order, ["closed"],
        ReasonForm,
    ),
    Move(
        "cancel", gettext_lazy("Cancel"), gettext_lazy("Purchase order cancelled."), purchase_orders.cancel_purchase_order, ["open"],
        ReasonForm,
    ),
]  # fmt: skip
FIELDS = ["number", "starts_on", "ends_on", "amount", "tolerance_percent", "reference", "version"]
LIST = (gettext_lazy("Purchase orders"), "purchase_order_list")


@access("accounts.view_contracts")
def purchase_order_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request, queries.purchase_orders(who(request)), PurchaseOrderFilter, PurchaseOrderTable,
        template="accounts/contracts/purchase_orders.html", imports=who(request).may("accounts.create_purchase_order"),
    )  # fmt: skip


@access("accounts.view_contracts")
def purchase_order_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    order: Any = one(queries.purchase_orders(actor), public_id)
    updates = order.state == "open" and actor.may("accounts.update_purchase_order")
    figures = [(_("Amount"), order.amount), (_("Billed"), order.billed), (_("Held"), order.held), (_("Remaining"), order.remaining)]
    return page(
        request,
        "accounts/contracts/purchase_order.html",
        title=_("Purchase order %(number)s") % {"number": order},
        subject=order,
        crumbs=[(str(LIST[0]), reverse(LIST[1]))],
        figures=[(label, spoken(Money(value, order.currency))) for label, value in figures],
        facts=_facts(order, actor),
        moves=offered(MOVES, order, actor, "purchase_order_move"),
        update_url=reverse("purchase_order_update", args=[public_id]) if updates else "",
        panels="accounts.purchaseorder",
    )


def _facts(order: PurchaseOrder, actor: User) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(order.customer, order.customer.legal_name)),
        (_("Our entity"), order.entity),
        (_("Valid from"), day(order.starts_on)),
        (_("Until and including"), day(last_day(order.ends_on)) if order.ends_on else _("does not expire")),
        (_("Tolerance in percent"), order.tolerance_percent),
        (_("Customer's reference"), order.reference),
        (_("Document"), link_to_file(actor, order, order.document)),
    ]


@access("accounts.create_purchase_order")
def purchase_order_new(request: HttpRequest) -> HttpResponse:
    initial = {"customer": request.GET.get("customer", "")}
    form = PurchaseOrderNewForm(request.POST or None, request.FILES or None, initial=initial, actor=who(request))

    def take_in(*, document: "UploadedFile[bytes] | None", actor: User, **given: Any) -> PurchaseOrder:
        return purchase_orders.create_purchase_order(document=stored(document) if document else None, actor=actor, **given)

    if order := run(form, take_in, actor=who(request)):
        return done(request, _("Purchase order taken in."), to=order)
    return form_page(request, _("New purchase order"), form, _("Take in purchase order"), within=LIST)


@access("accounts.update_purchase_order")
def purchase_order_update(request: HttpRequest, public_id: UUID) -> HttpResponse:
    order = one(queries.purchase_orders(who(request)), public_id)
    shown = {name: getattr(order, name) for name in FIELDS}
    form = PurchaseOrderUpdateForm(request.POST or None, request.FILES or None, initial=shown)

    def update(*, document: "UploadedFile[bytes] | None", actor: User, **given: Any) -> PurchaseOrder:
        return purchase_orders.update_purchase_order(order.pk, document=stored(document) if document else None, actor=actor, **given)

    if run(form, update, actor=who(request)):
        return done(request, _("Purchase order updated."), to=order)
    title = _("Update purchase order %(number)s") % {"number": order}
    return form_page(request, title, form, _("Save purchase order"), of=order, within=LIST)


@access("accounts.view_contracts")
def purchase_order_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.purchase_orders(who(request)), public_id), MOVES, move)


@access("accounts.create_purchase_order")
def purchase_order_import(request: HttpRequest) -> HttpResponse:
    return import_page(request, PURCHASE_ORDERS, to="purchase_order_list")


@access("accounts.view_contracts")
def purchase_order_options(request: HttpRequest) -> HttpResponse:
    return options(request, lambda text: queries.orders_named(queries.purchase_orders(who(request)), text))


@access("accounts.view_contracts")
def customer_purchase_orders(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The purchase orders of a customer, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.purchase_orders(actor).filter(customer=customer)
    columns = PurchaseOrderTable.pick("number", "starts_on", "ends_on", "amount", "remaining", "state")
    new = f"{reverse('purchase_order_new')}?customer={public_id}"
    create = (_("New purchase order"), new) if actor.may("accounts.create_purchase_order") else None
    everything = f"{reverse('purchase_order_list')}?customer={customer.number}"
    return related(request, rows, columns, title=_("Purchase orders"), everything=everything, create=create)


urlpatterns = [
    path("purchase-orders/", purchase_order_list, name="purchase_order_list"),
    path("purchase-orders/new/", purchase_order_new, name="purchase_order_new"),
    path("purchase-orders/import/", purchase_order_import, name="purchase_order_import"),
    path("purchase-orders/options/", purchase_order_options, name="purchase_order_options"),
    path("purchase-orders/<uuid:public_id>/", purchase_order_detail, name="purchase_order_detail"),
    path("purchase-orders/<uuid:public_id>/update/", purchase_order_update, name="purchase_order_update"),
    path("purchase-orders/<uuid:public_id>/<slug:move>/", purchase_order_move, name="purchase_order_move"),
    path("customers/<uuid:public_id>/panels/purchase-orders/", customer_purchase_orders, name="customer_purchase_orders"),
]

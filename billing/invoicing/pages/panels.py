"""What other rooms' pages say of billing: how a purchase order is used, what waits for it, and what is held for a customer."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.contracts.queries import purchase_orders
from o2c.accounts.customers.queries import customers
from o2c.accounts.vendors.queries import vendor_registrations
from o2c.billing.invoicing import queries
from o2c.billing.invoicing.models import RunItem
from o2c.billing.invoicing.placing import released_by
from o2c.billing.invoicing.tables import RunDocumentTable, RunItemTable
from o2c.billing.invoicing.usage import current_runs
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.pages import one
from o2c.core.pages.related import related

HELD = ["held", "excepted"]


def _now(actor: User) -> QuerySet[RunItem]:
    return queries.run_items(actor).filter(run__in=current_runs())


@access("billing.view_billing_runs")
def purchase_order_use(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The lines that use a purchase order, and those that wait for room on it."""
    actor = who(request)
    order = one(purchase_orders(actor), public_id)
    lines = queries.run_items(actor).filter(purchase_order=order)
    rows = lines.filter(Q(result="billed") | Q(run__in=current_runs()))
    columns = RunItemTable.pick("campaign__name", "month", "amount", "why", "result")
    everything = f"{reverse('run_item_list')}?{urlencode({'order': order.number})}"
    return related(request, rows, columns, title=_("Use"), everything=everything, nothing=_("Nothing is billed or held on it."))


@access("billing.view_billing_runs")
def purchase_order_releases(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The lines held for want of an order that go out with this one as it is now, once the proposal is made again."""
    actor = who(request)
    order: Any = one(purchase_orders(actor), public_id)
    rows = _now(actor).filter(pk__in=released_by(order))
    columns = RunItemTable.pick("campaign__name", "customer__legal_name", "month", "amount")
    return related(request, rows, columns, title=_("What it releases"), nothing=_("No held line waits for it."))


@access("billing.view_billing_runs")
def customer_unbilled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What of a customer's spend is held, stopped or not billed, and why."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    theirs = Q(customer=customer) | Q(campaign__advertiser=customer) | Q(account__payer=customer)
    rows = _now(actor).filter(theirs, result__in=[*HELD, "unbilled", "test"])
    columns = RunItemTable.pick("campaign__name", "month", "amount", "why", "result")
    everything = f"{reverse('run_item_list')}?{urlencode({'q': customer.number, 'latest': 'true'})}"
    return related(request, rows, columns, title=_("Unbilled and held"), everything=everything, nothing=_("Nothing is held."))


@access("billing.view_billing_runs")
def vendor_held(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The invoices of our entity that wait for a client's registration."""
    actor = who(request)
    found = one(vendor_registrations(actor), public_id)
    rows = queries.run_documents(actor).filter(
        Q(customer=found.customer) | Q(account__customer=found.customer), run__in=current_runs(), run__entity=found.entity, state="held"
    )
    columns = RunDocumentTable.pick("customer__legal_name", "account__number", "net", "why")
    return related(request, rows, columns, title=_("Invoices it holds up"), nothing=_("No invoice waits for it."))


@access("billing.view_billing_runs")
def home_held(request: HttpRequest) -> HttpResponse:
    """What the latest runs hold, the largest first, on the start page."""
    rows = _now(who(request)).filter(result__in=HELD)
    columns = RunItemTable.pick("campaign__name", "why", "amount")
    everything = f"{reverse('run_item_list')}?{urlencode({'result': HELD, 'latest': 'true'}, doseq=True)}"
    return related(request, rows, columns, title=_("Held invoices"), everything=everything, nothing=_("Nothing is held."))


urlpatterns = [
    path("purchase-orders/<uuid:public_id>/panels/use/", purchase_order_use, name="purchase_order_use"),
    path("purchase-orders/<uuid:public_id>/panels/releases/", purchase_order_releases, name="purchase_order_releases"),
    path("customers/<uuid:public_id>/panels/unbilled/", customer_unbilled, name="customer_unbilled"),
    path("vendors/<uuid:public_id>/panels/held/", vendor_held, name="vendor_held"),
    path("home/held/", home_held, name="home_held"),
]

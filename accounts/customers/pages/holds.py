"""Holds on the records of customers: the list, placing one, ending one."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers import queries
from o2c.accounts.customers.filters import RecordsHoldFilter
from o2c.accounts.customers.forms.customers import RecordsHoldForm
from o2c.accounts.customers.models import Customer, RecordsHold
from o2c.accounts.customers.services import holds
from o2c.accounts.customers.tables import RecordsHoldTable
from o2c.core.access.queries import scope
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.related import related

VIEW = "accounts.view_records_holds"


@access(VIEW)
def records_hold_list(request: HttpRequest) -> HttpResponseBase:
    rows = scope(RecordsHold.objects, who(request), VIEW).select_related("customer", "created_by", "ended_by")
    return list_page(request, rows.order_by("-pk"), RecordsHoldFilter, RecordsHoldTable)


@access("accounts.place_records_hold")
def records_hold_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    customer = one(scope(Customer.objects, actor, "accounts.place_records_hold"), public_id)
    form = RecordsHoldForm(request.POST or None)
    if run(form, holds.place_records_hold, customer.pk, actor=actor):
        return done(request, _("Nothing of this customer is removed until the hold is ended."), to="records_hold_list")
    crumbs = [(_("Customers"), reverse("customer_list")), (str(customer), customer.get_absolute_url())]
    title, cancel = _("Hold all records"), customer.get_absolute_url()
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Place the hold"), cancel=cancel, crumbs=crumbs)


@access("accounts.end_records_hold")
def records_hold_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    hold = one(scope(RecordsHold.objects, actor, "accounts.end_records_hold"), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, holds.end_records_hold, hold.pk, actor=actor):
        return done(request, _("The hold is ended."), to="records_hold_list")
    back = reverse("records_hold_list")
    crumbs = [(_("Holds on records"), back)]
    return page(request, "layouts/form.html", form=form, title=_("End a hold"), submit=_("End the hold"), cancel=back, crumbs=crumbs)


@access(VIEW)
def customer_records_holds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The holds on a customer's records, on the customer's page."""
    actor = who(request)
    customer = one(queries.customers(actor), public_id)
    rows = scope(RecordsHold.objects, actor, VIEW).filter(customer=customer).select_related("created_by").order_by("-pk")
    new = (_("Hold all records"), reverse("records_hold_new", args=[public_id])) if actor.may("accounts.place_records_hold") else None
    columns = RecordsHoldTable.pick("kind", "reason", "created_at", "ended_at")
    everything = f"{reverse('records_hold_list')}?{urlencode({'q': customer.number})}"
    title, nothing = _("Holds on records"), _("No records are held.")
    return related(request, rows, columns, title=title, everything=everything, create=new, nothing=nothing)


urlpatterns = [
    path("customers/<uuid:public_id>/panels/records-holds/", customer_records_holds, name="customer_records_holds"),
    path("records-holds/", records_hold_list, name="records_hold_list"),
    path("customers/<uuid:public_id>/records-hold/", records_hold_new, name="records_hold_new"),
    path("records-holds/<uuid:public_id>/end/", records_hold_end, name="records_hold_end"),
]

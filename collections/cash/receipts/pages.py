"""The browser's door to receipts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.collections.cash.receipts import queries, services
from o2c.collections.cash.receipts.forms import IdentifyForm, UnidentifyForm
from o2c.collections.cash.receipts.models import ReceiptState
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.receipts.tables import ReceiptFilter, ReceiptTable
from o2c.collections.cash.receipts.words import why
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.spoken import day


@access(VIEW)
def receipt_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.receipts(who(request)), ReceiptFilter, ReceiptTable)


@access(VIEW)
def receipt_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.receipts(who(request)), public_id)
    return page(
        request,
        "collections/cash/receipt.html",
        title=receipt.payer or _("Receipt"),
        subject=receipt,
        crumbs=[(_("Receipts"), reverse("receipt_list"))],
        figures=[
            (_("Amount"), Money(receipt.amount, receipt.currency)),
            (_("Value date"), day(receipt.value_on)),
            (_("State"), receipt.get_state_display()),
        ],
        facts=[
            (_("Purpose"), receipt.text),
            (_("Payer's account"), receipt.payer_account),
            (_("Bank entry"), link_to(receipt.line) if receipt.line else None),
            (_("Customer"), link_to(receipt.customer) if receipt.customer else None),
            (_("Account"), link_to(receipt.account) if receipt.account else None),
            (_("Reason"), why(receipt.reason)),
            (_("Converted from"), receipt.instructed if receipt.conversion_id else None),
        ],
        may_identify=receipt.state in (ReceiptState.UNIDENTIFIED, ReceiptState.PARKED) and who(request).may("collections.identify_receipt"),
        may_take_back=receipt.state == ReceiptState.ON_CUSTOMER and who(request).may("collections.unidentify_receipt"),
    )


@access("collections.identify_receipt")
def receipt_identify(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.receipts(who(request), "collections.identify_receipt"), public_id)
    form = IdentifyForm(request.POST or None)
    if run(form, services.identify_receipt, receipt.pk, actor=who(request)):
        return done(request, _("The receipt is on the customer's account."), to=receipt)
    title, back = _("Whose money is it?"), receipt.get_absolute_url()
    return page(request, "layouts/form.html", title=title, form=form, cancel=back, crumbs=[(_("Receipts"), reverse("receipt_list"))])


@access("collections.unidentify_receipt")
def receipt_unidentify(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.receipts(who(request), "collections.unidentify_receipt"), public_id)
    form = UnidentifyForm(request.POST or None, initial={"on": local_today(receipt.entity)})
    if run(form, services.unidentify_receipt, receipt.pk, actor=who(request)):
        return done(request, _("The money is unidentified again."), to=receipt)
    title, back = _("Take the receipt off the customer"), receipt.get_absolute_url()
    return page(request, "layouts/form.html", title=title, form=form, cancel=back, crumbs=[(_("Receipts"), reverse("receipt_list"))])


urlpatterns = [
    path("receipts/", receipt_list, name="receipt_list"),
    path("receipts/<uuid:public_id>/", receipt_detail, name="receipt_detail"),
    path("receipts/<uuid:public_id>/identify/", receipt_identify, name="receipt_identify"),
    path("receipts/<uuid:public_id>/unidentify/", receipt_unidentify, name="receipt_unidentify"),
]

"""The cheque register in the browser: cheques, deposit slips with their PDF, and the close of a day."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.collections.cash.cheques import queries, services
from o2c.collections.cash.cheques.forms import BounceForm, ChequeForm, CloseForm, CreditForm, LeaveForm, SlipForm
from o2c.collections.cash.cheques.sheet import slip_sheet
from o2c.collections.cash.cheques.tables import CHEQUE_COLUMNS, ChequeFilter, ChequeTable, DayTable, SlipFilter, SlipTable
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.letters.typesetting import typeset
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import day, link_to, number
from o2c.core.pages.listing import Heading
from o2c.core.pages.moves import Move, carry_out, offered
from o2c.core.pages.tables import Row

MOVES = [
    Move(
        "bounce", gettext_lazy("Bounced"), gettext_lazy("What it had paid is open again."), services.bounce_cheque, ["banked"], BounceForm
    ),
    Move(
        "return",
        gettext_lazy("Return to the drawer"),
        gettext_lazy("The cheque is out of the books."),
        services.return_cheque,
        ["received"],
        LeaveForm,
    ),
]


@access(VIEW)
def cheque_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.cheques(who(request)), ChequeFilter, ChequeTable)


@access(VIEW)
def cheque_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.cheques(who(request)), public_id)
    return page(
        request,
        "accounts/detail.html",
        title=_("Cheque %(number)s") % {"number": found.number},
        subject=found,
        crumbs=[(_("Cheques"), reverse("cheque_list"))],
        figures=[(_("Amount"), Money(found.amount, found.currency)), (_("Received on"), day(found.received_on))],
        facts=[
            (_("Drawer"), found.drawer),
            (_("Drawer's bank"), found.bank),
            (_("Date on the cheque"), day(found.dated_on)),
            (_("Invoices or purpose"), found.purpose or None),
            (_("Receipt"), link_to(found.receipt)),
            (_("Customer"), link_to(found.receipt.customer) if found.receipt.customer else None),
            (_("Account"), link_to(found.receipt.account) if found.receipt.account else None),
            (_("Deposit slip"), link_to(found.slip) if found.slip else None),
            (_("Received by"), found.created_by),
            (_("Why bounced or returned"), found.reason or None),
            (_("Fee"), link_to(found.fee_entry) if found.fee_entry else None),
        ],
        moves=offered(MOVES, found, who(request), "cheque_move"),
        panels="collections.cheque",
    )


@access(VIEW)
def cheque_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.cheques(who(request)), public_id), MOVES, move)


@access("collections.record_cheque")
def cheque_new(request: HttpRequest) -> HttpResponse:
    today = local_today(who(request))
    form = ChequeForm(request.POST or None, initial={"received_on": today, "dated_on": today}, actor=who(request))
    if found := run(form, services.record_cheque, actor=who(request)):
        return done(request, _("Cheque registered. Attach its scan."), to=found)
    return _form(request, _("Register a cheque"), form, _("Register cheque"), "cheque_list", _("Cheques"))


@access(VIEW)
def slip_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.slips(who(request)), SlipFilter, SlipTable)


@access("collections.make_slip")
def slip_new(request: HttpRequest) -> HttpResponse:
    initial = {"day": local_today(who(request))}
    form = SlipForm(request.POST or None, initial=initial, actor=who(request))
    form.initial["cheques"] = list(form.loose)
    if found := run(form, services.make_slip, actor=who(request)):
        return done(request, _("Deposit slip made. Print it and go to the bank."), to=found)
    return _form(request, _("Make a deposit slip"), form, _("Make deposit slip"), "deposit_slips", _("Deposit slips"))


@access(VIEW)
def deposit_slip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.slips(who(request)), public_id)
    rows = queries.cheques(who(request)).filter(slip=found).order_by("pk")
    return page(
        request,
        "collections/cash/slip.html",
        title=_("Deposit slip %(number)s") % {"number": found.number},
        subject=found,
        crumbs=[(_("Deposit slips"), reverse("deposit_slips"))],
        figures=[(_("Total"), Money(found.total, found.currency)), (_("Cheques"), number(found.count))],
        facts=[
            (_("Bank account of ours"), found.account),
            (_("Day"), day(found.day)),
            (_("Made by"), found.created_by),
            (_("Bank entry"), link_to(found.credited_by) if found.credited_by else None),
        ],
        pdf_url=reverse("deposit_slip_pdf", args=[public_id]),
        credit_url=_credit_url(found, who(request)),
        rows=[Row(row, CHEQUE_COLUMNS) for row in rows],
        headings=[Heading(column, "", "") for column in CHEQUE_COLUMNS],
    )


def _credit_url(found: Any, actor: Any) -> str:
    may = found.state == "banked" and actor.may("collections.credit_slip")
    return reverse("deposit_slip_credit", args=[found.public_id]) if may else ""


@access(VIEW)
def deposit_slip_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The slip for the bank; the same slip gives the same bytes."""
    found = one(queries.slips(who(request)), public_id)
    cheques = list(found.cheques.order_by("pk"))
    file = typeset("deposit_slip", who(request).language, slip_sheet(found, cheques, who(request).language), dated=found.day)
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.pdf"'}
    return HttpResponse(file, content_type="application/pdf", headers=headers)


@access("collections.credit_slip")
def deposit_slip_credit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The bank entry that shows the slip; the night finds it by itself where only one fits."""
    found = one(queries.slips(who(request)), public_id)
    form = CreditForm(request.POST or None, slip=found)
    if run(form, services.credit_slip, found.pk, actor=who(request)):
        return done(request, _("The deposit is found on the statement."), to=found)
    return _form(request, _("Find the deposit on the statement"), form, _("This is it"), "deposit_slips", _("Deposit slips"))


@access(VIEW)
def cheque_days(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.days(who(request)), None, DayTable)


@access("collections.close_cheque_day")
def cheque_day_close(request: HttpRequest) -> HttpResponse:
    """A second person says that every cheque of the day went to the bank."""
    form = CloseForm(request.POST or None, initial={"day": local_today(who(request))}, actor=who(request))
    if run(form, services.close_cheque_day, actor=who(request)):
        return done(request, _("The day is closed, its slips are banked."), to="cheque_days")
    return _form(request, _("Close a day of cheques"), form, _("Close day"), "cheque_days", _("Days of cheques"))


def _form(request: HttpRequest, title: str, form: Any, submit: str, back: str, above: str) -> HttpResponse:
    crumbs = [(above, reverse(back))]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=reverse(back), crumbs=crumbs)


urlpatterns = [
    path("cheques/", cheque_list, name="cheque_list"),
    path("cheques/new/", cheque_new, name="cheque_new"),
    path("cheques/days/", cheque_days, name="cheque_days"),
    path("cheques/days/close/", cheque_day_close, name="cheque_day_close"),
    path("cheques/<uuid:public_id>/", cheque_detail, name="cheque_detail"),
    path("cheques/<uuid:public_id>/<slug:move>/", cheque_move, name="cheque_move"),
    path("deposit-slips/", slip_list, name="deposit_slips"),
    path("deposit-slips/new/", slip_new, name="deposit_slip_new"),
    path("deposit-slips/<uuid:public_id>/", deposit_slip, name="deposit_slip"),
    path("deposit-slips/<uuid:public_id>/slip.pdf", deposit_slip_pdf, name="deposit_slip_pdf"),
    path("deposit-slips/<uuid:public_id>/credit/", deposit_slip_credit, name="deposit_slip_credit"),
]

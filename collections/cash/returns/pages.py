"""The browser's door to returned payments."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.returns import queries, services
from o2c.collections.cash.returns.forms import ReturnForm
from o2c.collections.cash.returns.rules import next_step
from o2c.collections.cash.statements.models import OPEN_LINES, Direction, StatementLine
from o2c.collections.cash.statements.queries import lines
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.pages import done, one, page, run
from o2c.core.sentences import sentence

MOST = 20


def said(line: StatementLine) -> list[str]:
    """What the bank's reason means and what to do next."""
    return [sentence(code) for code in next_step(line.return_code)]


@access(services.PERMISSION)
def line_return(request: HttpRequest, public_id: UUID) -> HttpResponse:
    waiting = lines(who(request), services.PERMISSION).filter(direction=Direction.DEBIT, state__in=OPEN_LINES).exclude(entry=None)
    line = one(waiting, public_id)
    within = queries.payments_on_customers(line, who(request), services.PERMISSION)
    found, imported = queries.originals(line, within), queries.collected(line, who(request), services.PERMISSION)
    before = [] if found else queries.imported_originals(line, imported)
    is_named = len(found or before) == 1
    if not is_named:
        found, before = list(queries.nearest(line, within)[:MOST]), list(imported.order_by("-original_amount", "-pk")[:MOST])
    form = ReturnForm(request.POST or None, candidates=found, before=before)
    if run(form, services.book_return, line.pk, actor=who(request)):
        return done(request, _("The payment is taken back: what it had paid is open again."), to=line)
    told = _("Its references name this payment.") if is_named else _("No reference names one payment: choose it.")
    return page(
        request, "collections/cash/answer.html", title=_("Book a returned payment"), form=form, asked=[told, *said(line)],
        submit=_("Take back"), cancel=line.get_absolute_url(), crumbs=[(_("Bank entries"), reverse("statement_line_list"))],
    )  # fmt: skip


@access(VIEW)
def line_returned(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """On the entry's page: whether it took a payment back, and the way to say so."""
    line = one(lines(who(request)), public_id)
    waits = line.direction == Direction.DEBIT and line.state in OPEN_LINES and line.entry_id is not None
    told = [_("The bank took no payment back with this entry.")]
    if line.coded_to == "returned":
        told = [_("Booked as a return."), *said(line)]
    elif waits:
        told = said(line) if line.return_code else [_("The bank does not call it a return.")]
    return render(request, "collections/cash/_ways.html", {"told": told, "links": _links(line, who(request)) if waits else []})


def _links(line: StatementLine, user: User) -> list[tuple[str, str]]:
    return [(_("Book as a return"), reverse("line_return", args=[line.public_id]))] if user.may(services.PERMISSION) else []


urlpatterns = [
    path("bank-entries/<uuid:public_id>/return/", line_return, name="line_return"),
    path("bank-entries/<uuid:public_id>/returned/", line_returned, name="line_returned"),
]

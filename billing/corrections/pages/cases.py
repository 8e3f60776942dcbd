"""Corrections in the browser: list, case with before and after, its lines, how often we are right, and the explanation."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.billing.corrections import queries, services
from o2c.billing.corrections.explanation import explanation
from o2c.billing.corrections.forms import EditForm, LineForm, OpenForm, PeriodForm
from o2c.billing.corrections.models import Correction, Team
from o2c.billing.corrections.rules import COPY_MAY_DO, OUR_ERRORS, amount, credit
from o2c.billing.corrections.tables import LINE_COLUMNS, CorrectionFilter, CorrectionTable
from o2c.billing.documents.queries import documents
from o2c.billing.documents.reasons import Cause
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month, last_day
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import UNKNOWN, link_to, number
from o2c.core.pages.listing import Heading
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.pages.tables import Row

MOVES = [
    Move(
        "submit", gettext_lazy("Submit for approval"), gettext_lazy("Submitted: another person approves it."), services.submit_correction,
        ["draft"], main=True,
    ),
    Move(
        "execute", gettext_lazy("Post documents"), gettext_lazy("The documents are posted."), services.execute_correction, ["approved"],
        main=True,
    ),
    Move(
        "withdraw", gettext_lazy("Withdraw"), gettext_lazy("The correction is given up."), services.withdraw_correction,
        ["draft", "approved"], ReasonForm,
    ),
]  # fmt: skip


@access("billing.view_corrections")
def correction_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.corrections(who(request)), CorrectionFilter, CorrectionTable)


@access("billing.view_corrections")
def correction_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    found = one(queries.corrections(actor), public_id)
    lines = list(queries.lines_of(found))
    editable = found.state == "draft" and actor.may("billing.edit_correction")
    columns = LINE_COLUMNS if editable else [replace(column, kind="text") if column.kind == "link" else column for column in LINE_COLUMNS]
    return page(
        request,
        "billing/corrections/detail.html",
        title=str(found),
        subject=found,
        crumbs=[(_("Corrections"), reverse("correction_list"))],
        figures=_figures(found, lines),
        facts=_facts(found),
        reasons=(_("Before you post"), _advice(found)),
        moves=offered(MOVES, found, actor, "correction_move"),
        edit_url=reverse("correction_edit", args=[public_id]) if editable else "",
        new_line=reverse("correction_line", args=[public_id, 0]) if editable else "",
        rows=[Row(_shown(found, line), columns) for line in lines],
        headings=[Heading(column, "", "") for column in columns],
        panels="billing.correction",
    )


def _figures(found: Correction, lines: list[Any]) -> list[tuple[str, Any]]:
    """What the lines come to now; of a submitted correction that is what was approved."""
    credited = sum((credit(facts, found.currency) for facts in queries.facts_of(lines)), Decimal(0))
    rebilled = sum((amount(line.rebill_quantity, line.rebill_price, found.currency) for line in lines), Decimal(0))
    named = [(_("Credited, net"), credited), (_("Billed anew, net"), rebilled), (_("Difference"), rebilled - credited)]
    return [(label, Money(value, found.currency)) for label, value in named]


def _facts(found: Correction) -> list[tuple[str, Any]]:
    return [
        (_("Original document"), link_to(found.document)),
        (_("Customer"), link_to(found.customer, found.customer.legal_name)),
        (_("What is issued"), found.get_kind_display()),
        (_("Cause"), found.get_cause_display()),
        (_("Our error"), _("yes") if found.cause in OUR_ERRORS else _("no")),
        (_("Arose in"), found.get_team_display()),
        (_("Explanation"), found.explanation),
        (_("Account of the new invoice"), link_to(found.rebill_account) if found.rebill_account else None),
        (_("Reference on the new invoice"), found.buyer_reference or None),
        (_("Credit note"), link_to(found.credit_note) if found.credit_note else None),
        (_("New document"), link_to(found.rebill) if found.rebill else None),
        (_("Why rejected or withdrawn"), found.reason or None),
        (_("Opened by"), found.created_by),
    ]


def _advice(found: Correction) -> list[str]:
    if found.state == "draft" and found.cause in COPY_MAY_DO:
        return [_("A copy of the invoice with a covering letter may do, if the customer accepts it. Nothing is wrong in its amounts.")]
    return []


def _shown(found: Correction, line: Any) -> Any:
    """The line with what stood there and what will stand there."""
    line.case, line.currency = found.public_id, found.currency
    original = line.original_line
    line.before = _said(original.quantity, original.unit_price) if original else UNKNOWN
    line.after = _said(line.rebill_quantity, line.rebill_price) if line.rebill_quantity else UNKNOWN
    line.credit = credit(queries.facts_of([line])[0], found.currency)
    line.anew = amount(line.rebill_quantity, line.rebill_price, found.currency)
    line.effect = line.anew - line.credit
    return line


def _said(quantity: Decimal, price: Decimal) -> str:
    return f"{number(quantity.normalize(), _places(quantity, 0))} × {number(price.normalize(), _places(price, 2))}"


def _places(value: Decimal, least: int) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(least, -exponent) if isinstance(exponent, int) else least


@access("billing.view_corrections")
def correction_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.corrections(who(request)), public_id), MOVES, move)


@access("billing.open_correction")
def correction_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The correction of a document, from its page."""
    document = one(queries.correctable(who(request)), public_id)
    form = OpenForm(request.POST or None)
    if found := run(form, services.open_correction, document.pk, actor=who(request)):
        return done(request, _("Correction opened. Now say line by line what changes."), to=found)
    crumbs = [(_("Documents"), reverse("document_list")), (document.number, document.get_absolute_url())]
    return _form(request, _("Correct %(document)s") % {"document": document.number}, form, _("Open correction"), document, crumbs)


@access("billing.edit_correction")
def correction_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.corrections(who(request)), public_id)
    names = ("kind", "cause", "team", "explanation", "rebill_account", "buyer_reference", "version")
    initial = {name: getattr(found, name) for name in names}
    form = EditForm(request.POST or None, initial=initial, actor=who(request), correction=found)
    if run(form, services.edit_correction, found.pk, actor=who(request)):
        return done(request, _("Correction saved."), to=found)
    return _form(request, _("Edit %(name)s") % {"name": found}, form, _("Save correction"), found, _crumbs(found))


@access("billing.edit_correction_line")
def correction_line(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """One line; position 0 is a new one."""
    actor = who(request)
    found = one(queries.corrections(actor), public_id)
    line = queries.lines_of(found).filter(position=position).first()
    names = [name for name in LineForm.base_fields if name != "version"]
    initial = {name: _plain(getattr(line, name)) for name in names} if line else {}
    form = LineForm(request.POST or None, initial={**initial, "version": found.version}, actor=actor, document=found.document)
    if run(form, services.edit_correction_line, found.pk, position, actor=actor):
        return done(request, _("Line saved."), to=found)
    title = _("Line %(position)s") % {"position": position} if line else _("New line")
    return _form(request, title, form, _("Save line"), found, _crumbs(found))


def _plain(value: Any) -> Any:
    """12.50000000 is typed as 12.5."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _crumbs(found: Correction) -> list[tuple[str, str]]:
    return [(_("Corrections"), reverse("correction_list")), (str(found), found.get_absolute_url())]


def _form(request: HttpRequest, title: str, form: Any, submit: str, back: Any, crumbs: list[tuple[str, str]]) -> HttpResponse:
    cancel = back.get_absolute_url()
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


@access("billing.view_corrections")
def correction_board(request: HttpRequest) -> HttpResponse:
    """Why documents are corrected, how often invoices are right the first time, and how long a correction takes."""
    actor = who(request)
    since, until = _asked(request, local_today(actor))
    return page(
        request,
        "billing/corrections/board.html",
        title=_("Why documents are corrected"),
        crumbs=[(_("Corrections"), reverse("correction_list"))],
        form=PeriodForm(initial={"since": since, "until": until}),
        reasons=[_reason(row, since, until) for row in queries.reasons(actor, since, until)],
        months=queries.right_first_time(actor, since, until),
        hops=[(label, queries.cycle(actor, since, until)[hop]) for hop, label in _hops()],
        since=since,
        until=last_day(until),
    )


def _hops() -> list[tuple[str, str]]:
    return [("submitted", _("opened to submitted")), ("approved", _("submitted to approved")), ("executed", _("approved to posted"))]


def _asked(request: HttpRequest, today: date) -> tuple[date, date]:
    """The days `[since, until)` of the address; without, the last six months."""
    form = PeriodForm(request.GET)
    if form.is_valid() and form.cleaned_data["since"] < form.cleaned_data["until"]:
        return form.cleaned_data["since"], form.cleaned_data["until"]
    return first_of_month(first_of_month(today) - timedelta(days=155)), today + timedelta(days=1)


def _reason(row: dict[str, Any], since: date, until: date) -> dict[str, Any]:
    query = f"cause={row['cause']}&team={row['team']}&state=executed&executed_from={since}&executed_to={last_day(until)}"
    return {**row, "cause": Cause(row["cause"]).label, "team": Team(row["team"]).label, "url": f"{reverse('correction_list')}?{query}"}


@access("billing.view_corrections")
def customer_corrections(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The corrections of a customer, on its page, with the way to their explanation."""
    customer = one(customers(who(request)), public_id)
    rows = queries.corrections(who(request)).filter(customer=customer)
    columns = CorrectionTable.pick("document__number", "cause", "difference", "executed_at", "state")
    explain = (_("Explain corrections (PDF)"), reverse("customer_corrections_explained", args=[public_id]))
    everything = f"{reverse('correction_list')}?customer={customer.number}"
    return related(
        request, rows, columns, title=_("Corrections"), everything=everything, create=explain if rows.exists() else None,
        nothing=_("Nothing was ever corrected."),
    )  # fmt: skip


@access("billing.view_corrections")
def customer_corrections_explained(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One click: what was corrected for the customer, why, and by what, as a PDF in the customer's language."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    today = local_today(actor)
    since, until = _asked(request, today) if request.GET else (today.replace(month=1, day=1), today + timedelta(days=1))
    file = explanation(customer, since, until, today=today, actor=actor)
    name = f"corrections-{customer.number}-{since}-{last_day(until)}.pdf"
    return HttpResponse(file, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@access("billing.view_corrections")
def document_corrections(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The corrections of a document, and the one that brought it about, on its page."""
    actor = who(request)
    document = one(documents(actor), public_id)
    rows = queries.corrections(actor).filter(Q(document=document) | Q(credit_note=document) | Q(rebill=document))
    columns = CorrectionTable.pick("document__number", "kind", "cause", "difference", "created_at", "state")
    may = document.kind in ("invoice", "debit_note") and actor.may("billing.open_correction")
    new = (_("Correct this document"), reverse("correction_new", args=[public_id])) if may else None
    return related(request, rows, columns, title=_("Corrections"), create=new, nothing=_("Never corrected."))


urlpatterns = [
    path("corrections/", correction_list, name="correction_list"),
    path("corrections/reasons/", correction_board, name="correction_board"),
    path("corrections/<uuid:public_id>/", correction_detail, name="correction_detail"),
    path("corrections/<uuid:public_id>/edit/", correction_edit, name="correction_edit"),
    path("corrections/<uuid:public_id>/lines/<int:position>/", correction_line, name="correction_line"),
    path("corrections/<uuid:public_id>/<slug:move>/", correction_move, name="correction_move"),
    path("documents/<uuid:public_id>/correct/", correction_new, name="correction_new"),
    path("documents/<uuid:public_id>/panels/corrections/", document_corrections, name="document_corrections"),
    path("customers/<uuid:public_id>/panels/corrections/", customer_corrections, name="customer_corrections"),
    path("customers/<uuid:public_id>/corrections.pdf", customer_corrections_explained, name="customer_corrections_explained"),
]

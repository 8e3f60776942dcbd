"""The browser's door to bank files, statements and entries."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements import queries
from o2c.collections.cash.statements.models import BankStatement, StatementLine
from o2c.collections.cash.statements.tables import FileFilter, FileTable, LineFilter, LineTable, StatementFilter, StatementTable
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import list_page, one, page
from o2c.core.pages.display import link_to
from o2c.core.spoken import day


@access(VIEW)
def file_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.files(who(request)), FileFilter, FileTable)


@access(VIEW)
def statement_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.statements(who(request)), StatementFilter, StatementTable)


@access(VIEW)
def line_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.lines(who(request)), LineFilter, LineTable)


@access(VIEW)
def file_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    file = one(queries.files(who(request)), public_id)
    findings = [(found["kind"], file.sentence_of(found)) for found in file.findings]
    return page(
        request,
        "collections/cash/file.html",
        title=file.name,
        subject=file,
        crumbs=[(_("Bank files"), reverse("statement_file_list"))],
        figures=[
            (_("Outcome"), file.get_outcome_display() if file.outcome else file.get_state_display()),
            (_("Entries"), file.entries),
            (_("New entries"), file.new_entries),
        ],
        facts=[
            (_("State"), file.get_state_display()),
            (_("Format"), file.format),
            (_("Our account"), file.account),
            (_("Statements"), file.statements),
            (_("Received by"), file.created_by),
        ],
        findings=findings,
    )


@access(VIEW)
def statement_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.statements(who(request)), public_id)
    return page(
        request,
        "collections/cash/statement.html",
        title=_("Statement %(number)s") % {"number": found.number or found.reference},
        subject=found,
        crumbs=[(_("Bank statements"), reverse("bank_statement_list"))],
        figures=_balances(found),
        facts=[
            (_("Our account"), found.account),
            (_("Kind"), found.get_kind_display()),
            (_("As of"), day(found.closed_on)),
            (_("File"), link_to(found.file)),
            (_("Entries"), found.entries),
            (_("New entries"), found.new_entries),
            (_("Difference accepted"), found.difference_reason),
            (_("Statement missing before it"), found.gap_reason),
        ],
    )


def _balances(found: BankStatement) -> list[tuple[str, object]]:
    amounts = [
        (_("Opening balance"), found.opening), (_("Credits"), found.credits), (_("Debits"), found.debits),
        (_("Closing balance"), found.closing),
    ]  # fmt: skip
    return [(label, Money(value, found.currency)) for label, value in amounts if value is not None]


@access(VIEW)
def line_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    line = one(queries.lines(who(request)), public_id)
    return page(
        request,
        "collections/cash/line.html",
        title=line.payer or _("Bank entry"),
        subject=line,
        crumbs=[(_("Bank entries"), reverse("statement_line_list"))],
        figures=[
            (_("Amount"), Money(line.amount if line.direction == "credit" else -line.amount, line.currency)),
            (_("Booked on"), day(line.booked_on)),
            (_("Value date"), day(line.value_on)),
            (_("State"), line.get_state_display()),
        ],
        facts=_facts(line),
        payments=line.payments if len(line.payments) > 1 else [],
        receipts=[link_to(receipt) for receipt in line.receipts.order_by("part")],
    )


def _facts(line: StatementLine) -> list[tuple[str, object]]:
    return [
        (_("Purpose"), line.purpose),
        (_("Bank's words"), line.text),
        (_("Account of the other side"), line.payer_account),
        (_("End-to-end reference"), line.end_to_end),
        (_("Bank's reference"), line.bank_reference),
        (_("Mandate"), line.mandate),
        (_("Bank's code"), line.kind),
        (_("Return reason"), line.return_code),
        (_("Our account"), line.account),
        (_("Statement"), link_to(line.end_of_day or line.statement)),
        (_("Reason"), line.reason),
        (_("Control account"), line.coded_to),
    ]


urlpatterns = [
    path("bank-files/", file_list, name="statement_file_list"),
    path("bank-files/<uuid:public_id>/", file_detail, name="statement_file"),
    path("bank-statements/", statement_list, name="bank_statement_list"),
    path("bank-statements/<uuid:public_id>/", statement_detail, name="bank_statement"),
    path("bank-entries/", line_list, name="statement_line_list"),
    path("bank-entries/<uuid:public_id>/", line_detail, name="statement_line"),
]

"""The browser's door to bank files, statements and entries."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.ledger.choices import ControlAccount
from o2c.collections.cash.mappings.forms import BeginForm
from o2c.collections.cash.mappings.services import start_mapping
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.receipts.words import why
from o2c.collections.cash.statements import queries, services
from o2c.collections.cash.statements.forms import AnswerForm, UploadForm
from o2c.collections.cash.statements.models import BankStatement, StatementFile, StatementLine
from o2c.collections.cash.statements.tables import FileFilter, FileTable, LineFilter, LineTable, StatementFilter, StatementTable
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.storage import Blob, path_of, store_raw
from o2c.core.money import Money
from o2c.core.pages import act, done, list_page, one, page, run
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


@access("collections.hand_over_file")
def file_upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if taken := run(form, _take, actor=who(request)):
        return done(request, _("Files handed over: %(count)s.") % {"count": len(taken)}, to=reverse("statement_file_list"))
    crumbs, back = [(_("Bank files"), reverse("statement_file_list"))], reverse("statement_file_list")
    return page(request, "layouts/form.html", title=_("Import bank files"), form=form, submit=_("Import"), cancel=back, crumbs=crumbs)


def _take(*, bank_files: "list[UploadedFile[bytes]]", account: OwnBankAccount | None, actor: User) -> list[StatementFile]:
    return [
        services.hand_over_file(store_raw(content, content.name or ""), source="page", account=account, actor=actor)
        for content in bank_files
    ]


@access("collections.answer_file")
def file_answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    file = one(queries.files(who(request), "collections.answer_file"), public_id)
    accounts = queries.own_accounts(who(request), "collections.answer_file")
    form = AnswerForm(request.POST or None, file=file, accounts=accounts)
    if run(form, services.answer_file, file.pk, actor=who(request)):
        services.start_import(file.pk, actor=who(request))
        return done(request, _("Answered: the file is imported now."), to=file)
    crumbs = [(_("Bank files"), reverse("statement_file_list")), (file.name, file.get_absolute_url())]
    asked = [file.sentence_of(found) for found in file.findings if found["kind"] == "ask"]
    return page(
        request, "collections/cash/answer.html", title=_("Questions about %(name)s") % {"name": file.name}, form=form, asked=asked,
        submit=_("Answer and import"), cancel=file.get_absolute_url(), crumbs=crumbs,
    )  # fmt: skip


@access("collections.read_statement_file")
def file_download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The bytes as the bank sent them, always as a download; that somebody took them stands in the trail."""
    file = one(queries.files(who(request), "collections.read_statement_file"), public_id)
    services.read_statement_file(file.pk, actor=who(request))
    content = default_storage.open(path_of(file.stored.sha256))
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


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
        job=file.job if file.job and file.job.is_live else None,
        may_answer=file.state == "asking" and who(request).may("collections.answer_file"),
        may_read=who(request).may("collections.read_statement_file"),
        may_map=_may_be_mapped(file) and who(request).may("collections.start_mapping"),
        may_retry=file.state in ("asking", "refused") and who(request).may("collections.start_import"),
    )


def _may_be_mapped(file: StatementFile) -> bool:
    """Tables that wait or were refused: a mapping may be what they need."""
    return file.state in ("asking", "refused") and file.format in ("CSV", "XLSX")


@access("collections.start_mapping")
def file_map(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A file that is not understood becomes the sample of a new mapping."""
    file = one(queries.files(who(request), "collections.start_mapping"), public_id)
    initial = {"account": file.account.public_id if file.account else None, "name": file.name[:80]}
    form = BeginForm(request.POST or None, initial=initial, actor=who(request))
    blob = Blob(file.stored.sha256, file.stored.size, file.stored.mime, file.name)
    if mapping := run(form, start_mapping, blob=blob, actor=who(request)):
        return done(request, _("Now say what its columns mean."), to=reverse("mapping_edit", args=[mapping.public_id]))
    crumbs = [(_("Bank files"), reverse("statement_file_list")), (file.name, file.get_absolute_url())]
    back, send = file.get_absolute_url(), _("Read the sample")
    return page(request, "layouts/form.html", title=_("Make a mapping of this file"), form=form, submit=send, cancel=back, crumbs=crumbs)


@access("collections.start_import")
def file_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    file = one(queries.files(who(request), "collections.start_import"), public_id)
    return act(request, services.start_import, file.pk, message=_("The file is imported again."), to=file)


@access(VIEW)
def mapping_files(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """On a mapping's page: the files it was made of that still wait."""
    waiting = queries.files(who(request)).filter(stored__in=queries.sample_of(public_id), state__in=["asking", "refused"])
    links = [(file.name, file.get_absolute_url()) for file in waiting[:5]]
    told = [_("The file it was made on is imported.")] if not links else [_("The file it was made on can be imported now:")]
    return render(request, "collections/cash/_ways.html", {"told": told, "links": links})


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
        (_("Reason"), why(line.reason)),
        (_("Control account"), _coded(line)),
    ]


def _coded(line: StatementLine) -> str:
    """What the entry turned out to be, in words."""
    names = {**dict(ControlAccount.choices), "returned": _("returned payment"), "cheques": _("deposit of cheques")}
    return str(names.get(line.coded_to, line.coded_to))


urlpatterns = [
    path("bank-files/", file_list, name="statement_file_list"),
    path("bank-files/import/", file_upload, name="statement_file_upload"),
    path("bank-files/<uuid:public_id>/answer/", file_answer, name="statement_file_answer"),
    path("bank-files/<uuid:public_id>/mapping/", file_map, name="statement_file_map"),
    path("bank-files/<uuid:public_id>/again/", file_retry, name="statement_file_retry"),
    path("bank-mappings/<uuid:public_id>/files/", mapping_files, name="mapping_files"),
    path("bank-files/<uuid:public_id>/raw/", file_download, name="statement_file_raw"),
    path("bank-files/<uuid:public_id>/", file_detail, name="statement_file"),
    path("bank-statements/", statement_list, name="bank_statement_list"),
    path("bank-statements/<uuid:public_id>/", statement_detail, name="bank_statement"),
    path("bank-entries/", line_list, name="statement_line_list"),
    path("bank-entries/<uuid:public_id>/", line_detail, name="statement_line"),
]

"""The browser's door: account numbers, and the journal handed over as CSV and Excel."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.journal_export import exports, queries, services
from o2c.billing.journal_export.filters import ExportFilter, MappingFilter
from o2c.billing.journal_export.forms import ExportForm, MappingForm
from o2c.billing.journal_export.models import JournalExport
from o2c.billing.journal_export.tables import ExportTable, MappingTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.excel.exports import export_list
from o2c.core.excel.write import CONTENT_TYPE
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import moment
from o2c.core.sentences import sentence


@access(queries.VIEW)
def mapping_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.mappings(who(request)), MappingFilter, MappingTable)


@access("billing.propose_mapping")
def mapping_new(request: HttpRequest) -> HttpResponse:
    form = MappingForm(request.POST or None, actor=who(request), initial={"valid_from": local_today(who(request))})
    if run(form, services.propose_mapping, actor=who(request)):
        return done(request, _("Proposed. It holds when another person has approved."), to="mapping_list")
    return _form(request, _("Propose an account number"), form, _("Propose number"), "mapping_list", _("Account numbers"))


@access(queries.VIEW)
def journal_export_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.exports(who(request)), ExportFilter, ExportTable)


@access("billing.export_journal")
def journal_export_new(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.POST or None, actor=who(request))
    if export := run(form, services.export_journal, actor=who(request)):
        return done(request, _("Handed over: fetch it as CSV or Excel."), to=export)
    return _form(request, _("Hand over a month"), form, _("Hand over"), "journal_export_list", _("Journal for finance"))


def _form(request: HttpRequest, title: str, form: Any, submit: str, back: str, crumb: str) -> HttpResponse:
    address = reverse(back)
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=[(crumb, address)])


@access(queries.VIEW)
def journal_export_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    export = one(queries.exports(who(request)), public_id)
    return page(
        request,
        "billing/journal_export/detail.html",
        title=_("Journal %(name)s") % {"name": export},
        subject=export,
        crumbs=[(_("Journal for finance"), reverse("journal_export_list"))],
        figures=[(_("Debits"), Money(export.total, export.currency)), (_("Credits"), Money(export.total, export.currency))],
        facts=[
            (_("Our entity"), export.entity),
            (_("Month"), f"{export.month:%Y-%m}"),
            (_("Entries"), export.entries),
            (_("Lines"), export.lines),
            ("SHA-256", export.sha256),
            (_("Handed over by"), f"{export.created_by}, {moment(export.created_at)}"),
        ],
    )


@access(queries.VIEW)
def journal_export_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponseBase:
    """The same bytes as when it was handed over; refused when the ledger no longer gives them."""
    actor = who(request)
    export = one(queries.exports(actor), public_id)
    if exports.digest(export) != export.sha256:
        messages.error(request, sentence("export_differs", {"export": export}))
        return redirect(export)
    export_list(f"journal {export}", filters=kind, rows=export.lines, actor=actor)
    name = f"journal-{export.entity.code}-{export.month:%Y-%m}-{export.pk}.{kind}"
    if kind == "xlsx":
        return FileResponse(exports.excel(export, str(actor)), as_attachment=True, filename=name, content_type=CONTENT_TYPE)
    return _csv(export, name)


def _csv(export: JournalExport, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(exports.lines(export), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


urlpatterns = [
    path("account-numbers/", mapping_list, name="mapping_list"),
    path("account-numbers/new/", mapping_new, name="mapping_new"),
    path("journal-exports/", journal_export_list, name="journal_export_list"),
    path("journal-exports/new/", journal_export_new, name="journal_export_new"),
    path("journal-exports/<uuid:public_id>/", journal_export_detail, name="journal_export_detail"),
    path("journal-exports/<uuid:public_id>/csv/", journal_export_file, {"kind": "csv"}, name="journal_export_csv"),
    path("journal-exports/<uuid:public_id>/xlsx/", journal_export_file, {"kind": "xlsx"}, name="journal_export_xlsx"),
]

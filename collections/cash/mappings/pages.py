"""The browser's door to mappings: make one on a sample file and see at once what it makes of it."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.collections.cash.mappings import queries, services
from o2c.collections.cash.mappings.forms import LABELS, MappingForm, SampleForm
from o2c.collections.cash.mappings.models import StatementMapping
from o2c.collections.cash.mappings.tables import MappingFilter, MappingTable
from o2c.collections.cash.readers.shapes import Unreadable
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.files.storage import store_raw
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.sentences import explain, sentence

RETIRE = Move(
    "retire", gettext_lazy("No longer use"), gettext_lazy("No file is read by it any more."), services.retire_mapping,
    ["draft", "active"], ReasonForm,
)  # fmt: skip


@access(VIEW)
def mapping_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.mappings(who(request)), MappingFilter, MappingTable)


@access("collections.start_mapping")
def mapping_new(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST or None, request.FILES or None, actor=who(request))
    if mapping := run(form, _start, actor=who(request)):
        return done(request, _("Now say what its columns mean."), to=reverse("mapping_edit", args=[mapping.public_id]))
    return page(
        request, "layouts/form.html", title=_("New mapping"), form=form, submit=_("Read the sample"), cancel=reverse("mapping_list"),
        crumbs=_crumbs(),
    )  # fmt: skip


def _start(*, account: OwnBankAccount, name: str, sample: "UploadedFile[bytes]", actor: User) -> StatementMapping:
    return services.start_mapping(account, store_raw(sample, sample.name or ""), name=name, actor=actor)


def _crumbs(mapping: StatementMapping | None = None) -> list[tuple[str, str]]:
    return [(_("Mappings of tables"), reverse("mapping_list")), *([(mapping.name, mapping.get_absolute_url())] if mapping else [])]


@access("collections.save_mapping")
def mapping_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form beside what it makes of the sample; “show” understands it anew without saving."""
    mapping = one(queries.mappings(who(request), "collections.save_mapping").exclude(state="retired"), public_id)
    shown, only_shows = request.POST or None, "show" in request.POST
    try:
        rows = queries.rows_of(mapping, request.POST.get("charset", mapping.charset), request.POST.get("separator", mapping.separator))
    except (Unreadable, LookupError):
        rows = queries.rows_of(mapping, "", "")
    form = MappingForm(shown, mapping=mapping, rows=rows)
    if saved := None if only_shows else run(form, services.save_mapping, mapping.pk, actor=who(request)):
        return done(request, _("Saved: tables with these headings are read so from now on."), to=saved)
    refusal = _described(mapping, form) if shown and form.is_valid() else ""
    return page(
        request, "collections/cash/mapping_edit.html", title=_("Columns of %(name)s") % {"name": mapping.name}, form=form,
        cancel=mapping.get_absolute_url(), crumbs=_crumbs(mapping), rows=rows[:6], refusal=refusal,
        understood=None if refusal or not mapping.columns else shown_reading(mapping),
    )  # fmt: skip


def _described(mapping: StatementMapping, form: MappingForm) -> str:
    """Put what is typed on the mapping, without saving; the sentence of what is missing."""
    try:
        services.described(mapping, form.arguments())
    except BusinessError as refusal:
        return explain(refusal)
    return ""


def shown_reading(mapping: StatementMapping) -> dict[str, Any]:
    """What the mapping makes of its sample, as the template shows it."""
    found = queries.reading(mapping)
    remarks = [sentence(f"bank_file_{remark.code}", remark.values) for remark in found.remarks if remark.code != "mapping_used"]
    return {
        "first": [(entry, entry.transactions[0]) for entry in found.first],
        "currency": mapping.account.currency,
        "statement": found.statement,
        "remarks": [*([sentence(f"bank_file_{found.refusal.code}", found.refusal.values)] if found.refusal else []), *remarks],
        "is_usable": found.is_usable,
    }


@access(VIEW)
def mapping_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    mapping = one(queries.mappings(who(request)), public_id)
    may_edit = mapping.state != "retired" and who(request).may("collections.save_mapping")
    columns = sorted(mapping.columns.items(), key=lambda found: found[1])
    return page(
        request, "collections/cash/mapping.html", title=mapping.name, subject=mapping, crumbs=_crumbs(),
        figures=[(_("Our account"), mapping.account)],
        facts=[
            (_("Sample file"), mapping.sample_name),
            (_("Rows before the first entry"), mapping.skip),
            *[(LABELS[meaning], _heading(mapping, place)) for meaning, place in columns if meaning in LABELS],
            (_("Dates"), mapping.get_dates_display() or _("found by looking")),
            (_("Decimal sign"), mapping.get_decimals_display() or _("found by looking")),
            (_("Separator"), mapping.get_separator_display() or _("found by looking")),
            (_("Characters"), mapping.get_charset_display() or _("found by looking")),
            (_("Made by"), mapping.created_by),
        ],
        moves=offered([RETIRE], mapping, who(request), "mapping_move"),
        edit_url=reverse("mapping_edit", args=[mapping.public_id]) if may_edit else "",
        understood=shown_reading(mapping) if mapping.columns else None,
    )  # fmt: skip


def _heading(mapping: StatementMapping, place: int) -> str:
    heading = mapping.header[place] if place < len(mapping.header) else ""
    return _("column %(number)s") % {"number": place + 1} + (f" · {heading}" if heading else "")


@access(VIEW)
def mapping_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.mappings(who(request)), public_id), [RETIRE], move)


urlpatterns = [
    path("bank-mappings/", mapping_list, name="mapping_list"),
    path("bank-mappings/new/", mapping_new, name="mapping_new"),
    path("bank-mappings/<uuid:public_id>/", mapping_detail, name="mapping"),
    path("bank-mappings/<uuid:public_id>/columns/", mapping_edit, name="mapping_edit"),
    path("bank-mappings/<uuid:public_id>/do/<slug:move>/", mapping_move, name="mapping_move"),
]

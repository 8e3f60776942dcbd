"""An Excel sheet in: upload, look at what it would change, then let it change it. The same for every room."""

import hashlib
from typing import IO, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from o2c.core.errors import BusinessError
from o2c.core.excel.imports import Planned, SheetImport, carry_out, plan
from o2c.core.excel.read import read_sheet
from o2c.core.findings import Finding
from o2c.core.pages.answers import page
from o2c.core.pages.forms import Form
from o2c.core.sentences import explain, sentence
from o2c.core.spoken import spoken

SALT = "o2c.import"
AN_HOUR = 3600
FOLDER = "imports"


class SheetForm(Form):
    file = forms.FileField(label=_("Excel file (.xlsx)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))
    validates_on_blur = False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(sentence("upload_too_large", {"most": settings.UPLOAD_LIMIT // 1024**2}))
        return file


def import_page(request: HttpRequest, sheet: SheetImport, *, to: str) -> HttpResponse:
    """Answer the three steps of one kind of sheet; `to` is where it leads when done (a URL name)."""
    if "agreed" in request.POST:
        return _carry_out(request, sheet, to)
    form = SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": sheet.title, "sheet": sheet, "cancel": resolve_url(to)}
    if form.is_bound and form.is_valid():
        try:
            planned, findings = _planned(form.cleaned_data["file"], sheet, request.user)
            context.update(rows=[_shown(sheet, row) for row in planned], findings=[_told(each) for each in findings])
            context["agreed"] = _keep(form.cleaned_data["file"], sheet) if planned else ""
        except BusinessError as refusal:
            form.add_error("file", explain(refusal))
    return page(request, "core/pages/import.html", form=form, **context)


def _planned(file: IO[bytes], sheet: SheetImport, actor: Any) -> tuple[list[Planned], list[Finding]]:
    rows, findings = read_sheet(file, sheet.columns, most_rows=sheet.most_rows)
    planned, refused = plan(sheet, rows, actor)
    return planned, sorted([*findings, *refused], key=lambda finding: finding.row)


def _keep(file: Any, sheet: SheetImport) -> str:
    """The file under its own hash until the user has looked; the answer names it so that nobody can name another."""
    file.seek(0)
    content = file.read()
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.xlsx"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return signing.dumps({"sheet": sheet.code, "file": name}, salt=SALT)


def _carry_out(request: HttpRequest, sheet: SheetImport, to: str) -> HttpResponse:
    try:
        agreed = signing.loads(request.POST["agreed"], salt=SALT, max_age=AN_HOUR)
        with default_storage.open(agreed["file"]) as file:
            planned, findings = _planned(file, sheet, request.user)
    except (signing.BadSignature, FileNotFoundError):
        messages.error(request, sentence("import_expired"))
        return redirect(request.path)
    written, refused = carry_out(sheet, planned, request.user)
    default_storage.delete(agreed["file"])
    messages.success(request, ngettext("%(count)s row written.", "%(count)s rows written.", written) % {"count": written})
    for finding in [*findings, *refused][:20]:
        messages.error(request, _("Row %(row)s: %(why)s") % {"row": finding.row, "why": _told(finding)["why"]})
    return redirect(to)


def _shown(sheet: SheetImport, row: Planned) -> dict[str, Any]:
    columns = {column.name: column for column in sheet.columns}

    def said(name: str, value: Any) -> str:
        return spoken(columns[name].said(value) if name in columns else value)

    changes = [
        (columns[name].label if name in columns else name, said(name, row.before.get(name, "")), said(name, value))
        for name, value in row.after.items()
    ]
    return {"row": row.row, "label": row.label, "is_new": row.pk is None, "changes": changes}


def _told(finding: Finding) -> dict[str, Any]:
    return {"row": finding.row, "field": finding.field, "value": finding.value, "why": sentence(finding.code, finding.values)}

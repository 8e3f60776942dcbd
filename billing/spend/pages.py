"""The browser's door to spend: the list and the upload."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.spend import queries
from o2c.billing.spend.filters import SpendFilter
from o2c.billing.spend.forms import SpendFileForm
from o2c.billing.spend.imports import import_file
from o2c.billing.spend.merging import Taken
from o2c.billing.spend.tables import SpendTable
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.pages import list_page, page, run
from o2c.core.sentences import sentence

SHOWN = 100


@access("billing.view_spend")
def spend_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.spend(who(request)), SpendFilter, SpendTable)


@access("billing.import_spend")
def spend_import(request: HttpRequest) -> HttpResponse:
    form = SpendFileForm(request.POST or None, request.FILES or None)
    crumbs = [(_("Spend"), reverse("spend_list"))]
    if taken := run(form, _take, actor=who(request)):
        findings: list[dict[str, Any]] = [{"found": found, "why": sentence(found.code, found.values)} for found in taken.findings[:SHOWN]]
        facts = [(_("New records"), taken.added), (_("Already there"), taken.known), (_("Rows not used"), taken.wrong)]
        return page(request, "billing/spend/imported.html", title=_("Spend imported"), facts=facts, findings=findings, crumbs=crumbs)
    return page(
        request, "layouts/form.html", title=_("Import spend"), form=form, submit=_("Import"), cancel=reverse("spend_list"), crumbs=crumbs
    )


def _take(*, source: str, file: "UploadedFile[bytes]", actor: User) -> Taken:
    """The upload as a file of its own, so that it can be read twice."""
    with NamedTemporaryFile(suffix=".csv") as copy:
        for part in file.chunks():
            copy.write(part)
        copy.flush()
        return import_file(Path(copy.name), source=source, actor=actor)


urlpatterns = [
    path("spend/", spend_list, name="spend_list"),
    path("spend/import/", spend_import, name="spend_import"),
]

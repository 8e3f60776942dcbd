"""Rates: the list, a file to load, and the correction of a wrong one."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access.models import User
from o2c.core.doors import Request, access
from o2c.core.entities import queries, services
from o2c.core.entities.filters import RateFilter
from o2c.core.entities.forms import CorrectRateForm, RateFileForm
from o2c.core.entities.imports import import_rates
from o2c.core.entities.tables import RateTable
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.sentences import sentence

SHOWN = 100


@access("core.view_entities")
def rate_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.rates(), RateFilter, RateTable)


@access("core.load_rates")
def rates_load(request: Request) -> HttpResponse:
    """Load a file; what could not be used is shown row by row."""
    form = RateFileForm(request.POST or None, request.FILES or None)
    loaded = run(form, _load, actor=request.user)
    if loaded and not loaded.findings:
        return done(request, _("%(added)s rates added, %(known)s already known.") % _counts(loaded), to="rate_list")
    findings = [(bad.line, bad.text, sentence(bad.why, dict(bad.values))) for bad in loaded.findings[:SHOWN]] if loaded else []
    counts = _counts(loaded) if loaded else {}
    return page(
        request,
        "core/entities/load_rates.html",
        form=form,
        title=_("Load rates"),
        submit=_("Load file"),
        cancel=reverse("rate_list"),
        findings=findings,
        **counts,
    )


def _load(*, file: "UploadedFile[bytes]", source: str, actor: User) -> services.Loaded:
    return import_rates(file.read(), source=source or file.name or "", actor=actor)


def _counts(loaded: services.Loaded) -> dict[str, int]:
    return {"added": loaded.added, "known": loaded.known, "unused": len(loaded.findings)}


@access("core.correct_rate")
def rate_correct(request: Request, public_id: UUID) -> HttpResponse:
    rate = one(queries.rates(), public_id)
    form = CorrectRateForm(request.POST or None, initial={"value": rate.value.normalize()})
    if run(form, services.correct_rate, rate.pk, actor=request.user):
        return done(request, _("Rate corrected. What was booked with the old one keeps it."), to="rate_list")
    return page(request, "layouts/form.html", form=form, title=_("Correct %(rate)s") % {"rate": rate}, cancel=reverse("rate_list"))


urlpatterns = [
    path("rates/", rate_list, name="rate_list"),
    path("rates/load/", rates_load, name="rates_load"),
    path("rates/<uuid:public_id>/correct/", rate_correct, name="rate_correct"),
]

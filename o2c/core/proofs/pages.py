"""Red or green: the latest result of every proof, and the rows behind a red one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.clock import local_today
from o2c.core.doors import Request, access
from o2c.core.pages import act, list_page, one, page
from o2c.core.pages.related import related
from o2c.core.proofs import queries, services
from o2c.core.proofs.filters import ProofFilter
from o2c.core.proofs.models import ControlResult, ProofState
from o2c.core.proofs.tables import ProofTable, title_of
from o2c.core.sentences import sentence


@access("core.view_proofs")
def proof_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.latest_results(), ProofFilter, ProofTable)


@access("core.view_proofs")
def home_proofs(request: Request) -> HttpResponse:
    """What the last night could not prove, on the start page."""
    rows, columns = queries.latest_results().filter(state=ProofState.RED), ProofTable.pick("code", "bad_count", "day")
    everything, nothing = f"{reverse('proof_list')}?state=red", _("Every proof of the last night is green.")
    return related(request, rows, columns, title=_("Red proofs"), everything=everything, nothing=nothing)


@dataclass(frozen=True, slots=True)
class BadRow:
    """One bad row in words."""

    label: str
    why: str
    url: str


@access("core.view_proofs")
def proof_detail(request: Request, public_id: UUID) -> HttpResponse:
    """One result with its bad rows, and how the same proof went before."""
    result = one(ControlResult.objects.all(), public_id)
    return page(
        request,
        "core/proofs/detail.html",
        title=title_of(result),
        subject=result,
        result=result,
        bad_rows=[_in_words(row) for row in result.bad_rows],
        earlier=queries.results(result.code).exclude(pk=result.pk)[:30],
        crumbs=[(_("Proofs"), reverse("proof_list"))],
    )


def _in_words(row: dict[str, Any]) -> BadRow:
    return BadRow(row["label"], sentence(row["why"], row["values"]), row["url"])


@access("core.run_proof")
def proof_run(request: Request, public_id: UUID) -> HttpResponse:
    """Prove it again now, as of today."""
    result = one(ControlResult.objects.all(), public_id)
    message, back = _("The proof ran again."), reverse("proof_list")
    return act(request, services.run_proof, result.code, local_today(request.user), message=message, to=back)


urlpatterns = [
    path("proofs/", proof_list, name="proof_list"),
    path("home/proofs/", home_proofs, name="home_proofs"),
    path("proofs/<uuid:public_id>/", proof_detail, name="proof_detail"),
    path("proofs/<uuid:public_id>/run/", proof_run, name="proof_run"),
]

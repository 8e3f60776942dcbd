"""The runs: list, begin one, its figures and moves."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.invoicing import queries, services
from o2c.billing.invoicing.filters import REASONS, BillingRunFilter
from o2c.billing.invoicing.forms import RunForm
from o2c.billing.invoicing.models import BillingRun, Result
from o2c.billing.invoicing.tables import BillingRunTable
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.dates import add_months
from o2c.core.doors import access, who
from o2c.core.jobs.models import Job
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.spoken import spoken

MOVES = [
    Move(
        "submit", gettext_lazy("Ask for approval"), gettext_lazy("Approval asked for."), services.submit_run, ["proposed"], ReasonForm,
        main=True,
    ),
    Move(
        "repropose", gettext_lazy("Propose again"), gettext_lazy("The proposal is being made anew."), services.repropose_run, ["proposed"]
    ),
    Move("continue", gettext_lazy("Continue"), gettext_lazy("Taken up again."), services.continue_run, ["draft", "approved", "posting"]),
    Move("discard", gettext_lazy("Discard"), gettext_lazy("Run discarded."), services.discard_run, ["draft", "proposed"], ReasonForm),
    Move("cancel", gettext_lazy("Cancel"), gettext_lazy("Run cancelled."), services.cancel_run, ["approved"], ReasonForm),
]  # fmt: skip
PARTS = [
    ("billed", ["bill", "billed"]), ("held", ["held"]), ("excepted", ["excepted"]), ("test", ["test"]), ("unbilled", ["unbilled"]),
]  # fmt: skip


@access("billing.view_billing_runs")
def billing_run_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.runs(who(request)), BillingRunFilter, BillingRunTable)


@access("billing.open_billing_run")
def billing_run_new(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    form = RunForm(request.POST or None, actor=actor, initial={"month": add_months(local_today(actor), -1)})
    if made := run(form, services.open_billing_run, actor=actor):
        return done(request, _("The run is open, its proposal is being made."), to=made)
    cancel, crumbs = reverse("billing_run_list"), [(_("Billing runs"), reverse("billing_run_list"))]
    return page(request, "layouts/form.html", title=_("New billing run"), form=form, submit=_("Open run"), cancel=cancel, crumbs=crumbs)


@access("billing.view_billing_runs")
def billing_run_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One run; while a job works on it, the progress asks for itself each second."""
    actor = who(request)
    found = one(queries.runs(actor), public_id)
    job = Job.objects.filter(kind__in=[services.PROPOSING, services.POSTING], key=str(found.pk)).select_related("requested_by").last()
    working: dict[str, Any] = {"job": job, "done": job is None or not job.is_live, "url": found.get_absolute_url()}
    if job and request.headers.get("HX-Target") == f"job-{job.public_id}":
        answer = render(request, "components/job.html", working)
        if not job.is_live:
            answer["HX-Refresh"] = "true"
        return answer
    moves = [move for move in offered(MOVES, found, actor, "billing_run_move") if not (job and job.is_live)]
    waiting = ApprovalRequest.objects.filter(kind=services.APPROVAL, subject_id=found.pk, state="pending").first()
    return page(
        request,
        "billing/invoicing/run.html",
        title=_("Billing run %(run)s") % {"run": found},
        subject=found,
        crumbs=[(_("Billing runs"), reverse("billing_run_list"))],
        figures=[
            (_("To be issued"), found.documents_ready), (_("Issued"), found.documents_posted), (_("Held"), found.documents_held),
        ],
        currencies=_currencies(found),
        reasons=_reasons(found),
        moves=moves,
        waiting=link_to(waiting, _("Waiting for approval")) if waiting else "",
        documents=f"{reverse('run_document_list')}?{urlencode({'run': found.public_id})}",
        **working,
    )  # fmt: skip


def _items(found: BillingRun, **narrowed: Any) -> str:
    return f"{reverse('run_item_list')}?{urlencode({'run': found.public_id, **narrowed}, doseq=True)}"


def _currencies(found: BillingRun) -> list[dict[str, Any]]:
    """Per currency all the spend there is and what became of it, each figure with the rows it is made of."""
    return [
        {
            "currency": currency,
            "all": _figure(parts["all"], currency, _items(found, currency=currency)),
            "parts": [_figure(parts[name], currency, _items(found, currency=currency, result=results)) for name, results in PARTS],
        }
        for currency, parts in sorted(found.figures.items())
    ]


def _figure(amount: Any, currency: str, url: str) -> tuple[str, str]:
    return spoken(Money(Decimal(amount), currency)), url


def _reasons(found: BillingRun) -> list[dict[str, Any]]:
    """What is not billed, by reason, the largest first."""
    rows = found.items.exclude(result__in=[Result.BILL, Result.BILLED]).values("reason", "currency", "result", "exception__control")
    return [
        {
            "reason": _reason(row["reason"], row["exception__control"]),
            "result": Result(row["result"]).label,
            "campaigns": row["campaigns"],
            "amount": spoken(Money(row["amount"], row["currency"])),
            "url": _items(
                found, reason=row["reason"], result=row["result"], currency=row["currency"], control=row["exception__control"] or ""
            ),
        }
        for row in rows.annotate(campaigns=Count("campaign", distinct=True), amount=Sum("amount")).order_by("-amount", "reason", "currency")
    ]


def _reason(reason: str, control: str | None) -> str:
    """Which control stands against it, or what else."""
    if reason == "run_exception" and control in CONTROLS:
        return f"{control} {CONTROLS[control].title}"
    return str(dict(REASONS).get(reason, reason))


@access("billing.view_billing_runs")
def billing_run_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.runs(who(request)), public_id), MOVES, move)


urlpatterns = [
    path("billing-runs/", billing_run_list, name="billing_run_list"),
    path("billing-runs/new/", billing_run_new, name="billing_run_new"),
    path("billing-runs/<uuid:public_id>/", billing_run_detail, name="billing_run_detail"),
    path("billing-runs/<uuid:public_id>/<slug:move>/", billing_run_move, name="billing_run_move"),
]

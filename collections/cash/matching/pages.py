"""The browser's door to matching: the queue with its panel, the lists around it, and what was learned."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.collections.cash.matching import queries, services, shown
from o2c.collections.cash.matching.forms import MatchForm, ReasonForm, SplitForm, TransferForm, UndoForm
from o2c.collections.cash.matching.models import MatchProposal, ProposalState
from o2c.collections.cash.matching.tables import (
    ApplicationFilter,
    ApplicationTable,
    CreditFilter,
    CreditTable,
    DeductionFilter,
    DeductionTable,
    MemoryFilter,
    MemoryTable,
    QueueFilter,
    QueueTable,
    UnidentifiedFilter,
    UnidentifiedTable,
)
from o2c.collections.cash.receipts.models import ReceiptState
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import Form, act, done, list_page, one, page, run
from o2c.core.pages.related import related

APPLY = "collections.apply_receipt"


@access(VIEW)
def match_queue(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.open_proposals(who(request)), QueueFilter, QueueTable, template="collections/cash/matching.html")


def _shown(request: HttpRequest, proposal: MatchProposal, data: Any = None) -> dict[str, Any]:
    actor, words = who(request), request.GET.get("q", "").strip()
    found = shown.candidates(actor, proposal, words)
    form = MatchForm(data, candidates=found, accounts=queries.bookable_accounts(actor, proposal.receipt), account=proposal.account)
    proposed = [one.share for one in found if one.share]
    return {
        "proposal": proposal,
        "receipt": proposal.receipt,
        "reasons": shown.reasons(proposal),
        "form": form,
        "words": words,
        "sum": shown.sum_of(proposal, proposed),
        "waits": proposal.state == ProposalState.OPEN,
        "decides": actor.may(APPLY),
        "accepts": actor.may("collections.confirm_match") and proposal.account_id is not None,
    }


@access(VIEW)
def match_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = one(queries.proposals(who(request)), public_id)
    return render(request, "collections/cash/_match.html", _shown(request, proposal))


@access(VIEW)
def match_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = one(queries.proposals(who(request)), public_id)
    return _page(request, proposal, _shown(request, proposal))


def _page(request: HttpRequest, proposal: MatchProposal, context: dict[str, Any]) -> HttpResponse:
    crumbs = [(_("Matching"), reverse("match_queue"))]
    return page(request, "collections/cash/match.html", title=proposal.receipt.payer or _("unnamed"), crumbs=crumbs, **context)


def _next(request: HttpRequest, proposal: MatchProposal) -> str:
    """The queue, at the row that comes after this one."""
    after = queries.open_proposals(who(request)).exclude(pk=proposal.pk).values_list("public_id", flat=True)
    found = after.filter(score__lte=proposal.score).first() or after.first()
    return reverse("match_queue") + (f"#row-{found}" if found else "")


@access("collections.confirm_match")
def match_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = one(queries.proposals(who(request)), public_id)
    return act(request, services.confirm_match, proposal.pk, message=_("Booked as proposed."), to=_next(request, proposal))


@access(APPLY)
def match_apply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = one(queries.proposals(who(request), APPLY), public_id)
    context = _shown(request, proposal, request.POST or None)
    if run(context["form"], services.apply_receipt, proposal.receipt_id, actor=who(request)):
        return done(request, _("Booked as you said."), to=_next(request, proposal))
    context["sum"] = shown.sum_of(proposal, context["form"].shares())
    return _page(request, proposal, context)


@access(APPLY)
def match_difference(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the typed amounts come to, while they are typed."""
    proposal = one(queries.proposals(who(request), APPLY), public_id)
    form = _shown(request, proposal, request.POST)["form"]
    form.is_valid()
    return render(request, "collections/cash/_difference.html", {"sum": shown.sum_of(proposal, form.shares())})


@access("collections.park_receipt")
def receipt_park(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.within_reach(who(request), "collections.park_receipt"), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, services.park_receipt, receipt.pk, actor=who(request)):
        return done(request, _("Parked."), to="match_queue")
    return _asked(request, _("Park the receipt"), form, receipt.get_absolute_url())


@access("collections.resume_receipt")
def receipt_resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.within_reach(who(request), "collections.resume_receipt"), public_id)
    form = Form(request.POST if request.method == "POST" else None)
    if run(form, services.resume_receipt, receipt.pk, actor=who(request)):
        return done(request, _("Back in the queue."), to=receipt)
    return _asked(request, _("Take the receipt back into the queue"), form, receipt.get_absolute_url())


@access("collections.split_receipt")
def receipt_split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.within_reach(who(request), "collections.split_receipt"), public_id)
    form = SplitForm(request.POST or None, initial={"currency": receipt.currency})
    if run(form, services.split_receipt, receipt.pk, actor=who(request)):
        return done(request, _("Split: each part is decided on its own."), to="match_queue")
    return _asked(request, _("Split the receipt"), form, receipt.get_absolute_url())


@access("collections.ask_to_ignore")
def line_ignore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    receipt = one(queries.within_reach(who(request), "collections.ask_to_ignore").filter(line__isnull=False), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, services.ask_to_ignore, receipt.line_id, actor=who(request)):
        return done(request, _("A second person is asked."), to=receipt)
    return _asked(request, _("Leave the bank entry alone for good"), form, receipt.get_absolute_url())


@access(VIEW)
def application_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.applications(who(request)), ApplicationFilter, ApplicationTable)


@access("collections.unallocate_receipt")
def application_undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = one(queries.applications(who(request), "collections.unallocate_receipt"), public_id)
    form = UndoForm(request.POST or None, initial={"on": local_today(application.entity)})
    if run(form, services.unallocate_receipt, application.pk, actor=who(request)):
        return done(request, _("Taken back: everything is open as before."), to=application.receipt)
    return _asked(request, _("Take the application back"), form, reverse("application_list"))


@access(VIEW)
def receipt_decisions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was decided on a receipt, and the way to decide."""
    receipt = one(queries.within_reach(who(request)), public_id)
    waits = queries.open_proposals(who(request)).filter(receipt=receipt).first()
    decide = (_("Match"), waits.get_absolute_url()) if waits else None
    resume = (_("Back in the queue"), reverse("receipt_resume", args=[receipt.public_id])) if receipt.state == ReceiptState.PARKED else None
    rows = queries.applications(who(request)).filter(receipt=receipt)
    columns = ApplicationTable.pick("applied", "by_rule", "created_at", "undone_on", "undo")
    return related(request, rows, columns, title=_("Decisions"), create=decide or resume, nothing=_("Nobody decided on it yet."))


@access(VIEW)
def unidentified_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.unidentified(who(request)), UnidentifiedFilter, UnidentifiedTable)


@access(VIEW)
def credit_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.free_credits(who(request)), CreditFilter, CreditTable)


@access("collections.transfer_credit")
def credit_transfer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    credit = one(queries.free_credits(who(request), "collections.transfer_credit"), public_id)
    form = TransferForm(request.POST or None, initial={"on": local_today(credit.entity), "amount": credit.open_amount})
    if run(form, services.transfer_credit, credit.pk, actor=who(request)):
        return done(request, _("Transferred."), to="credit_list")
    return _asked(request, _("Transfer the credit"), form, reverse("credit_list"))


@access(VIEW)
def deduction_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.deductions(who(request)), DeductionFilter, DeductionTable)


@access(VIEW)
def payer_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.memories(who(request)), MemoryFilter, MemoryTable)


@access("collections.forget_payer")
def payer_forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    memory = one(queries.memories(who(request), "collections.forget_payer"), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, services.forget_payer, memory.pk, actor=who(request)):
        return done(request, _("Forgotten."), to="payer_list")
    return _asked(request, _("Forget the payer"), form, reverse("payer_list"))


def _asked(request: HttpRequest, title: str, form: Any, back: str) -> HttpResponse:
    return page(request, "layouts/form.html", title=title, form=form, cancel=back, crumbs=[(_("Matching"), reverse("match_queue"))])


urlpatterns = [
    path("matching/", match_queue, name="match_queue"),
    path("matching/<uuid:public_id>/", match_detail, name="match_detail"),
    path("matching/<uuid:public_id>/panel/", match_panel, name="match_panel"),
    path("matching/<uuid:public_id>/confirm/", match_confirm, name="match_confirm"),
    path("matching/<uuid:public_id>/apply/", match_apply, name="match_apply"),
    path("matching/<uuid:public_id>/difference/", match_difference, name="match_difference"),
    path("receipts/<uuid:public_id>/park/", receipt_park, name="receipt_park"),
    path("receipts/<uuid:public_id>/resume/", receipt_resume, name="receipt_resume"),
    path("receipts/<uuid:public_id>/split/", receipt_split, name="receipt_split"),
    path("receipts/<uuid:public_id>/ignore/", line_ignore, name="line_ignore"),
    path("receipts/<uuid:public_id>/decisions/", receipt_decisions, name="receipt_decisions"),
    path("applied/", application_list, name="application_list"),
    path("applied/<uuid:public_id>/undo/", application_undo, name="application_undo"),
    path("unidentified/", unidentified_list, name="unidentified_list"),
    path("free-credits/", credit_list, name="credit_list"),
    path("free-credits/<uuid:public_id>/transfer/", credit_transfer, name="credit_transfer"),
    path("deductions/", deduction_list, name="deduction_list"),
    path("payers/", payer_list, name="payer_list"),
    path("payers/<uuid:public_id>/forget/", payer_forget, name="payer_forget"),
]

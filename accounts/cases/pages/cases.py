"""Cases: list, board, detail with everything that was said, new, moves, and the customer's panel."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.cases import queries
from o2c.accounts.cases.forms import CaseForm, ContactForm, LiftForm, OutcomeForm, TriageForm
from o2c.accounts.cases.models import Category
from o2c.accounts.cases.services import cases, talking
from o2c.accounts.cases.tables import CaseFilter, CaseTable
from o2c.accounts.customers.queries import customers
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import amount, link_to, moment, number, percent
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related

WORKING = ["triaged", "in_progress"]
OPEN = ["new", "triaged", "returned", "in_progress", "waiting_customer", "reopened"]
MOVES = [
    Move("triage", gettext_lazy("Triage"), gettext_lazy("Triaged."), cases.triage_case, ["new", "returned"], TriageForm, main=True),
    Move("start", gettext_lazy("Start work"), gettext_lazy("It is on your desk."), cases.start_case, ["triaged", "reopened"], main=True),
    Move("contact", gettext_lazy("Note a contact"), gettext_lazy("Noted."), talking.note_contact, OPEN, ContactForm),
    Move(
        "resolve", gettext_lazy("Resolve"), gettext_lazy("Resolved."), cases.resolve_case, ["in_progress", "waiting_customer"], OutcomeForm
    ),
    Move("lift", gettext_lazy("To the second level"), gettext_lazy("Lifted."), cases.lift_case, ["triaged", "in_progress"], LiftForm),
    Move("return", gettext_lazy("Not for us"), gettext_lazy("Returned to triage."), cases.return_case, WORKING, ReasonForm),
    Move("close", gettext_lazy("Close"), gettext_lazy("Closed."), cases.close_case, ["resolved"], main=True),
    Move("reopen", gettext_lazy("Reopen"), gettext_lazy("It is open again."), cases.reopen_case, ["resolved", "closed"], ReasonForm),
]


@access("accounts.view_cases")
def case_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.cases(who(request)), CaseFilter, CaseTable)


@access("accounts.view_cases")
def case_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    case = one(queries.cases(actor), public_id)
    links = [("answer", _("Answer the customer"), "accounts.answer_case"), ("request", _("Ask for a change"), "accounts.file_from_case")]
    if case.kind == "claim" and case.granted_at is None:
        links.append(("judge", _("Judge claim"), "accounts.judge_claim"))
    acts = [(label, reverse(f"case_{code}", args=[public_id])) for code, label, right in links if actor.may(right) and case.state in OPEN]
    return page(
        request,
        "accounts/cases/detail.html",
        title=str(case),
        subject=case,
        crumbs=[(_("Cases"), reverse("case_list"))],
        figures=[(_("Due"), moment(case.due_at) if case.due_at else _("clock rests"))] if case.state in OPEN else [],
        facts=_facts(case),
        claim=_claim(case) if case.kind == "claim" else [],
        thread=queries.messages(case),
        filed=case.requests.order_by("pk"),
        acts=acts,
        moves=offered([move for move in MOVES if move.code != "lift" or case.level == 1], case, actor, "case_move"),
    )


def _facts(case: Any) -> list[tuple[str, Any]]:
    return [
        (_("Kind"), case.get_kind_display()),
        (_("Customer"), link_to(case.customer, case.customer.legal_name)),
        (_("Our entity"), case.entity),
        (_("Channel"), case.get_channel_display()),
        (_("Who turned to us"), case.person),
        (_("E-mail address"), case.email),
        (_("Reference in mails"), case.reference),
        (_("Category"), case.get_category_display()),
        (_("Team"), case.get_team_display()),
        (_("Level"), case.get_level_display()),
        (_("Owner"), case.owner),
        (_("Documents it is about"), ", ".join(case.documents)),
        (_("Times misrouted"), case.misrouted),
        (_("Outcome"), case.outcome),
    ]


def _claim(case: Any) -> list[tuple[str, Any]]:
    granted = moment(case.granted_at) if case.granted_at else _("not granted") if case.compensation else None
    return [
        (_("Facts"), case.facts),
        (_("Analysis"), case.analysis),
        (_("Decision"), case.decision),
        (_("Compensation"), amount(case.compensation, case.currency) if case.compensation else None),
        (_("Granted"), granted),
    ]


@access("accounts.view_cases")
def case_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.cases(who(request)), public_id), MOVES, move)


@access("accounts.open_case")
def case_new(request: HttpRequest) -> HttpResponse:
    known = {name: request.GET.get(name, "") for name in ("customer", "entity", "documents")}
    form = CaseForm(request.POST or None, initial=known, actor=who(request))
    if case := run(form, cases.open_case, actor=who(request)):
        return done(request, _("Case %(number)s opened.") % {"number": case.number}, to=case)
    crumbs = [(_("Cases"), reverse("case_list"))]
    return page(
        request, "layouts/form.html", title=_("New case"), form=form, submit=_("Open case"), cancel=reverse("case_list"), crumbs=crumbs
    )


@access("accounts.view_cases")
def case_board(request: HttpRequest) -> HttpResponse:
    """How cases found their way in thirty days."""
    whole, rows = queries.routing(who(request), timezone.now() - timedelta(days=30))
    listed, words = reverse("case_list"), dict(Category.choices)
    tiles = [
        (_("Triaged"), number(whole.triaged), listed, _("In 30 days")),
        (_("Misrouted"), percent(whole.misroute_rate), f"{listed}?misrouted=true", _("Of those triaged in 30 days")),
        (_("Ended"), number(whole.ended), f"{listed}?is_open=false", _("In 30 days")),
        (_("Reopened"), percent(whole.reopen_rate), listed, _("Of those ended in 30 days, each counted once")),
    ]
    named = [{**row, "title": words.get(row["category"], _("not triaged yet"))} for row in rows]
    return page(request, "accounts/cases/board.html", title=_("Routing of cases"), tiles=tiles, rows=named)


@access("accounts.view_cases")
def customer_cases(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.cases(actor).filter(customer=customer)
    new = (_("New case"), f"{reverse('case_new')}?customer={public_id}") if actor.may("accounts.open_case") else None
    columns = CaseTable.pick("number", "subject", "kind", "due_at", "state")
    return related(request, rows, columns, title=_("Cases"), everything=f"{reverse('case_list')}?customer={customer.number}", create=new)


urlpatterns = [
    path("cases/", case_list, name="case_list"),
    path("cases/new/", case_new, name="case_new"),
    path("cases/board/", case_board, name="case_board"),
    path("cases/<uuid:public_id>/", case_detail, name="case_detail"),
    path("customers/<uuid:public_id>/panels/cases/", customer_cases, name="customer_cases"),
]

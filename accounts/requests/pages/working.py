"""List, detail with its thread, and the moves of a request."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.requests import queries, services
from o2c.accounts.requests.filters import RequestFilter
from o2c.accounts.requests.forms import ApplyForm, AskForm, MessageForm, TriageForm
from o2c.accounts.requests.kinds.registry import title_of
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.requests.rules import EDITABLE
from o2c.accounts.requests.services.thread import TALKED
from o2c.accounts.requests.shown import applied, asked, foreseen, title_for_reader
from o2c.accounts.requests.tables import RequestTable
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to, moment
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related

START = ["new", "triaged", "waiting_requester", "reopened"]
LEFT = ["new", "triaged", "in_progress", "waiting_requester", "reopened"]
MOVES = [
    Move("triage", gettext_lazy("Triage"), gettext_lazy("Triaged."), services.triage_request, ["new"], TriageForm),
    Move("start", gettext_lazy("Start work"), gettext_lazy("The request is on your desk."), services.start_request, START, main=True),
    Move("apply", gettext_lazy("Apply"), gettext_lazy("Done."), services.apply_request, ["in_progress"], ApplyForm, main=True),
    Move(
        "ask", gettext_lazy("Ask the requester"), gettext_lazy("The requester is asked."), services.ask_requester, ["in_progress"], AskForm
    ),
    Move("close", gettext_lazy("Confirm"), gettext_lazy("Confirmed."), services.close_request, ["applied"], main=True),
    Move(
        "reopen",
        gettext_lazy("Reopen"),
        gettext_lazy("The request is open again."),
        services.reopen_request,
        ["applied", "closed"],
        ReasonForm,
    ),
    Move("reject", gettext_lazy("Reject"), gettext_lazy("The request is rejected."), services.reject_request, LEFT, ReasonForm),
    Move("cancel", gettext_lazy("Cancel"), gettext_lazy("The request is cancelled."), services.cancel_request, LEFT, ReasonForm),
]


def moves_of(request: ChangeRequest, actor: User) -> list[Move]:
    """Only the requester cancels; a request that came back once does not come back again."""
    hidden = {"cancel"} if request.requester_id != actor.pk else set()
    if request.reopened_at:
        hidden.add("reopen")
    return [move for move in MOVES if move.code not in hidden]


@access("accounts.view_requests")
def request_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.request_list(who(request), timezone.now()), RequestFilter, RequestTable)


@access("accounts.view_requests")
def request_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    found = one(queries.request_list(actor, timezone.now()), public_id)
    form = MessageForm(request.POST or None)
    if run(form, services.write_message, found.pk, actor=actor):
        return done(request, _("Written."), to=found)
    may_edit = found.state in EDITABLE and (found.requester_id == actor.pk or actor.may("accounts.start_request"))
    return page(
        request,
        "accounts/requests/detail.html",
        title=title_for_reader(found),
        subject=found,
        crumbs=[(_("Requests"), reverse("request_list"))],
        figures=[(_("Due"), moment(found.due_at) if found.due_at else _("clock rests"))] if found.is_open else [],
        facts=_facts(found),
        asked=asked(found, actor),
        applied=applied(found),
        thread=queries.thread(found),
        form=form,
        writes=found.state in TALKED and actor.may("accounts.write_message"),
        moves=offered(moves_of(found, actor), found, actor, "request_move"),
        edit_url=reverse("request_edit", args=[public_id]) if may_edit and actor.may("accounts.edit_request") else "",
    )


def _facts(found: Any) -> list[tuple[str, Any]]:
    return [
        (_("Kind"), title_of(found.kind)),
        (_("Customer"), link_to(found.customer, found.customer.legal_name) if found.customer else None),
        (_("Our entity"), found.entity),
        (_("Asked by"), found.requester),
        (_("Asked"), moment(found.created_at)),
        (_("Owner"), found.owner),
        (_("Due"), moment(found.due_at) if found.due_at else None),
        (_("In time"), _("late") if found.is_late else _("in time")),
        (_("First answer"), moment(found.answered_at) if found.answered_at else None),
        (_("Source"), found.get_source_display()),
        (_("Outcome"), found.outcome),
    ]


@access("accounts.view_requests")
def request_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    actor = who(request)
    found = one(queries.requests(actor), public_id)
    moves = moves_of(found, actor)
    if move == "apply" and request.method == "GET" and found.state == "in_progress" and actor.may("accounts.apply_request"):
        template = "accounts/requests/apply.html"
        return carry_out(request, found, moves, move, template=template, foreseen=foreseen(found, actor))
    return carry_out(request, found, moves, move)


@access("accounts.view_requests")
def customer_requests(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The requests about a customer, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.request_list(actor, timezone.now()).filter(customer=customer)
    columns = RequestTable.pick("number", "kind", "requester", "due_at", "state")
    new = (_("New request"), f"{reverse('request_new')}?customer={public_id}") if actor.may("accounts.file_request") else None
    everything = f"{reverse('request_list')}?customer={customer.number}"
    return related(request, rows, columns, title=_("Requests"), everything=everything, create=new)


urlpatterns = [
    path("requests/", request_list, name="request_list"),
    path("requests/<uuid:public_id>/", request_detail, name="request_detail"),
    path("requests/<uuid:public_id>/<slug:move>/", request_move, name="request_move"),
    path("customers/<uuid:public_id>/panels/requests/", customer_requests, name="customer_requests"),
]

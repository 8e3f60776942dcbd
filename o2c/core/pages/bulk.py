"""One action on many rows: a signed selection, a dry run that says what would happen, then the verb row by row."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from o2c.core.errors import BusinessError, Conflict
from o2c.core.pages.answers import page
from o2c.core.pages.forms import Form
from o2c.core.pages.tables import BulkAction
from o2c.core.sentences import explain
from o2c.core.verbs import rehearse

if TYPE_CHECKING:
    from o2c.core.access.models import User
    from o2c.core.pages.listing import Listing

SALT = "o2c.bulk"
AT_ONCE = 200  # rows a request does itself, and a rehearsal tries
MOST = 20_000  # rows a worker does
AN_HOUR = 3600


@dataclass(frozen=True)
class Refusal:
    """Why some rows would stay as they are, how many, and the first of them."""

    reason: str
    count: int
    examples: list[str]


@dataclass(frozen=True)
class Outcome:
    """What an action did, or would do."""

    accepted: int
    refusals: list[Refusal]

    @property
    def refused(self) -> int:
        return sum(refusal.count for refusal in self.refusals)


@dataclass(frozen=True)
class Order:
    """A bulk action for a worker, as plain data: the verb's name, the rows, the form's class and what was typed into it."""

    title: str
    verb: str
    ids: list[int]
    form: str
    typed: dict[str, list[str]]

    def arguments(self) -> dict[str, Any]:
        """What each call of the verb receives besides the row."""
        if not self.form:
            return {}
        typed = QueryDict(mutable=True)
        for name, values in self.typed.items():
            typed.setlist(name, values)
        form = import_string(self.form)(typed)
        form.full_clean()
        return dict(form.arguments())


_workers: list[Callable[[Order, "User"], Any]] = []


def in_background(start: Callable[[Order, "User"], Any]) -> None:
    """Who takes the orders: `start(order, user)` answers an object with a page that shows how far it is."""
    _workers[:] = [start]


def sign(listing: "Listing", *, ids: list[str] | None, count: int) -> str:
    """A selection nobody can widen: this list, this filter, these rows (None: all of them), this many."""
    chosen = {"listing": listing.name, "query": listing.request.GET.urlencode(), "ids": ids, "count": count}
    return signing.dumps(chosen, salt=SALT, compress=True)


def answer(listing: "Listing") -> HttpResponse:
    """The dry run of an action, or, once confirmed, its effect."""
    request = listing.request
    action = next((each for each in listing.actions if each.code == request.POST.get("bulk")), None)
    if action is None:
        raise PermissionDenied("no such action for this user")
    try:
        selection, rows = selected(listing)
    except BusinessError as refusal:
        messages.error(request, explain(refusal))
        return redirect(request.get_full_path())
    form = _form(action, request)
    if "confirm" in request.POST and (form is None or form.is_valid()):
        if len(rows) > AT_ONCE:
            return _ordered(listing, action, rows, form)
        return _done(listing, action, perform(action, rows, request, form))
    return _dry_run(listing, action, selection, rows, form)


def selected(listing: "Listing") -> tuple[str, list[Any]]:
    """The signed selection of the request and its rows, re-read inside the actor's scope.

    Raises BusinessError "nothing_selected", "too_many_rows"; Conflict "selection_broken", "selection_changed".
    """
    post = listing.request.POST
    token = post.get("selection") or post.get("everything") or sign(listing, ids=post.getlist("row"), count=len(post.getlist("row")))
    try:
        chosen = signing.loads(token, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        raise Conflict("selection_broken") from None
    if chosen["listing"] != listing.name or QueryDict(chosen["query"]) != listing.request.GET:
        raise Conflict("selection_broken")
    if not chosen["count"]:
        raise BusinessError("nothing_selected")
    if chosen["count"] > MOST:
        raise BusinessError("too_many_rows", most=MOST, count=chosen["count"])
    rows = list(listing.ordered if chosen["ids"] is None else listing.ordered.filter(public_id__in=chosen["ids"]))
    if len(rows) != chosen["count"]:
        raise Conflict("selection_changed", then=chosen["count"], now=len(rows))
    return token, rows


def _form(action: BulkAction, request: HttpRequest) -> Form | None:
    if action.form is None:
        return None
    return action.form(request.POST if "confirm" in request.POST or "rehearse" in request.POST else None)


def perform(action: BulkAction, rows: list[Any], request: HttpRequest, form: Form | None) -> Outcome:
    """The verb for each row, each in its own transaction; a refused row is counted with its reason and the others go on."""
    given = form.arguments() if form else {}
    return _each(rows, lambda row: action.verb(row.pk, actor=request.user, **given))


def _each(rows: list[Any], do: Callable[[Any], Any]) -> Outcome:
    reasons: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for row in rows:
        try:
            do(row)
        except BusinessError as refusal:
            reason = explain(refusal)
            reasons[reason] += 1
            examples.setdefault(reason, []).append(str(row))
    refusals = [Refusal(reason, count, examples[reason][:5]) for reason, count in reasons.most_common()]
    return Outcome(len(rows) - reasons.total(), refusals)


def _dry_run(listing: "Listing", action: BulkAction, selection: str, rows: list[Any], form: Form | None) -> HttpResponse:
    outcome = None
    if form is None or (form.is_bound and form.is_valid()):
        with rehearse():
            outcome = perform(action, rows[:AT_ONCE], listing.request, form)
    return page(
        listing.request,
        "layouts/bulk.html",
        title=action.label,
        listing=listing,
        action=action,
        selection=selection,
        count=len(rows),
        tried=min(len(rows), AT_ONCE),
        outcome=outcome,
        form=form,
        crumbs=[(listing.table.title, listing.request.get_full_path())],
    )


def _ordered(listing: "Listing", action: BulkAction, rows: list[Any], form: Form | None) -> HttpResponse:
    kind = f"{type(form).__module__}.{type(form).__qualname__}" if form else ""
    typed = {name: listing.request.POST.getlist(name) for name in form.fields} if form else {}
    order = Order(str(action.label), action.verb.permission, [row.pk for row in rows], kind, typed)
    job = _workers[0](order, listing.user)
    messages.success(listing.request, _("A worker is doing it: this page shows how far it is."))
    return redirect(job)


def _done(listing: "Listing", action: BulkAction, outcome: Outcome) -> HttpResponse:
    did = ngettext("%(action)s: done for %(count)s row.", "%(action)s: done for %(count)s rows.", outcome.accepted)
    messages.success(listing.request, did % {"action": action.label, "count": outcome.accepted})
    for refusal in outcome.refusals:
        messages.error(listing.request, f"{refusal.reason} ({refusal.count})")
    return redirect(listing.request.get_full_path())

"""What this room tells the house when it loads."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.accounts.requests import queries
from o2c.accounts.requests.kinds import KINDS, accounts, customers, orders, other, payment
from o2c.accounts.requests.models import ChangeRequest, ServiceLevel
from o2c.accounts.requests.services import follow_request_approval
from o2c.accounts.requests.shown import title_for_reader
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.files.reach import carries_files
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit
from o2c.core.proofs.registry import Bad, proof
from o2c.core.reference import reference

BROUGHT = (accounts, customers, orders, other, payment)  # importing them registers their kinds


def sync_levels() -> None:
    """A service level for every kind; what a team set stays."""
    known = set(ServiceLevel.objects.values_list("kind", flat=True))
    missing = [kind for code, kind in KINDS.items() if code not in known]
    ServiceLevel.objects.bulk_create([ServiceLevel(kind=kind.code, hours=kind.hours, queue="clerk") for kind in missing])


def requests_like(actor: User, text: str) -> Iterator[Hit]:
    """Requests by number for the global search."""
    if actor.may(queries.VIEW):
        for request in queries.requests(actor).filter(number__iexact=text.strip())[:3]:
            yield Hit(request.number, _("Request"), request.get_absolute_url(), title_for_reader(request))


def on_approval(approval_id: int, _facts: dict[str, Any]) -> None:
    with through("job"):
        follow_request_approval(approval_id, actor=the_night())


def late_requests(day: date) -> Iterator[Bad]:
    """What was promised to a customer or a colleague and is overdue at the end of the day."""
    moment = min(timezone.now(), datetime.combine(day, time.max, UTC))
    for request in queries.late(moment).order_by(F("due_at").asc(), "pk")[:500]:
        yield Bad(str(request), "request_late", {"number": request.number, "due": request.due_at}, request.get_absolute_url())


reference("service levels of requests", sync_levels)
events.listen("approval.closed", "accounts.requests", on_approval)
proof("requests_in_time", _("Change requests are applied within their service level"), late_requests, "accounts")
menu.add("accounts", _("Requests"), "request_list", queries.VIEW, order=50)
menu.add("accounts", _("Service of requests"), "request_board", queries.VIEW, order=51)
panels.add("accounts.customer", _("Requests"), "customer_requests", permission=queries.VIEW, order=50)
panels.add("home", _("What I asked for"), "home_requests", permission="accounts.file_request", order=20)
jump.source(requests_like)
carries_files(ChangeRequest._meta.label_lower, queries.requests)

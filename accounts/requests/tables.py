"""How requests are listed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.requests.kinds.registry import title_of
from o2c.core.pages import BuiltInView, Column, Create, Table
from o2c.core.sentences import words_of


class RequestTable(Table):
    title = _("Requests")
    order = ["-created_at"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column("kind", _("Kind"), sort="kind", of=lambda row: title_of(row.kind)),
        Column(
            "customer__legal_name",
            _("Customer"),
            "link",
            sort="customer__search_name",
            narrow=True,
            url=lambda row: row.customer.get_absolute_url() if row.customer else row.get_absolute_url(),
        ),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("requester", _("Asked by"), sort="requester__name"),
        Column("owner", _("Owner"), sort="owner__name"),
        Column("created_at", _("Asked"), "moment", sort="created_at"),
        Column("due_at", _("Due"), "moment", sort="due_at"),
        Column("is_late", _("In time"), of=lambda row: _("late") if row.is_late else _("in time")),
        Column("source", _("Source"), shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("Open"), "is_open=true&o=due_at"),
        BuiltInView(_("Late"), "is_open=true&is_late=true&o=due_at"),
        BuiltInView(_("Asked by me"), "mine=true"),
        BuiltInView(_("To confirm"), "mine=true&state=applied"),
    ]
    create = Create(_("New request"), "request_new", "accounts.file_request")
    nothing_yet = _("Nobody has asked for a change yet.")


class LevelTable(Table):
    title = _("Service levels of requests")
    order = ["kind"]
    columns = [
        Column("kind", _("Kind"), narrow=True, of=lambda row: title_of(row.kind)),
        Column("hours", _("Working hours"), "number", sort="hours", narrow=True),
        Column("queue", _("Queue"), sort="queue", words=lambda row: words_of(f"role:{row.queue}")),
        Column(
            "change",
            _("Actions"),
            "action",
            of=lambda row: _("Change"),
            url=lambda row: reverse("service_level_edit", args=[row.public_id]),
            permission="accounts.set_service_level",
        ),
    ]

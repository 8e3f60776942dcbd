"""How the control list, the runs of a feed and the merges are listed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from o2c.core.pages import BuiltInView, Column, Table
from o2c.core.sentences import sentence


class FeedLineTable(Table):
    title = _("Campaign feed: control list")
    columns = [
        Column("ext_id", _("External id"), "link", sort="ext_id", narrow=True),
        Column("name", _("Name"), of=lambda row: row.payload.get("name", "")),
        Column("client", _("Client"), of=lambda row: row.payload.get("client_name") or row.payload.get("client_id") or ""),
        Column("source", _("Source"), "code", sort="source"),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("outcome", _("Outcome"), "badge", sort="outcome", narrow=True),
        Column("rule", _("Why"), of=lambda row: sentence(row.rule, row.values) if row.rule else ""),
        Column("account__number", _("Account"), "code"),
        Column("decided_by", _("Decided by"), of=lambda row: str(row.decided_by or ""), shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("To decide"), "state=open"),
        BuiltInView(pgettext_lazy("lines of the feed", "Created"), "outcome=created"),
        BuiltInView(_("Corrected"), "state=corrected"),
    ]
    nothing_yet = _("No campaign has come in by the feed yet.")


class FeedRunTable(Table):
    title = _("Campaign feed: runs")
    columns = [
        Column("name", _("Name"), "link", narrow=True, url=lambda row: f"../?run={row.pk}"),
        Column("source", _("Source"), "code", narrow=True),
        Column("rows", _("Rows"), "number"),
        Column("created_at", _("Received at"), "moment"),
        Column("created_by", _("Received by"), of=lambda row: str(row.created_by or "")),
    ]
    nothing_yet = _("No campaign has come in by the feed yet.")


class MergeTable(Table):
    title = _("Merged accounts")
    columns = [
        Column("source", _("Merged account"), "link", narrow=True, of=lambda row: row.source.number),
        Column("survivor", _("Surviving account"), "code", narrow=True, of=lambda row: row.survivor.number),
        Column("customer", _("Customer"), of=lambda row: row.source.customer.legal_name),
        Column("merged_on", _("Merged on"), "date", sort="merged_on"),
        Column("created_by", _("Merged by"), of=lambda row: str(row.created_by or "")),
        Column("reason", _("Reason")),
        Column("undo_until", _("Can be undone until and including"), "last_day", sort="undo_until"),
        Column("undone_at", _("Undone at"), "moment"),
    ]
    nothing_yet = _("No accounts have been merged yet.")

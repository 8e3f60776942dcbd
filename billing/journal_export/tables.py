"""How mappings and exports are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table


class MappingTable(Table):
    title = _("Account numbers")
    order = ["entity__code"]
    columns = [
        Column("entity__code", _("Our entity"), "code", sort="entity__code", narrow=True),
        Column("control_account", _("Control account"), sort="control_account", narrow=True),
        Column("number", _("Account number"), "code", sort="number", narrow=True),
        Column("name", _("Account name")),
        Column("valid_from", _("From"), "date", sort="valid_from"),
        Column("valid_until", _("Until and including"), "last_day"),
        Column("reason", _("Reason"), shown=False),
        Column("created_by__name", _("Proposed by")),
        Column("state", _("State"), "badge", sort="state"),
    ]
    views = [BuiltInView(_("In force"), "state=active"), BuiltInView(_("Proposed"), "state=proposed")]
    create = Create(_("Propose an account number"), "mapping_new", "billing.propose_mapping")
    nothing_yet = _("No control account has a number of the company's chart yet: the journal cannot be handed over.")


class ExportTable(Table):
    title = _("Journal for finance")
    order = ["-created_at"]
    columns = [
        Column("label", _("Export"), "link", of=str, narrow=True),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("month", _("Month"), "code", of=lambda row: f"{row.month:%Y-%m}", sort="month", narrow=True),
        Column("entries", _("Entries"), "number", sort="entries"),
        Column("lines", _("Lines"), "number"),
        Column("total", _("Debits in base currency"), "money", narrow=True),
        Column("created_by__name", _("Handed over by")),
        Column("created_at", _("Handed over"), "moment", sort="created_at"),
    ]
    create = Create(_("Hand over a month"), "journal_export_new", "billing.export_journal")
    nothing_yet = _("Nothing was handed over to finance yet.")

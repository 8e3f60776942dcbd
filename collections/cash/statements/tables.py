"""How bank files, statements and entries are listed."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.receipts.words import why
from o2c.collections.cash.statements.models import BankStatement, FileState, LineState, Outcome, StatementFile, StatementKind, StatementLine
from o2c.core.pages import BuiltInView, Column, Create, DateFilter, FilterSet, Table


class FileFilter(FilterSet):
    q = django_filters.CharFilter(label=_("File name"), field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=FileState.choices)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)

    class Meta(FilterSet.Meta):
        model = StatementFile
        fields = ["q", "state", "outcome"]


class FileTable(Table):
    title = _("Bank files")
    order = ["-created_at"]
    columns = [
        Column("name", _("File"), "link", sort="name", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("outcome", _("Outcome"), of=lambda row: row.get_outcome_display()),
        Column("format", _("Format"), sort="format"),
        Column("entries", _("Entries"), "number", sort="entries"),
        Column("new_entries", _("New entries"), "number", sort="new_entries", narrow=True),
        Column("created_at", _("Received"), "moment", sort="created_at"),
        Column("created_by", _("By"), of=lambda row: row.created_by),
    ]
    views = [BuiltInView(_("Waiting for an answer"), "state=asking"), BuiltInView(_("Refused"), "state=refused")]
    create = Create(_("Import bank files"), "statement_file_upload", "collections.hand_over_file")
    nothing_yet = _("No bank file has come yet.")


class StatementFilter(FilterSet):
    account = django_filters.CharFilter(label=_("IBAN"), field_name="account__iban", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=StatementKind.choices)
    day_from = DateFilter(label=_("As of, from"), field_name="closed_on", lookup_expr="gte")
    day_until = DateFilter(label=_("As of, until"), field_name="closed_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = BankStatement
        fields = ["account", "kind", "day_from", "day_until"]


class StatementTable(Table):
    title = _("Bank statements")
    order = ["-closed_on"]
    columns = [
        Column("closed_on", _("As of"), "date", sort="closed_on", narrow=True),
        Column("number", _("Number"), "link", of=lambda row: row.number or row.reference or _("without number"), narrow=True),
        Column("account__name", _("Our account"), sort="account__name"),
        Column("kind", _("Kind"), sort="kind"),
        Column("opening", _("Opening balance"), "money", shown=False),
        Column("credits", _("Credits"), "money"),
        Column("debits", _("Debits"), "money"),
        Column("closing", _("Closing balance"), "money", narrow=True),
        Column("entries", _("Entries"), "number", sort="entries"),
        Column("new_entries", _("New entries"), "number", sort="new_entries"),
        Column("gap_reason", _("Statement missing before it"), shown=False),
        Column("difference_reason", _("Difference accepted"), shown=False),
    ]
    nothing_yet = _("No statement has been imported yet.")


class LineFilter(FilterSet):
    q = django_filters.CharFilter(method="by_words", label=_("Name, purpose or reference"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=LineState.choices)
    direction = django_filters.ChoiceFilter(label=_("Direction"), choices=[("credit", _("credit")), ("debit", _("debit"))])
    account = django_filters.CharFilter(label=_("IBAN"), field_name="account__iban", lookup_expr="icontains")
    statement = django_filters.UUIDFilter(label=_("Statement"), method="of_statement")
    booked_from = DateFilter(label=_("Booked from"), field_name="booked_on", lookup_expr="gte")
    booked_until = DateFilter(label=_("Booked until"), field_name="booked_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = StatementLine
        fields = ["q", "state", "direction", "account", "statement", "booked_from", "booked_until"]

    def by_words(self, rows: QuerySet[StatementLine], _name: str, text: str) -> QuerySet[StatementLine]:
        words = Q(payer__icontains=text) | Q(purpose__icontains=text) | Q(text__icontains=text)
        return rows.filter(words | Q(end_to_end__icontains=text) | Q(bank_reference__icontains=text))

    def of_statement(self, rows: QuerySet[StatementLine], _name: str, public_id: str) -> QuerySet[StatementLine]:
        return rows.filter(Q(statement__public_id=public_id) | Q(end_of_day__public_id=public_id))


class LineTable(Table):
    title = _("Bank entries")
    order = ["-booked_on"]
    columns = [
        Column("payer", _("Other side"), "link", of=lambda row: row.payer or row.text[:40] or row.kind or _("unnamed"), narrow=True),
        Column("booked_on", _("Booked on"), "date", sort="booked_on", narrow=True),
        Column("value_on", _("Value date"), "date", sort="value_on", shown=False),
        Column("amount", _("Amount"), "money", narrow=True, of=lambda row: row.amount if row.direction == "credit" else -row.amount),
        Column("purpose", _("Purpose"), of=lambda row: (row.purpose or row.text)[:80]),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("account__name", _("Our account"), sort="account__name"),
        Column("kind", _("Bank's code"), "code", shown=False),
        Column("end_to_end", _("End-to-end reference"), "code", shown=False),
        Column("reason", _("Reason"), of=lambda row: why(row.reason), shown=False),
    ]
    views = [BuiltInView(_("Open credits"), "state=new&direction=credit"), BuiltInView(_("Parked"), "state=parked")]
    nothing_yet = _("No entry has been imported yet.")

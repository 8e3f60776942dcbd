"""How issues, proposals and merges are listed."""

from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.forms import AssignForm, WaiveForm
from o2c.accounts.quality.models import QualityIssue
from o2c.accounts.quality.services import issues
from o2c.core.pages import BuiltInView, BulkAction, Column, Table, display
from o2c.core.sentences import sentence


def title_of(row: QualityIssue) -> str:
    return str(CHECKS[row.rule.code].title)


def found_in(row: QualityIssue) -> str:
    """What was found, codes of missing facts as sentences."""
    return "; ".join(map(sentence, row.actual.split(", "))) if row.rule.code == "ready_for_billing" and row.actual else row.actual


def owed_by(row: QualityIssue) -> str:
    """The open amounts as amounts are written for the reader: "EUR 1,200.50"."""
    told: str = row.open_amounts  # type: ignore[attr-defined]
    parts = [part.split(" ") for part in told.split(", ") if part]
    return ", ".join(display.amount(Decimal(value), currency) for currency, value in parts)


OPEN = "state=open&state=assigned"
ACTIONS = [
    BulkAction("assign", _("Send to a steward"), issues.assign_issue, AssignForm),
    BulkAction("fix", _("Put right what the records say"), issues.fix_issue),
    BulkAction("waive", _("Let pass for a while"), issues.waive_issue, WaiveForm),
]


class IssueTable(Table):
    title = _("Quality issues")
    order = ["-owed"]
    columns = [
        Column("label", _("Record"), "link", sort="label", narrow=True),
        Column("rule", _("Rule"), sort="rule", of=title_of),
        Column("customer__legal_name", _("Customer"), sort="customer__search_name"),
        Column("country", _("Country"), sort="country"),
        Column("expected", _("Expected")),
        Column("actual", _("Found"), of=found_in),
        Column("open_amounts", _("Amount open"), sort="owed", narrow=True, of=owed_by),
        Column("owner", _("Owner"), sort="owner__name"),
        Column("first_seen", _("First seen"), "date", sort="first_seen"),
        Column("reopened", _("Times reopened"), "number", sort="reopened", shown=False),
        Column("reason", _("Reason"), shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views: ClassVar = [BuiltInView(_("To do"), OPEN), BuiltInView(_("Let pass"), "state=waived"), BuiltInView(_("Fixed"), "state=fixed")]
    actions = ACTIONS
    nothing_yet = _("No record fails a rule.")


class ContactIssueTable(IssueTable):
    title = _("Contacts we cannot reach")
    nothing_yet = _("Every customer has a finance contact that mail reaches.")


class AgreedIssueTable(IssueTable):
    title = _("Contract against master data")
    nothing_yet = _("Master data says what the contracts say.")


class ProposalTable(Table):
    title = _("Possible duplicates")
    order = ["-score"]
    columns = [
        Column("first__legal_name", _("Customer"), "link", sort="first__search_name", narrow=True),
        Column("first__number", _("Number"), "code", sort="first__number"),
        Column("second__legal_name", _("May be the same as"), sort="second__search_name", narrow=True),
        Column("second__number", _("Number"), "code", sort="second__number"),
        Column("score", _("Likeness"), "number", sort="score", narrow=True),
        Column("evidence", _("Evidence"), of=lambda row: "; ".join(map(sentence, row.evidence))),
        Column("first_seen", _("First seen"), "date", sort="first_seen"),
        Column("state", _("State"), "badge", sort="state"),
    ]
    views = [BuiltInView(_("To decide"), "state=open"), BuiltInView(_("Nearly certain"), "state=open&least=95")]
    nothing_yet = _("No two customers look alike.")


class MergeTable(Table):
    title = _("Merged customers")
    order = ["-merged_on"]
    columns = [
        Column("source__legal_name", _("Merged customer"), "link", sort="source__search_name", narrow=True),
        Column("source__number", _("Number"), "code"),
        Column("survivor__legal_name", _("Surviving customer"), sort="survivor__search_name", narrow=True),
        Column("merged_on", _("Merged on"), "date", sort="merged_on", narrow=True),
        Column("created_by", _("By")),
        Column("reason", _("Reason")),
        Column("undo_until", _("Can be undone until"), "date"),
        Column("undone_at", _("Undone"), "moment", sort="undone_at"),
    ]
    nothing_yet = _("No customers have been merged.")

"""How entries to be coded are listed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.choices import ControlAccount
from o2c.collections.cash.coding.forms import CodeForm
from o2c.collections.cash.coding.queries import suggestion
from o2c.collections.cash.coding.services import code_line
from o2c.collections.cash.statements.tables import LineTable
from o2c.core.pages import BuiltInView, BulkAction, Column, Table
from o2c.core.sentences import sentence


def suggested_account(row: Any) -> str:
    found = suggestion(row)
    return str(ControlAccount(found.control_account).label) if found else ""


def suggested_why(row: Any) -> str:
    found = suggestion(row)
    return sentence(found.why, dict(found.values)) if found else ""


class CodingTable(Table):
    title = _("Entries to be coded")
    order = ["-booked_on"]
    columns = [
        *[column for column in LineTable.columns if column.name in {"payer", "booked_on", "amount", "purpose", "account__name"}],
        Column("kind", _("Bank's code"), "code"),
        Column("suggested", _("Suggested"), of=suggested_account, narrow=True),
        Column("why", _("Why"), of=suggested_why),
        Column("code", _("Code"), "action", of=lambda row: _("Code"), url=lambda row: reverse("line_code", args=[row.public_id]),
               permission="collections.code_line"),
    ]  # fmt: skip
    views = [BuiltInView(_("Money out"), "direction=debit"), BuiltInView(_("Money in"), "direction=credit")]
    actions = [BulkAction("code", _("Code"), code_line, CodeForm)]
    nothing_yet = _("Every booked entry is explained.")

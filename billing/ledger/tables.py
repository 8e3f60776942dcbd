"""How open items, entries, journal lines and allocations are listed."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.choices import ItemState
from o2c.core.pages import BuiltInView, Column, Table


def days_overdue(item: Any) -> int | None:
    """Days past due on the day the list shows; nothing before the due date, nor for credits, which are never overdue."""
    days = (item.seen_on - item.ageing_date).days
    return days if item.side == "debit" and days > 0 else None


def signed_original(item: Any) -> Decimal:
    """Credits negative, as the open amount beside it is."""
    amount: Decimal = item.original_amount
    return amount if item.side == "debit" else -amount


def customer_page(row: Any) -> str:
    return str(row.customer.get_absolute_url()) if row.customer else ""


class OpenItemTable(Table):
    title = _("Open items")
    order = ["due_date"]
    columns = [
        Column("reference", _("Number"), "link", sort="reference", narrow=True),
        Column("kind", _("Kind"), sort="kind"),
        Column("customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=customer_page),
        Column("account__number", _("Account"), "code", sort="account__number", shown=False),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("entry__document_date", _("Document date"), "date", sort="entry__document_date"),
        Column("due_date", _("Due date"), "date", sort="due_date"),
        Column("overdue", _("Days overdue"), "number", of=days_overdue),
        Column("original_amount", _("Original amount"), "money", sort="original_amount", of=signed_original),
        Column("balance", _("Open"), "money", sort="balance", total=True, narrow=True),
        Column("control_account", _("Control account"), shown=False),
    ]
    views = [
        BuiltInView(_("Overdue"), "bucket=overdue"),
        BuiltInView(_("Open credits"), "bucket=credits"),
        BuiltInView(_("Unapplied cash"), "bucket=unapplied"),
    ]
    nothing_yet = _("Nothing is open.")


class EntryTable(Table):
    title = _("Journal")
    order = ["-posting_date"]
    columns = [
        Column("reference", _("Reference"), "link", sort="reference", narrow=True),
        Column("kind", _("Kind"), sort="kind"),
        Column("customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=customer_page),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("document_date", _("Document date"), "date", sort="document_date", shown=False),
        Column("posting_date", _("Posting date"), "date", sort="posting_date", narrow=True),
        Column("amount", _("Amount"), "money", narrow=True),
        Column("recorded_at", _("Recorded at"), "moment"),
        Column("recorded_by__name", _("By")),
    ]
    nothing_yet = _("Nothing has been posted yet.")


LINE_COLUMNS = [
    Column("control_account", _("Control account")),
    Column("debit", _("Debit"), "money"),
    Column("credit", _("Credit"), "money"),
    Column("base_amount", _("In base currency"), "money", currency="entry__entity__base_currency"),
]

ITEM_COLUMNS = [
    Column("reference", _("Number")),
    Column("side", _("Side")),
    Column("due_date", _("Due date"), "date"),
    Column("original_amount", _("Original amount"), "money"),
    Column("open_amount", _("Open"), "money"),
    Column("state", _("State"), "badge", words=lambda row: ItemState(row.state).label),
]


def _undo(row: Any) -> str:
    return "" if row.reverses_id or hasattr(row, "reversed_by") else str(_("Reverse"))


ALLOCATION_COLUMNS = [
    Column("debit_item__reference", _("Settled"), "link", url=lambda row: row.debit_item.get_absolute_url()),
    Column("credit_item__reference", _("With"), "link", url=lambda row: row.credit_item.get_absolute_url()),
    Column("credit_item__kind", _("Kind")),
    Column("amount", _("Amount"), "money"),
    Column("effective_on", _("Effective on"), "date"),
    Column("method", _("Method")),
    Column("recorded_by__name", _("By")),
    Column("reason", _("Reason")),
]

UNDO_COLUMN = Column("undo", _("Actions"), "action", of=_undo, url=lambda row: reverse("allocation_reverse", args=[row.public_id]))

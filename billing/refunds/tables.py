"""How refunds, payment files and the bank's reports are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.refunds.models import RefundRequest
from o2c.core.pages import BuiltInView, Column, Create, Table


def way_back(row: RefundRequest) -> str:
    return str(row.bank_account or (row.capture.method if row.capture else ""))


class RefundTable(Table):
    title = _("Refunds")
    order = ["-created_at"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column(
            "customer__legal_name",
            _("Customer"),
            "link",
            sort="customer__search_name",
            narrow=True,
            url=lambda row: row.customer.get_absolute_url(),
        ),
        Column("account__number", _("Account"), "code", sort="account__number"),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("to", _("Paid to"), "code", of=way_back),
        Column("reason", _("Reason"), shown=False),
        Column("created_by__name", _("Drafted by"), sort="created_by__name"),
        Column("approved_by__name", _("Approved by"), sort="approved_by__name"),
        Column("released_by__name", _("Released by"), sort="released_by__name"),
        Column("payment__confirmed_on", _("Paid on"), "date", of=lambda row: paid_on(row), sort="payment__confirmed_on"),
        Column("created_at", _("Drafted"), "moment", sort="created_at", shown=False),
        Column("tone", _("State"), "badge", sort="state", narrow=True, words=lambda row: row.get_state_display()),
    ]
    views = [
        BuiltInView(_("To release"), "state=approved"),
        BuiltInView(_("To pay"), "state=released"),
        BuiltInView(_("At the bank"), "state=sent"),
        BuiltInView(_("Came back"), "state=returned"),
    ]
    nothing_yet = _("No refund was asked for yet: start one from the credits of an account.")


def paid_on(row: RefundRequest) -> object:
    payment = getattr(row, "payment", None)
    return payment.confirmed_on if payment else None


class PaymentFileTable(Table):
    title = _("Payment files")
    order = ["-created_at"]
    columns = [
        Column("message_id", _("Message id"), "link", sort="message_id", narrow=True),
        Column("own_account__name", _("Paid from"), sort="own_account__name"),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("format", _("Format"), "code"),
        Column("count", _("Payments"), "number", sort="count"),
        Column("total", _("Total"), "money", sort="total", total=True, narrow=True),
        Column("execution_on", _("To be carried out on"), "date", sort="execution_on"),
        Column("created_at", _("Made"), "moment", sort="created_at"),
        Column("fetched_at", _("Fetched at"), "moment", sort="fetched_at"),
        Column("state", _("State"), "badge", narrow=True),
    ]
    create = Create(_("Make a payment file"), "payment_file_new", "billing.make_payment_file")
    nothing_yet = _("No payment file was made yet.")


PAYMENT_COLUMNS = [
    Column("end_to_end", _("Refund"), "link", narrow=True),
    Column("holder", _("Payee")),
    Column("masked", _("IBAN"), "code"),
    Column("amount", _("Amount"), "money", narrow=True),
    Column("status", _("Status of the bank"), "code"),
    Column("confirmed_on", _("Paid on"), "date"),
    Column("request__tone", _("State"), "badge", narrow=True, words=lambda row: row.request.get_state_display()),
]


class ReportTable(Table):
    title = _("Status reports of banks")
    order = ["-created_at"]
    columns = [
        Column("message_id", _("Message id"), "code", narrow=True),
        Column("original_id", _("Answers file"), "code"),
        Column("group_status", _("Status of the file"), "code"),
        Column("confirmed", _("Confirmed"), "number", narrow=True),
        Column("returned", _("Came back"), "number", narrow=True),
        Column("noted", _("Status noted"), "number"),
        Column("findings", _("Not used"), "number", of=lambda row: len(row.findings)),
        Column("created_by__name", _("Taken in by")),
        Column("created_at", _("Taken in"), "moment", sort="created_at"),
    ]
    create = Create(_("Take in a report"), "status_report_new", "billing.take_status_report")
    nothing_yet = _("No bank has reported yet.")


def item_page(row: object) -> str:
    return str(row.get_absolute_url())  # type: ignore[attr-defined]


CREDIT_COLUMNS = [
    Column("reference", _("Credit"), "link", narrow=True),
    Column("kind", _("Kind")),
    Column("posting_date", _("Posted"), "date"),
    Column("open_amount", _("Open"), "money"),
    Column("reserved", _("Reserved"), "money"),
    Column("free", _("Free"), "money", narrow=True),
]
LINE_COLUMNS = [
    Column("item__reference", _("Credit"), "link", narrow=True, url=lambda row: row.item.get_absolute_url()),
    Column("item__kind", _("Kind"), words=lambda row: row.item.get_kind_display()),
    Column("item__posting_date", _("Posted"), "date"),
    Column("item__original_amount", _("Original"), "money"),
    Column("item__open_amount", _("Open now"), "money"),
    Column("amount", _("Refunded"), "money", narrow=True),
]
OVERDUE_COLUMNS = [
    Column("reference", _("Overdue"), "link", narrow=True),
    Column("customer__legal_name", _("Customer"), "link", url=lambda row: row.customer.get_absolute_url()),
    Column("due_date", _("Due"), "date"),
    Column("open_amount", _("Open"), "money", narrow=True),
]

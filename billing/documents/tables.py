"""How documents are listed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.documents.filters import TROUBLES
from o2c.billing.documents.reasons import reason_named
from o2c.core.pages import BuiltInView, Column, Table
from o2c.core.pages.tables import Create
from o2c.core.sentences import kept_sentence


class DocumentTable(Table):
    title = _("Documents")
    order = ["-document_date"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column("kind", _("Kind"), sort="kind"),
        Column(
            "customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=lambda row: row.customer.get_absolute_url()
        ),
        Column("account__number", _("Account"), "code", shown=False),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("document_date", _("Document date"), "date", sort="document_date"),
        Column("due_date", _("Due date"), "date", sort="due_date"),
        Column("gross", _("Gross amount"), "money", sort="gross", narrow=True, of=lambda row: row.signed_gross),
        Column("origin", _("Origin"), shown=False),
        Column("stream", _("Stream"), shown=False),
        Column("was_disputed", _("Disputed when imported"), of=lambda row: _("yes") if row.was_disputed else "", shown=False),
    ]
    create = Create(_("New document"), "draft_new", "billing.create_draft")
    nothing_yet = _("No document has been posted yet.")


class TroubledTable(Table):
    title = _("Deliveries to look after")
    columns = [
        *DocumentTable.pick("number", "customer__legal_name", "document_date", "gross"),
        Column("trouble", _("What is wrong"), of=lambda row: dict(TROUBLES)[row.trouble], narrow=True),
        Column("said", _("Why")),
        Column("since", _("Since"), "moment", sort="since"),
    ]
    views = [BuiltInView(label, f"trouble={code}") for code, label in TROUBLES]
    nothing_yet = _("Every document has its papers and went out, and no proof of delivery is missing.")


class DraftTable(Table):
    title = _("Drafts")
    columns = [
        Column("kind", _("Kind"), "link", narrow=True, words=lambda row: row.get_kind_display()),
        Column(
            "customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=lambda row: row.customer.get_absolute_url()
        ),
        Column("account__number", _("Account"), "code", shown=False),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("document_date", _("Document date"), "date", sort="document_date"),
        Column("net", _("Net amount"), "money", sort="net", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("created_by__name", _("Written by")),
    ]
    create = Create(_("New document"), "draft_new", "billing.create_draft")
    nothing_yet = _("Nobody is writing a document.")


class TaxRateTable(Table):
    title = _("Tax rates")
    columns = [
        Column("country", _("Country"), "code", sort="country", narrow=True),
        Column("percent", _("Standard rate in percent"), sort="percent", narrow=True, of=lambda row: row.percent.normalize()),
        Column("valid_from", _("From"), "date", sort="valid_from", narrow=True),
        Column("valid_until", _("Until and including"), "last_day", sort="valid_until"),
    ]
    create = Create(_("New rate"), "tax_rate_new", "billing.set_tax_rate")
    nothing_yet = _("No tax rate is known yet.")


LINE_COLUMNS = [
    Column("position", _("Line")),
    Column("description", _("Description")),
    Column("detail", _("Campaign")),
    Column("service_from", _("From"), "date"),
    Column("service_until", _("Until and including"), "last_day"),
    Column("order_number", _("Order"), "code"),
    Column("quantity", _("Quantity"), of=lambda row: row.quantity.normalize()),
    Column("unit_price", _("Unit price"), of=lambda row: row.unit_price.normalize()),
    Column("tax_rate", _("Tax"), of=lambda row: f"{row.tax_category} {row.tax_rate.normalize():f} %"),
    Column("net", _("Net amount"), "money"),
]
TAX_COLUMNS = [
    Column("category", _("Category")),
    Column("rate", _("Rate in percent"), of=lambda row: row.rate.normalize()),
    Column("base", _("Taxed amount"), "money"),
    Column("amount", _("Tax"), "money"),
    Column("reason", _("Why none is charged")),
]
DELIVERY_COLUMNS = [
    Column("created_at", _("Sent on"), "moment"),
    Column("channel", _("Channel")),
    Column("recipient", _("Recipient")),
    Column("state", _("State"), "badge"),
    Column("moved_at", _("Since"), "moment"),
    Column("reason", _("Why rejected"), words=lambda delivery: kept_sentence(delivery.reason, {})),
    Column(
        "report",
        _("Actions"),
        "action",
        of=lambda row: _("Report") if row.state not in {"delivered", "rejected"} else "",
        url=lambda row: reverse("delivery_report", args=[row.public_id]),
        permission="billing.report_delivery",
    ),
]
RELATED_COLUMNS = [
    Column("number", _("Number"), "link"),
    Column("kind", _("Kind")),
    Column("document_date", _("Document date"), "date"),
    Column("gross", _("Gross amount"), "money"),
    Column("reason_code", _("Reason"), words=lambda row: reason_named(row.reason_code)),
]  # fmt: skip

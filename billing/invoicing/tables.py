"""How runs, their invoices and their items are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.invoicing.models import RunDocument, RunItem
from o2c.billing.invoicing.queries import reasons, why
from o2c.billing.spend.tables import SpendTable
from o2c.core.pages import BuiltInView, Column, Create, Table
from o2c.core.spoken import spoken


def campaign_page(row: RunItem) -> str:
    return str(row.campaign.get_absolute_url())


def why_held(row: RunDocument) -> str:
    return " ".join(reasons(row.why))


class BillingRunTable(Table):
    title = _("Billing runs")
    order = ["-month"]
    columns = [
        Column("run", _("Run"), "link", of=str, narrow=True),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("month", _("Month"), "code", sort="month", of=lambda row: f"{row.month:%Y-%m}"),
        Column("documents_ready", _("To be issued"), "number", sort="documents_ready"),
        Column("documents_posted", _("Issued"), "number", sort="documents_posted", narrow=True),
        Column("documents_held", _("Held"), "number", sort="documents_held", narrow=True),
        Column("proposed_at", _("Proposed at"), "moment", sort="proposed_at"),
        Column("created_by__name", _("By")),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    create = Create(_("New billing run"), "billing_run_new", "billing.open_billing_run")
    nothing_yet = _("No month has been billed yet.")


class RunDocumentTable(Table):
    title = _("Invoices of billing runs")
    order = ["-net"]
    columns = [
        Column("customer__legal_name", _("Billed to"), "link", sort="customer__search_name", narrow=True),
        Column("account__number", _("Account"), "code", sort="account__number"),
        Column("run", _("Run"), of=lambda row: str(row.run)),
        Column("lines", _("Lines"), "number", sort="lines"),
        Column("net", _("Spend"), "money", sort="net", total=True, narrow=True),
        Column("document__number", _("Invoice"), "code"),
        Column("why", _("Why"), of=why_held),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("Held now"), "state=held&latest=true")]
    nothing_yet = _("No billing run has made an invoice yet.")


class RunItemTable(Table):
    title = _("Spend in billing runs")
    order = ["-amount"]
    columns = [
        Column("campaign__name", _("Campaign"), "link", sort="campaign__search_name", narrow=True),
        Column("customer__legal_name", _("Customer"), sort="customer__search_name"),
        Column("run", _("Run"), of=lambda row: str(row.run)),
        Column("month", _("Month"), "code", sort="month", of=lambda row: f"{row.month:%Y-%m}"),
        Column("account__number", _("Account"), "code", shown=False),
        Column("purchase_order__number", _("Purchase order"), "code"),
        Column("records", _("Records"), "number", sort="records", shown=False),
        Column("units", _("Units"), "number", sort="units", shown=False),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("why", _("Why"), of=why),
        Column("result", _("Result"), "badge", sort="result", narrow=True),
    ]
    views = [
        BuiltInView(_("Held now"), "result=held&result=excepted&latest=true"),
        BuiltInView(_("Not billed"), "result=unbilled&latest=true"),
        BuiltInView(_("Test campaigns"), "result=test&latest=true"),
    ]
    nothing_yet = _("No billing run has looked at spend yet.")


SPEND_COLUMNS = [
    Column("spend__ext_id", _("External id"), "code"),
    Column("spend__source", _("Source")),
    Column("day", _("Service date"), "date", narrow=True),
    Column("spend__units", _("Units"), "number"),
    Column("amount", _("To bill"), "money", narrow=True),
]
LINE_COLUMNS = [
    Column("description", _("Line"), narrow=True),
    Column("quantity", _("Quantity"), of=lambda row: spoken(row["quantity"].normalize())),
    Column("unit", _("Unit"), "code"),
    Column("unit_price", _("Unit price"), of=lambda row: spoken(row["unit_price"].normalize())),
    Column("order_number", _("Purchase order"), "code"),
    Column("net", _("Net amount"), "money", narrow=True),
]


class UnbilledTable(Table):
    title = _("Unbilled spend")
    order = ["-service_date"]
    columns = SpendTable.pick(
        "ext_id", "source", "campaign__name", "campaign__advertiser__legal_name", "service_date", "units", "amount", "corrects__ext_id"
    )
    nothing_yet = _("All spend of the months that are over is billed.")

"""How spend is listed."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.spend.models import SpendRecord
from o2c.core.pages import BuiltInView, Column, Create, Table


def invoice_number(row: SpendRecord) -> str:
    billing = getattr(row, "billing", None)
    return str(billing.document_line.document.number) if billing else ""


class SpendTable(Table):
    title = _("Spend")
    order = ["-service_date"]
    columns = [
        Column("ext_id", _("External id"), "code", sort="ext_id"),
        Column("source", _("Source"), sort="source"),
        Column(
            "campaign__name",
            _("Campaign"),
            "link",
            sort="campaign__search_name",
            url=lambda row: row.campaign.get_absolute_url(),
            narrow=True,
        ),
        Column("campaign__advertiser__legal_name", _("Advertiser"), sort="campaign__advertiser__search_name"),
        Column("service_date", _("Service date"), "date", sort="service_date", narrow=True),
        Column("units", _("Units"), "number", sort="units"),
        Column("third_party_units", _("Units counted by a third party"), "number", shown=False),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("invoice", _("Invoice"), "code", of=invoice_number),
        Column("corrects__ext_id", _("Corrects"), "code"),
        Column("corrected", _("Corrected by"), "code", of=lambda row: getattr(getattr(row, "corrected_by", None), "ext_id", "")),
    ]
    views = [
        BuiltInView(_("What counts"), "counts=true"),
        BuiltInView(_("Not billed"), "counts=true&billed=false&is_test=false"),
        BuiltInView(_("Without an account"), "counts=true&billed=false&is_test=false&has_account=false"),
        BuiltInView(_("Test campaigns"), "counts=true&is_test=true"),
    ]
    create = Create(_("Import spend"), "spend_import", "billing.import_spend")
    nothing_yet = _("No spend has been imported yet.")

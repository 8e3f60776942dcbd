"""How financial accounts, and the campaigns that have none, are listed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.tables import CampaignTable
from o2c.accounts.financial_accounts.forms import OwnerForm, PayerForm
from o2c.accounts.financial_accounts.services import replacing
from o2c.core.pages import BuiltInView, BulkAction, Column, Create, Table


class AccountTable(Table):
    title = _("Financial accounts")
    order = ["number"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column(
            "customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=lambda row: row.customer.get_absolute_url()
        ),
        Column("payer__legal_name", _("Payer"), sort="payer__search_name"),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("currency", _("Currency"), "code", sort="currency"),
        Column("terms__code", _("Payment terms"), "code", sort="terms__net_days"),
        Column("billing_profile__name", _("Billing profile"), shown=False),
        Column("tax_treatment", _("Tax treatment"), shown=False),
        Column("opened_on", _("Opened on"), "date", sort="opened_on"),
        Column("closed_on", _("Closed on"), "date", sort="closed_on", shown=False),
        Column("origin", _("Origin"), shown=False),
        Column("owner", _("Looked after by"), sort="owner__name", of=lambda row: str(row.owner or ""), shown=False),
        Column("is_ready", _("Billing"), of=lambda row: _("ready") if row.is_ready else _("not ready")),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("To open"), "state=proposed"),
        BuiltInView(_("Active, not ready"), "state=active&is_ready=false"),
        BuiltInView(_("Closing"), "state=closing"),
    ]
    actions = [
        BulkAction("owner", _("Change who looks after them"), replacing.assign_account_owner, OwnerForm),
        BulkAction("payer", _("Appoint a central payer"), replacing.appoint_payer, PayerForm),
    ]
    create = Create(_("New financial account"), "financial_account_new", "accounts.propose_account")
    nothing_yet = _("No financial account has been opened yet.")


class UnlinkedTable(Table):
    title = _("Campaigns without an account")
    order = ["starts_on"]
    columns = [
        *CampaignTable.pick("name", "ext_id", "advertiser__legal_name", "starts_on", "currency", "state"),
        Column(
            "suggested",
            _("Suggested account"),
            "link",
            url=lambda row: reverse("campaign_link", args=[row.public_id]),
            permission="accounts.link_campaign",
        ),
    ]
    nothing_yet = _("Every campaign bills to an account.")

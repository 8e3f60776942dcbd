"""How campaigns are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table


class CampaignTable(Table):
    title = _("Campaigns")
    order = ["-starts_on"]
    columns = [
        Column("name", _("Name"), "link", sort="search_name", narrow=True),
        Column("ext_id", _("External id"), "code", sort="ext_id"),
        Column("advertiser__legal_name", _("Advertiser"), "link", url=lambda row: row.advertiser.get_absolute_url()),
        Column("end_client__legal_name", _("End client"), shown=False),
        Column("product", _("Product")),
        Column("starts_on", _("Starts on"), "date", sort="starts_on"),
        Column("ends_on", _("Until and including"), "last_day"),
        Column("currency", _("Currency"), "code"),
        Column("is_test", _("Test"), of=lambda row: _("test") if row.is_test else ""),
        Column("test_budget", _("Free test budget"), "money", shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("Live"), "state=live"), BuiltInView(_("Tests"), "is_test=true")]
    create = Create(_("New campaign"), "campaign_new", "accounts.create_campaign")
    nothing_yet = _("No campaign has been entered yet.")

"""Columns of the list of files."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table


class KycTable(Table):
    title = _("Know your customer")
    nothing_yet = _("No file was opened yet.")
    create = Create(_("Open a file"), "kyc_new", "compliance.open_kyc_file")
    columns = [
        Column("customer", _("Customer"), "link", sort="customer__search_name", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("risk_class", _("Risk"), "badge", sort="risk_points", narrow=True),
        Column("risk_points", _("Points"), "number", sort="risk_points"),
        Column("next_review_on", _("Next review"), "date", sort="next_review_on"),
        Column("submitted_by", _("Submitted by")),
        Column("first_approved_by", _("First approved by"), shown=False),
        Column("approved_by", _("Approved by")),
        Column("approved_at", _("Approved at"), "moment", sort="approved_at"),
    ]
    views = [
        BuiltInView(_("To be filled"), "state=incomplete&state=review_due"),
        BuiltInView(_("In review"), "state=in_review"),
        BuiltInView(_("High risk"), "risk_class=high"),
    ]

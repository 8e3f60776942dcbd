"""Columns of the list of freezes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table


class FreezeTable(Table):
    title = _("Freezes")
    nothing_yet = _("Nobody is frozen.")
    create = Create(_("Place a freeze"), "freeze_place", "compliance.place_freeze")
    columns = [
        Column(
            "customer",
            _("Customer"),
            "link",
            sort="customer__search_name",
            narrow=True,
            url=lambda f: reverse("freeze_detail", args=[f.public_id]),
        ),
        Column("scope", _("What is stopped"), narrow=True),
        Column("state", _("State"), "badge", narrow=True),
        Column("created_at", _("Since"), "moment", sort="created_at"),
        Column("created_by", _("Placed by")),
        Column("reason", _("Reason")),
        Column("end_proposed_by", _("Release proposed by")),
        Column("ended_at", _("Ended at"), "moment", sort="ended_at"),
        Column("ended_by", _("Ended by")),
    ]
    views = [BuiltInView(_("In force"), "in_force=true"), BuiltInView(_("Release proposed"), "proposed=true")]

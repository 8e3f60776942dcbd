"""Sentences for why money was not on its customer the same day."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "same_day_in_time": _("in time"),
    "same_day_later": _("found its customer on %(day)s"),
    "same_day_parked": _("parked: %(reason)s"),
    "same_day_auto": _("waits for the next run"),
    "same_day_suggest": _("a proposal waits to be confirmed"),
    "same_day_account": _("the customer is known, nothing fits"),
    "same_day_none": _("the payer is unknown"),
    "same_day_": _("nobody looked yet"),
}

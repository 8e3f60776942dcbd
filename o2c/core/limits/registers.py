"""What this room tells the house when it loads: the limits every house has, their approval and their page."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from o2c.core.approvals.registry import approval_kind
from o2c.core.limits.registry import limit_kind
from o2c.core.pages import menu

limit_kind(
    "payment_tolerance",
    _("Payment tolerance"),
    _("By so much a payment may differ from an item it settles; the rest is a small difference."),
    unit="amount",
    otherwise=Decimal(0),
)
limit_kind(
    "tolerance_of_month",
    _("Tolerance of a month"),
    _("So much may be booked as small differences for one customer in a month."),
    unit="amount",
    otherwise=Decimal(0),
)
limit_kind(
    "small_write_off",
    _("Small write-off"),
    _("So much may be written off without a request of its own."),
    unit="amount",
    otherwise=Decimal(0),
)
limit_kind("discount", _("Discount"), _("No larger share of an invoice may be deducted as a discount."), unit="percent")
limit_kind(
    "discount_grace", _("Discount grace"), _("So many days after its date a discount is still granted."), unit="days", otherwise=Decimal(0)
)
limit_kind("backdating", _("Backdating"), _("An allocation or a reversal may be dated back by so many days."), unit="days")

approval_kind("limit", _("Change a limit"), "core.activate_limit", roles=["approver"])
menu.add("core", _("Limits"), "limit_list", "core.view_limits", order=81)

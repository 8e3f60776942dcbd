"""Sentences for what portfolios refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "portfolio.founded": _("Portfolio %(object)s founded"),
    "portfolio.handed_over": _("Portfolio %(object)s handed over to %(collector)s"),
    "portfolio.customer_joined": _("Joined the portfolio %(portfolio)s on %(joined_on)s"),
    "portfolio_code_taken": _("There is a portfolio with the code “%(code)s” already: choose another."),
    "portfoliomember_ends_after_start": _("One of the customers joined another portfolio only today: move it tomorrow."),
    "portfoliomember_one_at_a_time": _("A customer is in one portfolio at a time: take it out of the other one first."),
    "collector_may_not_collect": _("%(name)s does not hold the role of a collector for %(entity)s: grant it first."),
}

"""Sentences for what limits refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "backdated_too_far": _("%(day)s lies too far back: in %(entity)s nothing may be dated before %(earliest)s. Take a later day."),
    "limit_kind_unknown": _("There is no limit “%(kind)s”."),
    "limit_needs_currency": _("This limit is an amount: say in which currency."),
    "limit_takes_no_currency": _("This limit is not an amount: leave the currency empty."),
    "limit_currency_unknown": _("There is no currency %(currency)s: use the three letters of its code, such as EUR."),
    "limit_whole_days": _("Give whole days, ten years at most."),
    "limit_percent": _("A percentage is between 0 and 100."),
    "limit_house_wide": _("A limit for the whole house is for those who work for all of its entities: choose an entity."),
    "limit_state_known": _("A limit is proposed or active."),
    "limit_not_negative": _("A limit is not below zero."),
    "limit_days_in_order": _("A limit must end after it starts."),
    "limit_one_a_day": _("Another value of this limit already holds on these days: choose a later day."),
    # what the audit trail says
    "limit.proposed": _("Proposed the limit %(object)s from %(starts_on)s"),
    "limit.activated": _("The limit %(object)s is in force"),
    "limit.ended": _("The limit %(object)s no longer holds from %(ends_on)s"),
}

"""Sentences of the embargo room."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "embargo_forbids": _("An embargo on %(country)s forbids this (rule %(rule)s); only compliance can let it pass, with a licence."),
    "embargo_country_unknown": _("%(country)s is no country; choose one of the list."),
    "embargo_goods_unknown": _("There are no such goods: %(goods)s."),
    "embargorule_code_taken": _("There is already a rule “%(code)s”; choose another code."),
    "embargorule_state_known": _("There is no such state of a rule."),
    "embargorule_ends_after_start": _("A rule ends after it starts."),
    "embargorule_country_two_letters": _("Choose a country."),
    "embargorule_legal_basis_given": _("Name the regulation the rule rests on."),
    "embargorule_goods_known": _("Choose goods of the list."),
    "licence_state_known": _("There is no such state of a licence."),
    "licence_ends_after_start": _("A licence ends after it starts."),
    "licence_number_once": _("This licence is entered already."),
    "licence_number_given": _("Write the number of the licence."),
    "licence_limit_with_currency": _("A limit is above zero and has a currency."),
    "licence_limit_digits": _("The limit has more decimals than its currency."),
    "licence_goods_known": _("Choose goods of the list."),
    "embargocheck_append_only": _("Checks are never changed or removed."),
    # What the trail says.
    "embargo.rule_proposed": _("Embargo rule proposed: %(object)s"),
    "embargo.rule_activated": _("Embargo rule in force: %(object)s"),
    "embargo.rule_ended": _("Embargo rule ended: %(object)s"),
    "embargo.licence_proposed": _("Licence entered: %(object)s"),
    "embargo.licence_activated": _("Licence in force: %(object)s"),
    "embargo.licence_withdrawn": _("Licence withdrawn: %(object)s"),
}

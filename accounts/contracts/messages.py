"""Sentences for what the contracts' room refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "paymentterm_code_once": _("There are already payment terms with this code: choose another one."),
    "paymentterm_days_at_most_a_year": _("Payment terms run for at most 365 days."),
    "paymentterm_discount_below_all": _("An early payment discount is between 0 and 100 percent."),
    "paymentterm_eom_mode_known": _("End of month counts before the net days, after them, or not at all."),
    "contract_number_once": _("The customer already has a contract with this number: choose another number, or amend that contract."),
    "contract_ends_after_start": _("A contract must end after it starts: choose a later day."),
    "contract_credit_limit_positive": _("A credit limit is zero or more."),
    "contract_credit_limit_digits": _("The credit limit has more decimals than its currency."),
    "contract_active_is_signed": _("A contract becomes active when it is signed: enter the day and who signed."),
    "contract_state_known": _("This is no state of a contract."),
    "contract_renewal_known": _("A contract ends on its last day or renews tacitly."),
    "contract_not_editable": _("Contract %(number)s is past its draft: return it first, or amend it once it is active."),
    "contract_by_second_person": _("A contract is approved by another person than the one who entered it: ask a colleague."),
    "contract_already_amended": _("There is already an amendment of contract %(number)s: change that one."),
    "contract_still_runs": _("Contract %(number)s has not reached its end."),
    "amendment_starts_later": _("An amendment starts after the contract it amends, which started on %(starts_on)s."),
    "insertionorder_number_once": _("The customer already has an insertion order with this number."),
    "insertionorder_ends_after_start": _("An insertion order must end after it starts: choose a later day."),
    "insertionorder_amount_positive": _("The amount of an insertion order is more than zero."),
    "insertionorder_amount_digits": _("The amount has more decimals than its currency."),
    "insertionorder_tolerance_sane": _("The tolerance is between 0 and 100 percent."),
    "insertionorder_signed_has_a_day": _("Enter the day on which the insertion order was signed."),
    "insertionorder_state_known": _("This is no state of an insertion order."),
    "insertion_order_not_editable": _("Insertion order %(number)s is past its draft: cancel or close it and enter a new one."),
}

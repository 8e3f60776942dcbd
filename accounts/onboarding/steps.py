"""The steps of an onboarding, in their order. A room adds its own when it loads; floors above answer through gates.

onboarding_step(Step("contract", _("Contract"), 50, against_contract, "customer_contracts"))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import Contract
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import gaps
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.payment_methods.models import PaymentMethod
from o2c.accounts.vendors.gates import registered_as_supplier
from o2c.core.gates import reasons_against
from o2c.core.sentences import name, sentence

Against = Callable[[Customer, date], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """`against(customer, day)`: in words, everything that keeps the step from being done; nothing when it is. `team` does it."""

    code: str
    title: str | Promise
    order: int
    against: Against
    team: str = "clerk"
    place: str = ""


STEPS: dict[str, Step] = {}


def onboarding_step(step: Step) -> None:
    STEPS[step.code] = step
    name(f"step:{step.code}", step.title)


def in_order() -> list[Step]:
    return sorted(STEPS.values(), key=lambda step: (step.order, step.code))


def data(customer: Customer, on: date) -> list[str]:
    return [sentence(gap.code) for gap in gaps(customer, on) if gap.place != "tax"]


def tax(customer: Customer, on: date) -> list[str]:
    """A business with a tax id is checked with its register; where none is needed there is nothing to do."""
    missing = [sentence(gap.code) for gap in gaps(customer, on) if gap.place == "tax"]
    states = set(customer.tax_registrations.values_list("state", flat=True))
    unchecked = states and "valid" not in states
    return missing or ([gettext("no register has confirmed the tax id yet")] if unchecked else [])


def screening(customer: Customer, on: date) -> list[str]:
    return [str(reason) for reason in reasons_against("activate_customer", customer) if not reason.code.startswith("kyc")]


def kyc(customer: Customer, on: date) -> list[str]:
    return [str(reason) for reason in reasons_against("kyc_valid", customer)]


def contract(customer: Customer, on: date) -> list[str]:
    found = Contract.objects.filter(customer=customer, state="active").exists()
    return [] if found else [gettext("no contract is active")]


def payment_method(customer: Customer, on: date) -> list[str]:
    found = PaymentMethod.objects.filter(customer=customer, state="active").exists()
    return [] if found else [gettext("no payment method is active")]


def vendor_form(customer: Customer, on: date) -> list[str]:
    return [str(reason) for reason in registered_as_supplier(customer)]


def account(customer: Customer, on: date) -> list[str]:
    found = FinancialAccount.objects.filter(customer=customer, state="active").exists()
    return [] if found else [gettext("no financial account is active")]


for known in (
    Step("data", _("Data"), 10, data, place="identity"),
    Step("tax", _("Tax check"), 20, tax, place="tax"),
    Step("screening", _("Screening"), 30, screening, team="compliance_clerk"),
    Step("kyc", _("Know your customer"), 40, kyc, team="compliance_clerk"),
    Step("contract", _("Contract"), 50, contract),
    Step("payment_method", _("Payment method"), 60, payment_method),
    Step("vendor_form", _("Vendor form"), 70, vendor_form),
    Step("account", _("Financial account"), 80, account),
):
    onboarding_step(known)

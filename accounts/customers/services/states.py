"""The life of a customer: from draft through onboarding to active, and out again."""

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers, gaps
from o2c.accounts.customers.rules.states import CUSTOMER_MOVES
from o2c.accounts.customers.services.customers import SCREENED
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.sentences import sentence
from o2c.core.verbs import lock_one, transition, verb


@verb("accounts.start_onboarding")
def start_onboarding(pk: int, *, actor: User, version: int | None = None) -> Customer:
    """The customer's data is entered: its checks may begin."""
    return _move(pk, "draft", "onboarding", actor, version)


@verb("accounts.activate_customer")
def activate_customer(pk: int, *, actor: User, version: int | None = None) -> Customer:
    """From now on we do business with the customer.

    Raises BusinessError "customer_not_ready" with everything that is missing, "gate_closed" when compliance is against it.
    """
    customer = _asked("activate_customer", pk, actor)
    if missing := gaps(customer, local_today()):
        codes = [gap.code for gap in missing]
        raise BusinessError("customer_not_ready", gaps="; ".join(map(sentence, codes)), codes=codes)
    return _move(pk, "onboarding", "active", actor, version)


@verb("accounts.suspend_customer")
def suspend_customer(pk: int, *, reason: str, actor: User, version: int | None = None) -> Customer:
    """Nothing new is opened for the customer until it is resumed."""
    return _move(pk, "active", "suspended", actor, version, reason)


@verb("accounts.resume_customer")
def resume_customer(pk: int, *, reason: str, actor: User, version: int | None = None) -> Customer:
    """A suspended customer is active again. Raises BusinessError "gate_closed" when compliance is against it."""
    _asked("activate_customer", pk, actor)
    return _move(pk, "suspended", "active", actor, version, reason)


@verb("accounts.start_closing_customer")
def start_closing_customer(pk: int, *, reason: str, actor: User, version: int | None = None) -> Customer:
    """Business with the customer ends; what is open is still collected."""
    return _move(pk, "active", "closing", actor, version, reason)


@verb("accounts.close_customer")
def close_customer(pk: int, *, actor: User, version: int | None = None) -> Customer:
    """The end. Raises BusinessError "gate_closed" while an account of the customer is not closed."""
    _asked("close_customer", pk, actor)
    return _move(pk, "closing", "closed", actor, version)


@verb("accounts.reopen_customer")
def reopen_customer(pk: int, *, reason: str, actor: User, version: int | None = None) -> Customer:
    """A closed customer comes back and is onboarded again; what compliance knew no longer counts."""
    customer = _move(pk, "closed", "onboarding", actor, version, reason)
    publish("customer.changed", customer, fields=sorted(SCREENED))
    return customer


def _asked(question: str, pk: int, actor: User) -> Customer:
    """The customer, let through its gate. The gate comes before the row lock: placing a freeze takes both in that order."""
    customer = customers(actor).filter(pk=pk).first()
    if customer is None:
        raise Conflict("gone_or_out_of_reach")
    gates.require(question, customer)
    return customer


def _move(pk: int, origin: str, state: str, actor: User, version: int | None, reason: str = "") -> Customer:
    customer = lock_one(customers(actor), pk, version)
    if customer.state != origin:
        raise Conflict("wrong_state", field="state", state=customer.state, wanted=state)
    transition(customer, state, CUSTOMER_MOVES)
    customer.save(update_fields=["state"])
    record(f"customer.{state}", customer, actor=actor, before={"state": origin}, after={"state": state}, reason=reason, parent=customer)
    publish("customer.moved", customer, customer=customer.public_id, number=customer.number, state=state, was=origin)
    return customer

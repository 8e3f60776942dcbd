"""Cards and the other methods that need no mandate."""

from datetime import date
from typing import Any

from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods.models import PaymentMethod
from o2c.accounts.payment_methods.queries import payment_methods
from o2c.accounts.payment_methods.rules import METHOD_MOVES, card_lapses_on, checked_token
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

CARD_TASK = "card_to_replace"


@verb("accounts.add_card")
def add_card(
    *, customer: Customer, processor: str, token: str, brand: str, last4: str, holder: str, expires: date, actor: User
) -> PaymentMethod:
    """A card the processor keeps: its token, never its number. The customer's first method is the primary one.

    Raises BusinessError "card_number", "token_invalid", "card_expired_already", "paymentmethod_token_once".
    """
    customer = lock_one(customers(actor), customer.pk)
    if card_lapses_on(expires) <= local_today():
        raise BusinessError("card_expired_already", field="expires")
    facts: dict[str, Any] = {
        "processor": processor.strip(),
        "brand": brand.strip(),
        "last4": last4,
        "holder": refuse_card_number(holder.strip(), "holder"),
        "expires": expires.replace(day=1),
    }
    return new_method(customer, "card", actor, token=checked_token(token), **facts)


@verb("accounts.add_payment_method")
def add_payment_method(*, customer: Customer, kind: str, actor: User) -> PaymentMethod:
    """The customer pays by transfer or cheque. Raises BusinessError "method_needs_registration" for cards and direct debit."""
    if kind not in ("transfer", "cheque"):
        raise BusinessError("method_needs_registration", field="kind")
    return new_method(lock_one(customers(actor), customer.pk), kind, actor)


def new_method(customer: Customer, kind: str, actor: User, state: str = "active", **facts: Any) -> PaymentMethod:
    """Step: one more way to pay; the first one is the primary one."""
    first = not PaymentMethod.objects.filter(customer=customer, rank="primary").exclude(state="ended").exists()
    method = PaymentMethod.objects.create(customer=customer, kind=kind, state=state, rank="primary" if first else "backup", **facts)
    shown = {name: value for name, value in facts.items() if name != "token"}
    record("payment_method.added", method, actor=actor, after={"kind": kind, "rank": method.rank, **shown})
    publish("customer.changed", customer, fields=["payment_methods"])
    return method


@verb("accounts.make_primary")
def make_primary(pk: int, *, actor: User, version: int | None = None) -> PaymentMethod:
    """The customer is charged by this method first; the one before becomes the backup. Raises Conflict "wrong_state" for ended ones."""
    method = lock_one(payment_methods(actor).select_related(None), pk, version)
    if method.state == "ended":
        raise BusinessError("method_ended")
    for other in PaymentMethod.objects.filter(customer=method.customer_id, rank="primary").exclude(pk=pk).order_by("pk"):
        change(other, rank="backup")
    before, after = change(method, rank="primary")
    record("payment_method.primary", method, actor=actor, before=before, after=after)
    return method


@verb("accounts.record_authorisation")
def record_authorisation(pk: int, *, answer: str, code: str = "", actor: User) -> PaymentMethod:
    """What the processor said last. A soft decline is tried again by schedule; a hard one stops the card and asks for another.

    Raises BusinessError "method_is_no_card".
    """
    method = lock_one(payment_methods(actor).select_related(None), pk)
    if method.kind != "card":
        raise BusinessError("method_is_no_card")
    before, after = change(method, answer=answer, answer_code=code, answered_at=timezone.now())
    record("payment_method.authorised", method, actor=actor, before=before, after=after)
    if answer == "hard_decline" and method.state == "active":
        move(method, "suspended", actor, code)
        words = {"card": method, "customer": method.customer.legal_name}
        open_task(CARD_TASK, "card_declined_task", words, subject=method, queue="clerk", working_hours=16, actor=actor)
    if answer == "approved" and method.state == "suspended":
        move(method, "active", actor, code)
        close_task(CARD_TASK, subject=method, actor=actor)
    return method


@verb("accounts.end_payment_method")
def end_payment_method(pk: int, *, reason: str, actor: User, version: int | None = None) -> PaymentMethod:
    """The customer no longer pays this way. Raises BusinessError "method_has_mandate": a mandate is revoked instead."""
    method = lock_one(payment_methods(actor).select_related(None), pk, version)
    if method.kind == "sdd":
        raise BusinessError("method_has_mandate")
    return move(method, "ended", actor, reason)


def move(method: PaymentMethod, state: str, actor: User, reason: str = "") -> PaymentMethod:
    """Step: one move of a method."""
    origin = method.state
    transition(method, state, METHOD_MOVES)
    method.save(update_fields=["state"])
    record(f"payment_method.{state}", method, actor=actor, before={"state": origin}, after={"state": state}, reason=reason)
    publish("customer.changed", method.customer, fields=["payment_methods"])
    return method


@verb("accounts.watch_card")
def watch_card(pk: int, *, on: date, actor: User) -> PaymentMethod:
    """A card near its end: somebody asks for another one. One past its end is suspended."""
    method = lock_one(PaymentMethod.objects.filter(kind="card", state="active").select_related("customer"), pk)
    words = {"card": method, "month": f"{method.expires:%m/%Y}", "customer": method.customer.legal_name}
    open_task(CARD_TASK, "card_ends_task", words, subject=method, queue="clerk", due_on=method.expires, actor=actor)
    if method.expires and card_lapses_on(method.expires) <= on:
        return move(method, "suspended", actor, "expired")
    return method

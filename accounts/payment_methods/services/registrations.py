"""Inviting a customer to register a way to pay, what goes wrong with it, and a fresh link."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods.models import PaymentMethod, Registration
from o2c.accounts.payment_methods.queries import digest, registrations
from o2c.accounts.payment_methods.rules import FAILURES, REGISTRATION_MOVES
from o2c.accounts.payment_methods.services.cards import add_card
from o2c.accounts.payment_methods.services.mandates import draft_mandate, send_mandate, sign_mandate
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

GOOD_FOR = timedelta(days=7)
TASK = "registration_failed"


@verb("accounts.invite_registration")
def invite_registration(*, customer: Customer, entity: LegalEntity, kind: str, email: str, actor: User) -> Registration:
    """Mail the customer a link to register a card or a mandate; it is good for a week.

    Raises BusinessError "registration_one_at_a_time" while one is under way.
    """
    customer = lock_one(customers(actor), customer.pk)
    lock_one(entities_of(actor), entity.pk)
    if Registration.objects.filter(customer=customer, entity=entity, kind=kind, state__in=REGISTRATION_MOVES).exists():
        raise BusinessError("registration_one_at_a_time")
    secret, until = _secret()
    registration = Registration.objects.create(
        customer=customer,
        entity=entity,
        kind=kind,
        email=email.strip().lower(),
        language=customer.language,
        digest=digest(secret),
        expires_at=until,
    )
    record("registration.invited", registration, actor=actor, after={"kind": kind, "email": registration.email})
    _mail(registration, secret)
    return registration


@verb("accounts.send_fresh_link")
def send_fresh_link(pk: int, *, actor: User, version: int | None = None) -> Registration:
    """A new link by mail; the older one no longer works."""
    registration = lock_one(registrations(actor).select_related("customer", "entity"), pk, version)
    if registration.state not in REGISTRATION_MOVES:
        raise Conflict("wrong_state", field="state", state=registration.get_state_display(), wanted="invited")
    secret, until = _secret()
    change(registration, state="invited", digest=digest(secret), expires_at=until, links=registration.links + 1)
    record("registration.link", registration, actor=actor, after={"links": registration.links, "email": registration.email})
    close_task(TASK, subject=registration, actor=actor)
    _mail(registration, secret)
    return registration


@verb("accounts.fail_registration")
def fail_registration(pk: int, *, failure: str, actor: User) -> Registration:
    """An attempt failed: an issue with the reason and the next step waits for a clerk. Raises BusinessError "failure_unknown"."""
    if failure not in FAILURES:
        raise BusinessError("failure_unknown", field="failure", failure=failure)
    registration = lock_one(registrations(actor), pk)
    facts: dict[str, Any] = {"failure": failure, "failed_at": timezone.now(), "failures": registration.failures + 1}
    if registration.state == "failed":
        before, after = change(registration, **facts)
        record("registration.failed", registration, actor=actor, before=before, after=after)
    else:
        _move(registration, "failed", actor, **facts)
    words = {"email": registration.email, "customer": registration.customer.legal_name}
    next_step = {"why": {"code": f"failure_{failure}"}, "next": {"code": f"failure_{failure}_next"}}
    open_task(TASK, "registration_task", words | next_step, subject=registration, queue="clerk", working_hours=8, actor=actor)
    return registration


@verb("accounts.complete_card")
def complete_card(pk: int, *, processor: str, token: str, brand: str, last4: str, holder: str, expires: date, actor: User) -> Registration:
    """The processor keeps the customer's card: the issue closes and the method stands. Raises as `add_card`."""
    registration = lock_one(registrations(actor), pk)
    method = add_card.step(
        customer=registration.customer,
        processor=processor,
        token=token,
        brand=brand,
        last4=last4,
        holder=holder,
        expires=expires,
        actor=actor,
    )
    return _done(registration, method, actor)


@verb("accounts.complete_mandate")
def complete_mandate(pk: int, *, iban: str, holder: str, bic: str = "", actor: User) -> Registration:
    """The customer signed the mandate on our page: it is active, and the issue closes. Raises "iban_invalid", "bic_invalid"."""
    registration = lock_one(registrations(actor), pk)
    mandate = draft_mandate.step(customer=registration.customer, entity=registration.entity, iban=iban, bic=bic, holder=holder, actor=actor)
    send_mandate.step(mandate.pk, actor=actor)
    mandate = sign_mandate.step(mandate.pk, signed_on=local_today(registration.entity), actor=actor)
    return _done(registration, mandate.method, actor)


@verb("accounts.withdraw_registration")
def withdraw_registration(pk: int, *, reason: str, actor: User, version: int | None = None) -> Registration:
    """It is no longer wanted; the link stops working."""
    registration = lock_one(registrations(actor), pk, version)
    close_task(TASK, subject=registration, actor=actor)
    return _move(registration, "withdrawn", actor, reason)


def _done(registration: Registration, method: PaymentMethod, actor: User) -> Registration:
    close_task(TASK, subject=registration, actor=actor)
    return _move(registration, "done", actor, method=method)


def _secret() -> tuple[str, datetime]:
    return secrets.token_urlsafe(32), timezone.now() + GOOD_FOR


def _mail(registration: Registration, secret: str) -> None:
    link = settings.SITE_URL + reverse("registration_page", args=[secret])
    send_mail(
        "payment_link", registration.email, language=registration.language, about=registration,
        customer=registration.customer.legal_name, entity=registration.entity.name, kind=registration.kind, link=link,
    )  # fmt: skip


def _move(registration: Registration, state: str, actor: User, reason: str = "", **facts: Any) -> Registration:
    origin = registration.state
    transition(registration, state, REGISTRATION_MOVES)
    registration.state = origin
    before, after = change(registration, state=state, **facts)
    record(f"registration.{state}", registration, actor=actor, before=before, after=after, reason=reason)
    return registration

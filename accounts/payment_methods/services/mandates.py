"""The life of a mandate: drafted, sent, signed, amended, suspended, revoked or lapsed."""

from datetime import date
from typing import Any

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods.models import Mandate, MandateAmendment
from o2c.accounts.payment_methods.queries import lapsed_mandates, mandates
from o2c.accounts.payment_methods.rules import MANDATE_MOVES, METHOD_OF_MANDATE, lapses_on, mandate_reference
from o2c.accounts.payment_methods.services.cards import move as move_method
from o2c.accounts.payment_methods.services.cards import new_method
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.rules import compact_bic, compact_iban
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

MANDATE_TASK = "mandate_to_check"


@verb("accounts.draft_mandate")
def draft_mandate(
    *,
    customer: Customer,
    entity: LegalEntity,
    iban: str,
    holder: str,
    scheme: str = "core",
    bic: str = "",
    one_off: bool = False,
    actor: User,
) -> Mandate:
    """A mandate to be signed, with the next reference of the creditor. Raises BusinessError "iban_invalid", "bic_invalid"."""
    customer = lock_one(customers(actor), customer.pk)
    lock_one(entities_of(actor), entity.pk)
    facts = _details(iban=iban, bic=bic, holder=holder)
    number = Mandate.objects.filter(customer=customer, entity=entity).count() + 1
    method = new_method(customer, "sdd", actor, "pending")
    mandate = Mandate.objects.create(
        customer=customer,
        entity=entity,
        method=method,
        reference=mandate_reference(entity.code, customer.number, number),
        scheme=scheme,
        one_off=one_off,
        **facts,
    )
    record("mandate.drafted", mandate, actor=actor, after={"reference": mandate.reference, "scheme": scheme, "iban": mandate.masked})
    return mandate


def _details(*, iban: str, bic: str, holder: str) -> dict[str, str]:
    return {
        "iban": compact_iban(iban),
        "bic": compact_bic(bic) if bic else "",
        "holder": refuse_card_number(holder.strip(), "holder"),
    }


@verb("accounts.send_mandate")
def send_mandate(pk: int, *, actor: User, version: int | None = None) -> Mandate:
    """It is with the customer for signature."""
    return _move(lock_one(mandates(actor), pk, version), "sent", actor)


@verb("accounts.sign_mandate")
def sign_mandate(pk: int, *, signed_on: date, confirmed_on: date | None = None, actor: User, version: int | None = None) -> Mandate:
    """Signed: we may collect. A B2B mandate needs the day the customer's bank confirmed it, too.

    Raises BusinessError "signed_later", "mandate_b2b_is_confirmed".
    """
    mandate = lock_one(mandates(actor), pk, version)
    if signed_on > local_today(mandate.entity):
        raise BusinessError("signed_later", field="signed_on")
    if mandate.scheme == "b2b" and confirmed_on is None:
        raise BusinessError("mandate_b2b_is_confirmed", field="confirmed_on")
    return _move(mandate, "active", actor, signed_on=signed_on, confirmed_on=confirmed_on)


@verb("accounts.suspend_mandate")
def suspend_mandate(pk: int, *, reason: str, actor: User, version: int | None = None) -> Mandate:
    """Nothing is collected until it is resumed."""
    return suspend(lock_one(mandates(actor), pk, version), reason, actor)


def suspend(mandate: Mandate, reason: str, actor: User) -> Mandate:
    """Step: stop collecting, and let somebody check the mandate."""
    _move(mandate, "suspended", actor, reason)
    words = {"mandate": mandate, "customer": mandate.customer.legal_name}
    open_task(MANDATE_TASK, "mandate_suspended_task", words, subject=mandate, queue="clerk", working_hours=16, actor=actor)
    return mandate


@verb("accounts.resume_mandate")
def resume_mandate(pk: int, *, reason: str, actor: User, version: int | None = None) -> Mandate:
    """It was checked and is right. Raises BusinessError "mandate_lapsed" when it was not used for too long."""
    mandate = lock_one(mandates(actor), pk, version)
    if mandate.signed_on and lapses_on(mandate.signed_on, mandate.last_used_on) <= local_today(mandate.entity):
        raise BusinessError("mandate_lapsed", reference=mandate.reference)
    _move(mandate, "active", actor, reason)
    close_task(MANDATE_TASK, subject=mandate, actor=actor)
    return mandate


@verb("accounts.revoke_mandate")
def revoke_mandate(pk: int, *, reason: str, actor: User, version: int | None = None) -> Mandate:
    """The customer took it back: for good."""
    mandate = _move(lock_one(mandates(actor), pk, version), "revoked", actor, reason)
    close_task(MANDATE_TASK, subject=mandate, actor=actor)
    return mandate


@verb("accounts.amend_mandate")
def amend_mandate(pk: int, *, iban: str, holder: str, reason: str, bic: str = "", actor: User, version: int | None = None) -> Mandate:
    """Other details under the same signature; what it said before stays in its history, the next collection tells the bank.

    Raises BusinessError "iban_invalid", "mandate_unchanged", "mandate_ended".
    """
    mandate = lock_one(mandates(actor), pk, version)
    if mandate.state in ("revoked", "expired"):
        raise BusinessError("mandate_ended", reference=mandate.reference)
    before, after = change(mandate, **_details(iban=iban, bic=bic, holder=holder))
    if not after:
        raise BusinessError("mandate_unchanged", reference=mandate.reference)
    MandateAmendment.objects.create(mandate=mandate, before=before, after=after, reason=refuse_card_number(reason.strip(), "reason"))
    record("mandate.amended", mandate, actor=actor, before=_masked(before), after=_masked(after), reason=reason)
    return mandate


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value[:2]}•• •••• {value[-4:]}" if name == "iban" else value for name, value in values.items()}


@verb("accounts.expire_mandates")
def expire_mandates(on: date, *, actor: User) -> list[Mandate]:
    """Mandates nobody collected with for 36 months are void, a few hundred at a time. Source: SEPA rulebook, reference 14."""
    rows = [lock_one(Mandate.objects.select_related("customer", "method"), mandate.pk) for mandate in lapsed_mandates(on)[:300]]
    return [_move(mandate, "expired", actor, "36 months") for mandate in rows]


def _move(mandate: Mandate, state: str, actor: User, reason: str = "", **facts: object) -> Mandate:
    origin = mandate.state
    transition(mandate, state, MANDATE_MOVES)
    mandate.state = origin
    before, after = change(mandate, state=state, reason=reason[:200], **facts)
    record(f"mandate.{state}", mandate, actor=actor, before=before, after=after, reason=reason)
    publish("mandate.moved", mandate, mandate=mandate.public_id, reference=mandate.reference, state=state, was=origin)
    if (follows := METHOD_OF_MANDATE.get(state)) and mandate.method.state != follows:
        move_method(mandate.method, follows, actor, reason)
    return mandate

"""Tax registrations and the answers of the registers."""

from typing import Any

from django.utils import timezone

from o2c.accounts.customers import tax_register
from o2c.accounts.customers.models import Customer, TaxAnswer, TaxRegistration
from o2c.accounts.customers.queries import customers
from o2c.accounts.customers.rules.answers import is_reusable
from o2c.accounts.customers.rules.identifiers import UNION, checked_vat_id
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, verb


@verb("accounts.add_tax_registration")
def add_tax_registration(customer_id: int, *, country: str, number: str, actor: User) -> TaxRegistration:
    """One more tax number of the customer, unverified. Raises BusinessError "country_unknown", "vat_id_*", "taxregistration_once"."""
    customer = lock_one(customers(actor), customer_id)
    if country not in countries.known():
        raise BusinessError("country_unknown", field="country", country=country)
    try:
        cleaned = checked_vat_id(number, country)
    except BusinessError as refusal:
        raise BusinessError(refusal.code, field="number", **refusal.values) from None
    registration = _taken_up_again(customer, country, cleaned) or TaxRegistration.objects.create(
        customer=customer, country=country, number=cleaned
    )
    record("tax_registration.added", registration, actor=actor, after={"country": country, "number": cleaned})
    publish("customer.changed", customer, fields=["tax_registrations"])
    return registration


@verb("accounts.record_tax_check")
def record_tax_check(
    pk: int,
    *,
    state: str,
    consultation_no: str = "",
    returned_name: str = "",
    address: str = "",
    requester: str = "",
    problem: str = "",
    actor: User,
    version: int | None = None,
) -> TaxRegistration:
    """What the register answered: valid, invalid, or that it could not be reached (which changes nothing we knew).

    Every answer is kept beside the ones before.

    Raises BusinessError "tax_answer_unknown" for anything else.
    """
    if state not in {"valid", "invalid", "unreachable"}:
        raise BusinessError("tax_answer_unknown", field="state", state=state)
    registration = lock_one(scope(TaxRegistration.objects, actor, "accounts.view_customers"), pk, version)
    if state == "unreachable":
        problem = problem or "noted by hand"
    TaxAnswer.objects.create(
        registration=registration, state=state, requester=requester, consultation_no=consultation_no, name=returned_name,
        address=address, problem=problem,
    )  # fmt: skip
    known: dict[str, Any] = {"state": state, "checked_at": timezone.now()}
    if state == "unreachable":
        known = {} if registration.state in {"valid", "invalid"} else known
    else:
        known |= {"consultation_no": consultation_no, "returned_name": returned_name}
    before, after = change(registration, **known)
    record("tax_registration.checked", registration, actor=actor, before=before, after={**after, "answer": state})
    if after:
        publish("tax_number.checked", registration.customer, fields=["tax_registrations"])
    return registration


@verb("accounts.end_tax_registration")
def end_tax_registration(pk: int, *, reason: str, actor: User, version: int | None = None) -> TaxRegistration:
    """The customer does not use this number any more: it counts for nothing from today, and stays in the list."""
    registration = lock_one(scope(TaxRegistration.objects, actor, "accounts.view_customers"), pk, version)
    if registration.ended_on:
        raise BusinessError("tax_registration_ended")
    return given_up(registration, reason, actor)


def given_up(registration: TaxRegistration, reason: str, actor: User) -> TaxRegistration:
    """Step: the number counts no more from today on."""
    before, after = change(registration, ended_on=local_today(actor))
    record("tax_registration.ended", registration, actor=actor, before=before, after=after, reason=reason)
    publish("customer.changed", registration.customer, fields=["tax_registrations"])
    return registration


def _taken_up_again(customer: Customer, country: str, number: str) -> TaxRegistration | None:
    """A number that was given up before is itself again, to be checked anew."""
    earlier = TaxRegistration.objects.filter(customer=customer, country=country, number=number).exclude(ended_on=None).first()
    if earlier:
        change(earlier, ended_on=None, state="unverified")
    return earlier


def check_now(registration: TaxRegistration, *, actor: User, anew: bool = False) -> TaxRegistration:
    """Ask the register and keep its answer; an answer of today is taken instead unless it is asked `anew`.

    Not a verb: nothing is locked while a register far away thinks. Raises BusinessError "no_register" for a country without one.
    """
    if not tax_register.knows(registration.country):
        raise BusinessError("no_register", country=countries.name(registration.country))
    last = registration.answers.order_by("-created_at", "-pk").first()
    if not anew and last and is_reusable(last.state, last.created_at, timezone.now()):
        return registration
    requester = our_tax_id(registration.customer)
    answer = tax_register.ask(registration.country, registration.number, requester=requester)
    return record_tax_check(
        registration.pk,
        state=answer.state,
        consultation_no=answer.consultation_no,
        returned_name=answer.name,
        address=answer.address,
        requester=requester,
        problem=answer.problem,
        actor=actor,
    )


def our_tax_id(customer: Customer) -> str:
    """The tax id of the entity of ours, in the union, that deals with the customer: in whose name the register is asked."""
    with_id = customer.entities.exclude(vat_id="").filter(country__in=UNION)
    return with_id.order_by("code").values_list("vat_id", flat=True).first() or ""

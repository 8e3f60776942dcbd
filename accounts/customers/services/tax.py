"""Tax registrations and the answers of the registers."""

from django.utils import timezone

from o2c.accounts.customers.models import TaxRegistration
from o2c.accounts.customers.queries import customers
from o2c.accounts.customers.rules.identifiers import checked_vat_id
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
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
    registration = TaxRegistration.objects.create(customer=customer, country=country, number=cleaned)
    record("tax_registration.added", registration, actor=actor, after={"country": country, "number": cleaned})
    publish("customer.changed", customer, fields=["tax_registrations"])
    return registration


@verb("accounts.record_tax_check")
def record_tax_check(
    pk: int, *, state: str, consultation_no: str = "", returned_name: str = "", actor: User, version: int | None = None
) -> TaxRegistration:
    """What the register answered: valid, invalid, or that it could not be reached (which changes nothing we knew).

    Raises BusinessError "tax_answer_unknown" for anything else.
    """
    if state not in {"valid", "invalid", "unreachable"}:
        raise BusinessError("tax_answer_unknown", field="state", state=state)
    registration = lock_one(scope(TaxRegistration.objects, actor, "accounts.view_customers"), pk, version)
    kept = registration.state if state == "unreachable" and registration.state in {"valid", "invalid"} else state
    before, after = change(
        registration, state=kept, checked_at=timezone.now(), consultation_no=consultation_no, returned_name=returned_name
    )
    record("tax_registration.checked", registration, actor=actor, before=before, after={**after, "answer": state})
    return registration

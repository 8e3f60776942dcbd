"""The life of a registration as supplier: asked for, sent in, accepted with a number, renewed."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.vendors.models import VendorRegistration
from o2c.accounts.vendors.queries import ending, vendor_registrations
from o2c.accounts.vendors.rules import TO_DO, VENDOR_MOVES, missing
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task
from o2c.core.work.services.steps import give_task

TASK = "vendor_registration"


class VendorFields(TypedDict, total=False):
    """What a person may enter about a registration."""

    portal: str
    address: str
    holder: User | None
    required: Sequence[str]
    provided: Sequence[str]
    due_on: date | None


@verb("accounts.open_vendor_registration")
def open_vendor_registration(*, customer: Customer, entity: LegalEntity, actor: User, **fields: Unpack[VendorFields]) -> VendorRegistration:
    """The client pays registered suppliers only: somebody has to register us. Raises BusinessError "vendorregistration_once"."""
    customer = lock_one(customers(actor), customer.pk)
    lock_one(entities_of(actor), entity.pk)
    registration = VendorRegistration.objects.create(customer=customer, entity=entity, **fields)
    record("vendor.needed", registration, actor=actor, after=dict(fields))
    _queue(registration, actor)
    return registration


@verb("accounts.edit_vendor_registration")
def edit_vendor_registration(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[VendorFields]) -> VendorRegistration:
    """Change portal, login owner, documents or due day."""
    registration = lock_one(vendor_registrations(actor).select_related("customer", "entity"), pk, version)
    before, after = change(registration, **fields)
    if after:
        record("vendor.edited", registration, actor=actor, before=before, after=after)
    if "holder" in after and registration.holder:
        give_task(TASK, registration, registration.holder, actor=actor)
    return registration


@verb("accounts.request_vendor_registration")
def request_vendor_registration(pk: int, *, actor: User, version: int | None = None) -> VendorRegistration:
    """The client was asked for access or its form; also to renew one, or after a rejection."""
    return _move(_locked(pk, actor, version), "requested", actor)


@verb("accounts.submit_vendor_registration")
def submit_vendor_registration(pk: int, *, actor: User, version: int | None = None) -> VendorRegistration:
    """Everything was sent in. Raises BusinessError "vendor_documents_missing" naming them."""
    registration = _locked(pk, actor, version)
    if gaps := missing(registration.required, registration.provided):
        raise BusinessError("vendor_documents_missing", documents=gaps)
    return _move(registration, "submitted", actor)


@verb("accounts.accept_vendor_registration")
def accept_vendor_registration(
    pk: int, *, supplier_no: str, expires_on: date | None = None, actor: User, version: int | None = None
) -> VendorRegistration:
    """The client gave us a supplier number: invoices may go out. Raises BusinessError "vendorregistration_accepted_has_number"."""
    if not supplier_no.strip():
        raise BusinessError("vendorregistration_accepted_has_number", field="supplier_no")
    return _move(_locked(pk, actor, version), "accepted", actor, supplier_no=supplier_no.strip(), expires_on=expires_on)


@verb("accounts.reject_vendor_registration")
def reject_vendor_registration(pk: int, *, reason: str, actor: User, version: int | None = None) -> VendorRegistration:
    """The client said no: the task is open again. Raises BusinessError "vendorregistration_rejection_says_why"."""
    if not reason.strip():
        raise BusinessError("vendorregistration_rejection_says_why", field="reason")
    return _move(_locked(pk, actor, version), "rejected", actor, reason.strip())


@verb("accounts.watch_vendor_registrations")
def watch_vendor_registrations(on: date, *, actor: User) -> list[VendorRegistration]:
    """What ends within sixty days is to be renewed, what has ended holds invoices up; a few hundred at a time."""
    rows = [lock_one(VendorRegistration.objects.select_related("customer", "entity"), row.pk) for row in ending(on)[:300]]
    return [_move(row, "expired" if row.expires_on and row.expires_on <= on else "expiring", actor) for row in rows]


def _locked(pk: int, actor: User, version: int | None) -> VendorRegistration:
    return lock_one(vendor_registrations(actor).select_related("customer", "entity"), pk, version)


def _move(registration: VendorRegistration, state: str, actor: User, reason: str = "", **facts: object) -> VendorRegistration:
    origin = registration.state
    transition(registration, state, VENDOR_MOVES)
    registration.state = origin
    before, after = change(registration, state=state, reason=reason[:300], **facts)
    record(f"vendor.{state}", registration, actor=actor, before=before, after=after, reason=reason)
    publish("vendor.moved", registration, registration=registration.public_id, state=state, was=origin)
    publish("customer.changed", registration.customer, fields=["vendor_registrations"])
    if state in TO_DO:
        _queue(registration, actor)
    elif state == "accepted":
        close_task(TASK, subject=registration, actor=actor)
    return registration


def _queue(registration: VendorRegistration, actor: User) -> None:
    words = {"portal": registration.portal, "customer": registration.customer.legal_name}
    owner, due_on = registration.holder, registration.due_on
    open_task(TASK, "vendor_task", words, subject=registration, queue="clerk", owner=owner, due_on=due_on, actor=actor)

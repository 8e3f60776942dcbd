"""Asking for a change, and correcting what was asked while nothing is applied."""

from collections.abc import Mapping
from typing import Any

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.requests.kinds.registry import Kind, kind_named, read
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.requests.rules import EDITABLE
from o2c.accounts.requests.services.moving import locked, put_in_queue
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.verbs import lock_one, verb


@verb("accounts.file_request")
def file_request(
    *,
    kind: str,
    payload: Mapping[str, Any],
    reason: str,
    customer: Customer | None = None,
    entity: LegalEntity | None = None,
    source: str = "ui",
    cause_label: str = "",
    cause_url: str = "",
    actor: User,
) -> ChangeRequest:
    """Ask for a change of this kind; its clock starts. `entity`: which of ours it concerns, unless only one deals with the customer.

    Raises BusinessError "request_kind_unknown", "request_customer_missing", "request_entity_missing", "request_reason_missing",
    "request_payload_wrong" naming the field, "card_number".
    """
    wanted = kind_named(kind)
    if wanted.for_customer and customer is None:
        raise BusinessError("request_customer_missing", field="customer")
    if customer is not None:
        customer = lock_one(customers(actor), customer.pk)
    form, _given = read(wanted, dict(payload), customer=customer, actor=actor)
    request = ChangeRequest.objects.create(
        kind=kind,
        title=_title(wanted, customer, form.stored()),
        customer=customer,
        entity=_entity(entity, customer, actor),
        payload=form.stored(),
        reason=_said(reason),
        source=source,
        cause_label=cause_label,
        cause_url=cause_url,
        requester=actor,
    )
    request.refresh_from_db()
    after = {"kind": kind, "payload": request.payload, "source": source, "cause": cause_label}
    record("request.filed", request, actor=actor, after=after, reason=reason)
    put_in_queue(request, actor)
    publish("request.moved", request, request=request.public_id, number=request.number, kind=kind, state="new", was="")
    return request


def _said(reason: str) -> str:
    if not reason.strip():
        raise BusinessError("request_reason_missing", field="reason")
    return refuse_card_number(reason.strip(), "reason")


def _title(kind: Kind, customer: Customer | None, payload: Mapping[str, Any]) -> str:
    about = customer.legal_name if customer else payload.get("legal_name", "")
    return f"{kind.title}: {about}"[:200]


def _entity(entity: LegalEntity | None, customer: Customer | None, actor: User) -> LegalEntity:
    reach = entities_of(actor)
    if entity is not None:
        chosen: LegalEntity = lock_one(reach, entity.pk)
        return chosen
    known: list[LegalEntity] = list(reach.filter(customers=customer)[:2]) if customer else []
    if len(known) != 1:
        raise BusinessError("request_entity_missing", field="entity")
    return known[0]


@verb("accounts.edit_request")
def edit_request(pk: int, *, payload: Mapping[str, Any], reason: str = "", actor: User, version: int | None = None) -> ChangeRequest:
    """Correct what was asked, while it is neither applied nor waiting for approval.

    The requester may, and whoever works on it. Raises Conflict "request_ended", BusinessError "request_not_yours".
    """
    request = locked(pk, actor, version, states=EDITABLE)
    if request.requester_id != actor.pk and not actor.may("accounts.start_request"):
        raise BusinessError("request_not_yours", number=request.number)
    form, _given = read(kind_named(request.kind), dict(payload), customer=request.customer, actor=actor)
    before, after = change(request, payload=form.stored(), reason=_said(reason) if reason else request.reason)
    if not after:
        raise Conflict("request_unchanged", number=request.number)
    record("request.edited", request, actor=actor, before=before, after=after)
    return request

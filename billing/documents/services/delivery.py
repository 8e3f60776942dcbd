"""The way to the customer: by mail, by the connector of a platform, or by hand; every state on a row, a rejection to somebody's desk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from o2c.accounts.customers.models import Contact
from o2c.accounts.financial_accounts.models import Channel
from o2c.billing.documents.models import Delivery, DeliveryState, Document, Rendering
from o2c.billing.documents.queries.documents import documents, proofs_of
from o2c.billing.documents.queries.facts import billed_by
from o2c.billing.documents.queries.troubled import PROOF_TASK
from o2c.billing.documents.rules import DELIVERY_MOVES
from o2c.core import spoken
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.fields import valid_on
from o2c.core.files.models import Attachment, StoredFile
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob
from o2c.core.money import Money
from o2c.core.outbox.models import OutboxState
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import lock, lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

PROOF = "delivery_proof"
REJECTED_TASK = "delivery_rejected"
PROOF_HOURS, REJECTED_HOURS = 16, 8
MOST_COPIES = 50


def dispatch(rendering: Rendering, *, actor: User) -> Delivery:
    """Step: send a rendered document the way its billing profile says; the row says how far it is."""
    document = rendering.document
    profile = document.account.billing_profile
    channel = profile.channel if profile else Channel.EMAIL
    recipient = profile.channel_address if profile else ""
    delivery = Delivery(
        document=document, customer_id=document.customer_id, entity_id=document.entity_id, channel=channel, recipient=recipient
    )
    if channel == Channel.EMAIL:
        return _mailed(delivery, rendering, actor)
    delivery.save()
    record("delivery.queued", delivery, actor=actor, after=_facts(delivery))
    if channel == Channel.E_INVOICE:
        publish("document.to_deliver", document, document=document.public_id, number=document.number, recipient=recipient)
    return delivery


def _mailed(delivery: Delivery, rendering: Rendering, actor: User) -> Delivery:
    document = delivery.document
    contact = mailable(document).first()
    if contact is None:
        delivery.state, delivery.reason = DeliveryState.REJECTED, "delivery_without_contact"
        delivery.save()
        record("delivery.rejected", delivery, actor=actor, after=_facts(delivery))
        _tell_rejected(delivery, actor)
        return delivery
    enclosures: dict[str, StoredFile] = {f"{document.number}.pdf": rendering.pdf}
    if rendering.xml:
        enclosures[f"{document.number}.xml"] = rendering.xml
    delivery.recipient = contact.email
    delivery.message = send_mail(
        "document_issued", contact.email, language=contact.language, about=document, enclosures=enclosures,
        **_words(document, contact.language),
    )  # fmt: skip
    delivery.save()
    record("delivery.queued", delivery, actor=actor, after=_facts(delivery))
    return delivery


def mailable(document: Document, on: date | None = None) -> QuerySet[Contact]:
    """Contacts the document may be mailed to, the most certain first."""
    return contacts_of([billed_by(document.account).pk], on or local_today(document.entity))


def contacts_of(customer_ids: Sequence[int], on: date | None = None) -> QuerySet[Contact]:
    """Finance contacts with an address that is not known to be wrong; verified ones first."""
    rows = Contact.objects.filter(valid_on(on or local_today()), customer__in=customer_ids, role="finance")
    return rows.exclude(email="").exclude(state="invalid").order_by("-state", "pk")  # "valid" before "unverified"


def _words(document: Document, language: str) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "number": document.number,
        "day": spoken.day(document.document_date, language),
        "due": spoken.day(document.due_date, language),
        "amount": spoken.spoken(Money(document.gross, document.currency), language),
        "entity": document.entity.name,
    }


def _facts(delivery: Delivery) -> dict[str, Any]:
    return {"document": delivery.document.number, "channel": delivery.channel, "state": delivery.state, "recipient": delivery.recipient}


@verb("billing.report_delivery")
def report_delivery(pk: int, state: str, *, reason: str = "", provider_id: str = "", actor: User) -> Delivery:
    """What became of a sending: sent, accepted by the platform, delivered, or rejected with the reason.

    Raises Conflict "wrong_state", BusinessError "delivery_rejected_says_why".
    """
    delivery = lock_one(scope(Delivery.objects, actor, "billing.report_delivery").select_related("document", "document__account"), pk)
    if (state == DeliveryState.REJECTED) != bool(reason.strip()):
        raise BusinessError("delivery_rejected_says_why", field="reason")
    return move(delivery, state, actor, reason=reason.strip(), provider_id=provider_id)


def move(delivery: Delivery, state: str, actor: User, *, reason: str = "", provider_id: str = "") -> Delivery:
    """Step: the next state of a sending; a rejection is told to whoever corrects it."""
    before = delivery.state
    transition(delivery, state, DELIVERY_MOVES)
    delivery.reason, delivery.moved_at = reason[:300], timezone.now()
    delivery.provider_id = provider_id or delivery.provider_id
    delivery.save(update_fields=["state", "reason", "moved_at", "provider_id"])
    record(f"delivery.{state}", delivery, actor=actor, before={"state": before}, after=_facts(delivery), reason=reason)
    if state == DeliveryState.REJECTED:
        _tell_rejected(delivery, actor)
    return delivery


def _tell_rejected(delivery: Delivery, actor: User) -> None:
    """A rejection is work for a clerk, and an event for the room that keeps billing exceptions."""
    document = delivery.document
    words = {"number": document.number, "reason": {"code": delivery.reason}}
    value, hours = Money(document.gross, document.currency), REJECTED_HOURS
    open_task(
        REJECTED_TASK, "delivery_rejected_task", words, subject=document, queue="clerk", working_hours=hours, value=value, actor=actor
    )
    publish("delivery.rejected", document, delivery=delivery.pk, number=document.number, reason=delivery.reason)


@verb("billing.follow_deliveries")
def follow_deliveries(*, actor: User, most: int = 500) -> list[Delivery]:
    """Mails that left are sent, mails that came back or were given up are rejected; safe to repeat, a few hundred at a time."""
    gone = [OutboxState.SENT, OutboxState.BOUNCED, OutboxState.DEAD]
    on_their_way = Delivery.objects.filter(state=DeliveryState.QUEUED, message__state__in=gone)
    came_back = Delivery.objects.filter(state=DeliveryState.SENT, message__state=OutboxState.BOUNCED)
    ids = [*on_their_way.order_by("pk").values_list("pk", flat=True)[:most], *came_back.values_list("pk", flat=True)[:most]]
    rows = lock(Delivery.objects.select_related("document", "document__account", "message"), ids) if ids else []
    return [_followed(row, actor) for row in rows]


def _followed(delivery: Delivery, actor: User) -> Delivery:
    message = delivery.message
    if message is None or message.state == OutboxState.SENT:
        return move(delivery, DeliveryState.SENT, actor, provider_id=message.provider_id[:100] if message else "")
    return move(delivery, DeliveryState.REJECTED, actor, reason=message.error or message.get_state_display())


@verb("billing.resend_document")
def resend_document(pk: int, *, actor: User) -> Delivery:
    """Send the same papers again the way the profile says now. Raises Conflict "document_not_rendered", "delivery_one_under_way"."""
    document = lock_one(documents(actor).filter(origin="own").select_related("account__billing_profile"), pk)
    rendering = _rendering(document)
    if document.deliveries.filter(state=DeliveryState.QUEUED).exists():
        raise Conflict("delivery_one_under_way")
    close_task(REJECTED_TASK, subject=document, actor=actor)
    return dispatch(rendering, actor=actor)


def _rendering(document: Document) -> Rendering:
    found = Rendering.objects.filter(document=document).select_related("pdf", "xml", "document").first()
    if found is None:
        raise Conflict("document_not_rendered", number=document.number)
    return found


@verb("billing.send_copies")
def send_copies(pks: Sequence[int], *, contact_id: int, with_proof: bool = False, actor: User) -> list[Document]:
    """Mail copies of these documents of one customer in one mail: the very bytes that were issued, with delivery proofs if wanted.

    A proof that is missing becomes a task of operations. Raises BusinessError "copies_one_customer", "copies_too_many",
    "contact_unreachable", Conflict "document_not_rendered".
    """
    chosen = lock(documents(actor).filter(origin="own"), pks)
    if not 0 < len(chosen) <= MOST_COPIES:
        raise BusinessError("copies_too_many", most=MOST_COPIES)
    if len({billed_by(document.account).pk for document in chosen}) > 1:
        raise BusinessError("copies_one_customer")
    contact = mailable(chosen[0]).filter(pk=contact_id).first()
    if contact is None:
        raise BusinessError("contact_unreachable", field="contact")
    enclosures: dict[str, StoredFile] = {}
    for document in chosen:
        rendering = _rendering(document)
        enclosures[f"{document.number}.pdf"] = rendering.pdf
        proofs = _proofs(document, actor) if with_proof else {}
        enclosures |= proofs
        record("document.copied", document, actor=actor, to=contact.email, pdf=rendering.pdf.sha256, proofs=sorted(proofs))
    numbers = ", ".join(document.number for document in chosen)
    send_mail(
        "document_copies", contact.email, language=contact.language, about=chosen[0].customer, enclosures=enclosures, numbers=numbers,
        sender=actor.name, entity=chosen[0].entity.name,
    )  # fmt: skip
    return chosen


def _proofs(document: Document, actor: User) -> dict[str, StoredFile]:
    """The delivery proofs of a document by the name they travel under; none opens a task."""
    found = {f"{document.number} {proof.name}"[:200]: proof.file for proof in proofs_of(document)}
    if not found:
        words = {"number": document.number}
        open_task(PROOF_TASK, "delivery_proof_task", words, subject=document, queue="clerk", working_hours=PROOF_HOURS, actor=actor)
    return found


@verb("billing.attach_delivery_proof")
def attach_delivery_proof(pk: int, blob: Blob, *, actor: User) -> Attachment:
    """Hang a delivery note or delivery report on a document; the task that asked for it is done."""
    document = lock_one(documents(actor), pk)
    proof = attach(document, blob, kind=PROOF, actor=actor)
    close_task(PROOF_TASK, subject=document, actor=actor)
    return proof

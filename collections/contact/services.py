"""Verbs of the statement of account: ask for one, and keep and send what was made."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from o2c.accounts.customers.letters import address_on
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.collections.contact.queries import account_blocks, billing_entities, mailable, statements
from o2c.collections.contact.sheet import statement_sheet
from o2c.core import spoken
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.models import Attachment
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob
from o2c.core.jobs import services as jobs
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import Progress
from o2c.core.letters.making import make_letter
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import lock_one, verb

STATEMENT = "collections.make_statement"


@verb("collections.request_statement")
def request_statement(
    customer_id: int, *, entity: LegalEntity, from_on: date, as_of: date, language: str, contact_ids: Sequence[int] = (), actor: User
) -> Job:
    """Have a statement of account made, and mailed to these contacts; without any it is only kept.

    Raises BusinessError "statement_period", "contact_unreachable", Conflict "gone_or_out_of_reach".
    """
    customer = lock_one(customers(actor), customer_id)
    if not billing_entities(actor, customer).filter(pk=entity.pk).exists():
        raise Conflict("gone_or_out_of_reach", field="entity")
    if from_on > as_of:
        raise BusinessError("statement_period", field="from_on", from_on=from_on, as_of=as_of)
    if set(contact_ids) - {contact.pk for contact in mailable(actor, customer, as_of)}:
        raise BusinessError("contact_unreachable", field="contacts")
    asked = {"customer": customer.pk, "from_on": from_on.isoformat(), "language": language, "contacts": sorted(contact_ids)}
    key = f"{customer.pk}:{entity.pk}:{from_on}:{as_of}:{language}:{asked['contacts']}"[:200]
    job = jobs.request(STATEMENT, key=key, actor=actor, entity=entity, day=as_of, arguments=asked)
    record("statement.requested", customer, actor=actor, entity=entity.code, from_on=from_on, as_of=as_of, language=language)
    return job


def make_statement(j: Progress) -> None:
    """The run: typeset the statement, then keep and send it in one verb, once, however often a worker is killed."""
    customer = customers(j.actor).get(pk=j.arguments["customer"])
    if not j.cursor:
        blob = _typeset(j, customer)
        with j.chunk(cursor={"kept": blob.sha256}):
            keep_statement(customer.pk, blob, **_order(j), contact_ids=j.arguments["contacts"], actor=j.actor)
    kept = statements(j.actor, customer).filter(file__sha256=j.cursor["kept"])[0]
    j.result["link"] = reverse("letter", args=[kept.public_id])


def _typeset(j: Progress, customer: Customer) -> Blob:
    order, from_on = _order(j), date.fromisoformat(j.arguments["from_on"])
    blocks = account_blocks(j.actor, customer, order["entity"], from_on, order["as_of"])
    address = address_on(customer, order["as_of"])
    sheet = statement_sheet(customer, address, blocks, from_on=from_on, contact=f"{j.actor.name}, {j.actor.email}", **order)
    return make_letter("statement", order["language"], sheet, dated=order["as_of"], name=f"Statement {customer.number} {j.job.day}.pdf")


def _order(j: Progress) -> dict[str, Any]:
    """Which statement was asked for."""
    return {"entity": j.job.entity, "as_of": j.job.day, "language": j.arguments["language"]}


@verb("collections.keep_statement")
def keep_statement(
    customer_id: int, blob: Blob, *, entity: LegalEntity, as_of: date, language: str, contact_ids: Sequence[int], actor: User
) -> Attachment:
    """Hang the made statement on the customer and mail that very file to the contacts."""
    customer = lock_one(customers(actor), customer_id)
    kept = attach(customer, blob, kind="statement", actor=actor)
    for contact in mailable(actor, customer, as_of):
        if contact.pk in contact_ids:
            send_mail(
                "statement",
                contact.email,
                language=language,
                about=customer,
                enclosures={blob.name: kept.file},
                customer=str(customer),
                as_of=spoken.day(as_of, language),
                entity=entity.name,
                sender=actor.name,
            )
    record("statement.issued", customer, actor=actor, entity=entity.code, as_of=as_of, sha256=blob.sha256, contacts=list(contact_ids))
    return kept

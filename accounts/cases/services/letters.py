"""An answer as a letter: typeset by a job, then kept with its case and enclosed in the mail."""

import re
from datetime import date
from typing import Any

from django.utils import translation

from o2c.accounts.cases.models import CaseMessage
from o2c.accounts.cases.queries import cases
from o2c.accounts.cases.services.talking import mail_answer
from o2c.accounts.customers.letters import address_on, recipient
from o2c.core import spoken
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.files.models import Attachment
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob
from o2c.core.jobs.progress import Progress
from o2c.core.letters.making import make_letter
from o2c.core.letters.paper import window_of
from o2c.core.verbs import lock_one, verb

KIND = "answer_letter"


def make_answer_letter(j: Progress) -> None:
    """The run: typeset the letter, then keep and send it in one verb, once, however often a worker is killed."""
    if j.cursor:
        return
    message = CaseMessage.objects.select_related("case__customer", "case__entity").get(pk=j.arguments["message"])
    blob = _typeset(message, j.actor, j.job.day or local_today(message.case.entity))
    with j.chunk(cursor={"kept": blob.sha256}):
        keep_answer_letter(message.pk, blob, actor=j.actor)


@verb("accounts.keep_answer_letter")
def keep_answer_letter(message_id: int, blob: Blob, *, actor: User) -> Attachment:
    """Hang the made letter on its case, and mail that very file where the customer left an address."""
    message = CaseMessage.objects.get(pk=message_id)
    case = lock_one(cases(actor).select_related("customer", "entity"), message.case_id)
    kept = attach(case, blob, kind=KIND, actor=actor)
    if case.email:
        mail_answer(case, message, actor, {blob.name: kept.file})
    record("case.letter", message, actor=actor, parent=case, after={"file": blob.name, "sha256": blob.sha256, "mailed": bool(case.email)})
    return kept


def paragraphs(text: str) -> list[list[str]]:
    """A text as its paragraphs, each a list of lines: an empty line parts two."""
    parts = re.split(r"\n\s*\n", "\n".join(text.strip().splitlines()))
    return [[line.strip() for line in part.split("\n")] for part in parts]


def _typeset(message: CaseMessage, author: User, dated: date) -> Blob:
    case, entity = message.case, message.case.entity
    language = case.customer.language
    with translation.override(language):
        sheet: dict[str, Any] = {
            "window": window_of(entity.country),
            "sender": {"name": entity.name, "lines": entity.address.splitlines(), "vat_id": entity.vat_id},
            "recipient": recipient(case.customer, address_on(case.customer, dated), entity.country),
            "number": case.number,
            "reference": case.reference,
            "customer": case.customer.number,
            "dated": spoken.day(dated),
            "contact": f"{author.name}, {author.email}",
            "subject": case.subject,
            "documents": ", ".join(case.documents),
            "paragraphs": paragraphs(message.text),
            "author": author.name,
        }
    return make_letter("answer", language, sheet, dated=dated, name=f"{case.number} {dated}.pdf")

"""What is said in a case: answers by mail with a reference, replies that find their way back, calls and remarks."""

from collections.abc import Mapping

from o2c.accounts.cases.models import CaseMessage, Channel, CustomerCase, Direction
from o2c.accounts.cases.queries import TASK, cases
from o2c.accounts.cases.services.cases import go_on, locked, move, reopened, said
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.files.models import StoredFile
from o2c.core.jobs import services as jobs
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import lock_one, verb
from o2c.core.work.models import TaskState
from o2c.core.work.services.steps import live_task, settle

ANSWER_LETTER = "accounts.make_answer_letter"


@verb("accounts.answer_case")
def answer_case(pk: int, *, text: str, waits: bool = False, letter: bool = False, actor: User, version: int | None = None) -> CaseMessage:
    """Answer the customer: by mail with the case's reference where we have an address. `waits`: the clock rests until they reply.

    `letter`: the answer is made a letter as well, kept with the case and enclosed in the mail.
    Raises BusinessError "case_text_missing", "card_number".
    """
    case = locked(pk, actor, version)
    channel = Channel.LETTER if letter else Channel.MAIL if case.email else case.channel
    message = said(case, Direction.OUT, channel, text, str(actor), actor)
    if letter:
        today = local_today(case.entity)
        jobs.request(ANSWER_LETTER, key=str(message.pk), actor=actor, entity=case.entity, day=today, arguments={"message": message.pk})
    elif case.email:
        mail_answer(case, message, actor)
    if waits:
        move(case, "waiting_customer", actor)
        if (task := live_task(TASK, case)) and task.state == TaskState.OPEN:
            settle(task, TaskState.WAITING, message.text[:200], actor=actor)
    return message


def mail_answer(case: CustomerCase, message: CaseMessage, actor: User, enclosed: Mapping[str, StoredFile] | None = None) -> None:
    """Step: the answer leaves by mail, in the customer's language."""
    send_mail(
        "case_answer", case.email, language=case.customer.language, about=case, enclosures=enclosed,
        reference=case.reference, subject=case.subject, text=message.text, entity=case.entity.name, name=actor.name,
    )  # fmt: skip


@verb("accounts.note_contact")
def note_contact(pk: int, *, direction: str, channel: str, text: str, person: str = "", actor: User) -> CaseMessage:
    """What was said on the phone, in a chat or among us."""
    case = locked(pk, actor)
    message = said(case, direction, channel, text, person or str(actor), actor)
    if direction == Direction.IN:
        _heard(case, actor)
    return message


@verb("accounts.take_mail")
def take_mail(number: str, token: str, *, sender: str, text: str, message_id: str = "", actor: User) -> CaseMessage:
    """A reply lands on its case by the reference in its subject. Told twice, it changes nothing the second time.

    Raises BusinessError "case_reference_unknown".
    """
    row = CustomerCase.objects.filter(number=number, token=token).first()
    if row is None:
        raise BusinessError("case_reference_unknown", field="reference", number=number)
    case = lock_one(cases(actor).select_related("customer", "entity"), row.pk)
    if message_id and (known := CaseMessage.objects.filter(message_id=message_id).first()):
        return known
    message = said(case, Direction.IN, Channel.MAIL, text, sender, actor, message_id)
    _heard(case, actor)
    return message


def _heard(case: CustomerCase, actor: User) -> None:
    """The customer spoke: waiting ends, and what was settled is open again."""
    if case.state == "waiting_customer":
        move(case, "in_progress", actor)
        go_on(case, actor)
    elif case.state in ("resolved", "closed"):
        reopened(case, "", actor)

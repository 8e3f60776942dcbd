"""Asking a client what a credit is for: a mail with a link that ends, and the answer kept."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching import queries, rules
from o2c.collections.cash.matching.models import CreditQuestion, QuestionState
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.outbox.services import send_mail
from o2c.core.spoken import amount as spoken_amount
from o2c.core.verbs import lock_one, transition, verb

GOOD_FOR = timedelta(days=14)


@verb("collections.ask_client")
def ask_client(item_id: int, *, email: str, actor: User) -> CreditQuestion:
    """Mail the client a link with the choices; it is good for two weeks.

    Raises BusinessError "credit_is_used", "creditquestion_one_open".
    """
    rows = scope(OpenItem.objects, actor, "collections.ask_client").filter(side="credit").select_related("customer", "entity")
    item = lock_one(rows, item_id)
    if not item.open_amount:
        raise BusinessError("credit_is_used")
    if CreditQuestion.objects.filter(item=item, state=QuestionState.SENT).exists():
        raise BusinessError("creditquestion_one_open")
    secret = secrets.token_urlsafe(32)
    question = CreditQuestion.objects.create(
        item=item, entity=item.entity, customer=item.customer, email=email.strip().lower(), language=item.customer.language,
        digest=rules.digest(secret), expires_at=timezone.now() + GOOD_FOR, amount=item.open_amount, currency=item.currency,
    )  # fmt: skip
    record("credit.asked", item, actor=actor, email=question.email, amount=item.open_amount, currency=item.currency)
    with translation.override(question.language):
        said = spoken_amount(item.open_amount, item.currency)
    send_mail(
        "credit_question", question.email, language=question.language, about=question, customer=item.customer.legal_name,
        entity=item.entity.name, amount=said, reference=item.reference,
        link=settings.SITE_URL + reverse("credit_answer", args=[secret]),
    )  # fmt: skip
    return question


@verb("collections.answer_question")
def answer_question(question_id: int, *, choice: str, note: str = "", actor: User) -> CreditQuestion:
    """What the client chose. Raises Conflict "wrong_state" for a second answer."""
    question = lock_one(CreditQuestion.objects.select_related("item"), question_id)
    transition(question, QuestionState.ANSWERED, rules.QUESTION_MOVES)
    question.choice, question.note, question.answered_at = choice, note.strip(), timezone.now()
    question.save(update_fields=["state", "choice", "note", "answered_at"])
    record("credit.answered", question.item, actor=actor, choice=question.get_choice_display(), note=question.note)
    return question


@verb("collections.close_question")
def close_question(question_id: int, *, actor: User) -> CreditQuestion:
    """An answer is dealt with, or a question is no longer wanted. Raises Conflict "wrong_state"."""
    question = lock_one(queries.questions(actor, "collections.close_question"), question_id)
    wanted = QuestionState.WITHDRAWN if question.state == QuestionState.SENT else QuestionState.DONE
    transition(question, wanted, rules.QUESTION_MOVES)
    question.save(update_fields=["state"])
    record("credit.question_done", question.item, actor=actor, before={"answer": question.choice})
    return question

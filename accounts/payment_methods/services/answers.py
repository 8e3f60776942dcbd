"""What direct debit tells about a mandate: a collection was made, or came back."""

from datetime import date

from o2c.accounts.payment_methods.models import Mandate, RejectedCollection
from o2c.accounts.payment_methods.queries import mandates
from o2c.accounts.payment_methods.rules import return_of
from o2c.accounts.payment_methods.services.mandates import MANDATE_TASK, suspend
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.verbs import lock_one, verb
from o2c.core.work.services import open_task


@verb("accounts.record_collection")
def record_collection(pk: int, *, on: date, actor: User) -> Mandate:
    """We collected with it on the day: it lives another 36 months. Raises BusinessError "mandate_not_active"."""
    mandate = lock_one(mandates(actor), pk)
    if mandate.state != "active":
        raise BusinessError("mandate_not_active", reference=mandate.reference, state=mandate.get_state_display())
    before, after = change(mandate, last_used_on=max(on, mandate.last_used_on or on))
    record("mandate.collected", mandate, actor=actor, before=before, after=after)
    return mandate


@verb("accounts.record_rejection")
def record_rejection(pk: int, *, code: str, rejected_on: date, amount: Money, reference: str, actor: User) -> RejectedCollection:
    """A collection came back with a code of the bank. Some codes suspend the mandate; the others put the next step into the queue.

    Told twice, it changes nothing the second time. Raises BusinessError "return_code_unknown".
    """
    meant = return_of(code)
    mandate = lock_one(mandates(actor), pk)
    known = RejectedCollection.objects.filter(mandate=mandate, reference=reference, code=code).first()
    if known:
        return known
    rejection = RejectedCollection.objects.create(
        mandate=mandate, code=code, rejected_on=rejected_on, amount=amount.value, currency=amount.currency, reference=reference
    )
    after = {"code": code, "amount": amount.value, "currency": amount.currency, "collection": reference}
    record("mandate.rejected", rejection, actor=actor, parent=mandate, after=after)
    if meant.suspends and mandate.state == "active":
        suspend(mandate, code, actor)
    else:
        why, next_step = {"code": f"return_{code}"}, {"code": f"return_{code}_next"}
        words = {"code": code, "why": why, "next": next_step, "mandate": mandate, "customer": mandate.customer.legal_name}
        open_task(MANDATE_TASK, "mandate_rejected_task", words, subject=mandate, queue="clerk", working_hours=16, value=amount, actor=actor)
    return rejection

"""The verb of the daily review: a person signs that a banking day is in order."""

from datetime import date

from o2c.collections.cash.review.queries import bank_days, reviewed_accounts
from o2c.collections.cash.statements.models import BankDayReview, BankStatement, StatementKind
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, verb


@verb("collections.sign_bank_day")
def sign_bank_day(account_id: int, *, day: date, note: str = "", actor: User) -> BankDayReview:
    """Sign one banking day of one account, with what was still unmatched and parked; later work waits for it.

    Raises BusinessError "bank_day_without_statement", "bank_day_ahead", "bank_day_explain" (unmatched entries without a remark),
    "bankdayreview_once".
    """
    account = lock_one(reviewed_accounts(actor, "collections.sign_bank_day").distinct(), account_id)
    if day > local_today(account.entity):
        raise BusinessError("bank_day_ahead", field="day", day=day)
    (found,) = bank_days([account], [day])
    if not found.has_statement:
        raise BusinessError("bank_day_without_statement", field="day", day=day, account=account.name)
    if found.unmatched and not note.strip():
        raise BusinessError("bank_day_explain", field="note", count=found.unmatched)
    statement = BankStatement.objects.filter(account=account, kind=StatementKind.END_OF_DAY, closed_on=day).order_by("pk").last()
    review = BankDayReview.objects.create(
        account=account, entity=account.entity, day=day, lines=found.lines, unmatched=found.unmatched, parked=found.parked,
        closing=statement.closing if statement else None, note=note.strip(), reviewer=actor,
    )  # fmt: skip
    record("bank_day.signed", review, actor=actor, after={"day": day, "unmatched": found.unmatched, "parked": found.parked}, reason=note)
    publish("bank_day.signed", review, day=day.isoformat(), entity=account.entity.code)
    return review

"""Gates: questions a floor asks of the floors above without importing them. Nobody registered means no."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from o2c.core.errors import BusinessError
from o2c.core.sentences import sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a gate is closed: a code with values; its sentence stands in the answering room's `messages.py`."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return sentence(self.code, self.values)


Answer = Callable[..., Sequence[Reason]]
ManyAnswer = Callable[[Collection[int], date], Mapping[int, Reason]]
_answers: dict[str, list[Answer]] = {}
_many: dict[str, list[ManyAnswer]] = {}


def answer(question: str, reasons_against: Answer) -> None:
    """Register who answers: a function of the customer (and facts) returning the reasons against, none for yes."""
    _answers.setdefault(question, []).append(reasons_against)


def reasons_against(question: str, customer: Model, **facts: Any) -> list[Reason]:
    """Every reason against, from everyone who answers; a question nobody answers is answered no."""
    if not (known := _answers.get(question)):
        return [Reason("gate_unanswered", {"gate": question})]
    return [reason for ask in known for reason in ask(customer, **facts)]


def answer_for_many(question: str, stopped: ManyAnswer) -> None:
    """Register who answers for a set: a function of customer ids and the day, returning those it is against, in a few statements."""
    _many.setdefault(question, []).append(stopped)


def closed_for(question: str, customer_ids: Collection[int], *, today: date) -> dict[int, list[Reason]]:
    """Of many customers, those somebody is against, with the reasons. For lists of what would be refused: `require` decides.

    Raises LookupError when nobody answers for a set, so that silence never reads as yes.
    """
    if not (known := _many.get(question)):
        raise LookupError(f"nobody answers “{question}” for many")
    found: dict[int, list[Reason]] = {}
    for ask in known:
        for key, reason in ask(customer_ids, today).items():
            found.setdefault(key, []).append(reason)
    return found


def require(question: str, customer: Model, **facts: Any) -> None:
    """Go on only when nobody is against. Holds the customer's gate shared until commit, so no freeze slips past.

    Raises BusinessError "gate_closed" with the reasons in words.
    """
    _advisory("pg_advisory_xact_lock_shared", customer)
    if reasons := reasons_against(question, customer, **facts):
        raise BusinessError("gate_closed", reasons="; ".join(map(str, reasons)), codes=[reason.code for reason in reasons])


def hold(customer_ids: Collection[int]) -> None:
    """Hold the gates of these customers shared until commit, as `require` does for one."""
    with connection.cursor() as cursor:
        query = "SELECT pg_advisory_xact_lock_shared(hashtextextended('gate:' || id, 0)) FROM unnest(%s::bigint[]) AS id ORDER BY id"
        cursor.execute(query, [sorted(customer_ids)])


def close(customer: Model) -> None:
    """Hold the customer's gate alone until commit: what was let through has committed, what comes will see the freeze."""
    _advisory("pg_advisory_xact_lock", customer)


def _advisory(function: str, customer: Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"gate:{customer.pk}"])

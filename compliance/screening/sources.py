"""Who is screened besides customers and their contacts: rooms above register whom they know."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from o2c.accounts.customers.models import Customer
from o2c.compliance.screening.engine import Subject


@dataclass(frozen=True, slots=True)
class Screened:
    """Who the subject is: the customer itself, one of its contacts, or somebody a room above knows, by `role`."""

    customer_id: int
    contact_id: int | None
    subject: Subject
    role: str = "customer"


Source = Callable[[Sequence[Customer], date], Iterable[Screened]]
SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Screen these people with each customer too. `source(customers, day)` answers for all of them in few queries.

    Of the customers only what is screened was read: ask by their keys. Whoever changes what it answers publishes
    "customer.changed" of the customer, and it is screened at once.
    """
    SOURCES[name] = source

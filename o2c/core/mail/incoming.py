"""Mails from outside that are no delivery report: rooms that know their reference take them.

takes_mail(take_reply)      # take_reply(mail, actor) -> whether it was for this room
"""

from collections.abc import Callable

from o2c.core.access.models import User
from o2c.core.mail.rules import Incoming

Taker = Callable[[Incoming, User], bool]
TAKERS: list[Taker] = []


def takes_mail(taker: Taker) -> None:
    """Ask this room about every mail that comes in; the first that says yes has it."""
    TAKERS.append(taker)


def taken(mail: Incoming, actor: User) -> bool:
    return any(taker(mail, actor) for taker in TAKERS)

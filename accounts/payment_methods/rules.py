"""How mandates and cards live, when they end, and what a returned collection means. Source: reference 14."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Literal

from o2c.core.cards import holds_card_number
from o2c.core.dates import add_months
from o2c.core.errors import BusinessError

METHOD_MOVES: Mapping[str, Set[str]] = {
    "pending": {"active", "ended"},
    "active": {"suspended", "ended"},
    "suspended": {"active", "ended"},
}
MANDATE_MOVES: Mapping[str, Set[str]] = {
    "draft": {"sent"},
    "sent": {"active"},
    "active": {"suspended", "revoked", "expired"},
    "suspended": {"active", "revoked", "expired"},
}
REGISTRATION_MOVES: Mapping[str, Set[str]] = {
    "invited": {"failed", "done", "withdrawn"},
    "failed": {"invited", "done", "withdrawn"},
}
METHOD_OF_MANDATE = {"active": "active", "suspended": "suspended", "revoked": "ended", "expired": "ended"}

UNUSED_MONTHS = 36
CARD_WARNING_DAYS = 45
Do = Literal["retry", "suspend", "contact", "stop", "investigate", "correct"]


@dataclass(frozen=True, slots=True)
class Return:
    """What a bank's code means for the mandate: `do` next, and how often the same collection may be tried again."""

    code: str
    do: Do
    retries: int = 0

    @property
    def suspends(self) -> bool:
        return self.do in ("suspend", "stop")


RETURNS: dict[str, Return] = {
    found.code: found
    for found in [
        Return("AM04", "retry", 2),
        Return("AC01", "suspend"),
        Return("AC04", "suspend"),
        Return("AC06", "suspend"),
        Return("AG01", "suspend"),
        Return("AC13", "suspend"),
        Return("MD01", "suspend"),
        Return("MD02", "suspend"),
        Return("MD06", "contact"),
        Return("MD07", "stop"),
        Return("MS02", "contact"),
        Return("MS03", "contact", 1),
        Return("SL01", "contact"),
        Return("AM05", "investigate"),
        Return("BE05", "correct"),
        Return("RC01", "correct"),
        Return("RR01", "correct"),
        Return("RR02", "correct"),
        Return("RR03", "correct"),
        Return("RR04", "correct"),
    ]
}

# Why a registration failed: the processor's or bank's answer in our words, and whether the customer can simply try again.
FAILURES = {
    "card_declined": True,
    "card_expired": False,
    "card_lost": False,
    "authentication_failed": True,
    "insufficient_funds": True,
    "iban_wrong": True,
    "holder_differs": True,
    "bank_refuses_mandates": False,
    "link_expired": True,
    "processor_down": True,
}


def return_of(code: str) -> Return:
    """Raises BusinessError "return_code_unknown"."""
    if code not in RETURNS:
        raise BusinessError("return_code_unknown", field="code", code=code)
    return RETURNS[code]


def lapses_on(signed_on: date, last_used_on: date | None) -> date:
    """The day a mandate lapses: 36 months after the last collection, or after the signature if none was made."""
    return add_months(max(signed_on, last_used_on or signed_on), UNUSED_MONTHS)


def sequence(*, one_off: bool, used: bool, last: bool = False) -> str:
    """What the next collection is called in the file to the bank: OOFF, FRST, RCUR or FNAL."""
    if one_off:
        return "OOFF"
    if last:
        return "FNAL"
    return "RCUR" if used else "FRST"


def card_lapses_on(expires: date) -> date:
    """A card is good until the end of its month: the first day it is not."""
    return add_months(expires.replace(day=1), 1)


TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{7,99}")


def checked_token(token: str) -> str:
    """A processor's token. Raises BusinessError "card_number" for anything that could be a number, "token_invalid" otherwise."""
    digits = re.sub(r"\D", "", token)
    if holds_card_number(token) or (digits == re.sub(r"[ -]", "", token) and len(digits) >= 12):
        raise BusinessError("card_number", field="token")
    if not TOKEN.fullmatch(token):
        raise BusinessError("token_invalid", field="token")
    return token


REFERENCE = re.compile(r"[A-Z0-9+?/:().,'-]{1,35}")


def mandate_reference(entity: str, customer: str, number: int) -> str:
    """A unique mandate reference: at most 35 characters of those every bank takes."""
    text = re.sub(r"[^A-Z0-9+?/:().,'-]", "-", f"{entity}-{customer}".upper())
    return f"{text[:31]}-{number:02}"

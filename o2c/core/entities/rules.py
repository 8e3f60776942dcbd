"""What a period allows, what a rate is worth, and whether an account number can exist. Pure."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stdnum import bic, iban
from stdnum.exceptions import ValidationError

from o2c.core.errors import BusinessError

PERIOD_MOVES: Mapping[str, Set[str]] = {"open": {"soft", "closed"}, "soft": {"open", "closed"}, "closed": set()}
REOPEN_MOVES: Mapping[str, Set[str]] = {"closed": {"open"}}
OWN_ACCOUNT_MOVES: Mapping[str, Set[str]] = {
    "proposed": {"active", "closed"},
    "active": {"closed"},
    "closed": {"active"},
}

RATE_STEP = Decimal(1).scaleb(-12)
STALE_AFTER = timedelta(days=10)


def posting_refusal(states: Iterable[str]) -> str | None:
    """Why no date of the month may be posted: the code of the strictest of its periods, None when it is open.

    `states` are those of the area's own period and of the period of all areas, as far as they exist.
    """
    known = set(states)
    if not known:
        return "period_not_opened"
    if "closed" in known:
        return "period_closed"
    return "period_soft_closed" if "soft" in known else None


@dataclass(frozen=True, slots=True)
class Quote:
    """Units of a currency for one unit of the base, on the day it was published."""

    value: Decimal
    day: date


def is_stale(quote: Quote, on: date) -> bool:
    """Banks publish no rates on holidays, but never pause for more than ten days."""
    return on - quote.day > STALE_AFTER


def cross(source: Quote, target: Quote) -> Decimal:
    """Units of the target currency for one unit of the source, both quoted against the same base; 12 decimals."""
    return (target.value / source.value).quantize(RATE_STEP)


def compact_iban(text: str) -> str:
    """The IBAN without spaces, its check digits and country layout verified. Raises BusinessError "iban_invalid"."""
    try:
        return str(iban.validate(text))
    except ValidationError as error:
        raise BusinessError("iban_invalid", field="iban", iban=text) from error


def compact_bic(text: str) -> str:
    """The BIC in capitals. Raises BusinessError "bic_invalid"."""
    try:
        return str(bic.validate(text))
    except ValidationError as error:
        raise BusinessError("bic_invalid", field="bic", bic=text) from error

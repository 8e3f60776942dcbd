"""Card numbers, which the house never stores. Pure: forms, REST, sheets and CSV files all ask."""

import re
from collections.abc import Mapping
from typing import Any

from o2c.core.errors import BusinessError

# Thirteen to nineteen digits, spaced or hyphenated, that are neither part of a longer number nor of an IBAN.
CANDIDATE = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){12,18}(?![\w-])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}\b")
CARD_INDUSTRIES = "23456"


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others. Source: ISO/IEC 7812-1 annex B."""
    doubled = (sum(divmod(int(digit) * 2, 10)) if place % 2 else int(digit) for place, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def holds_card_number(text: str) -> bool:
    """Whether the text contains what can be a payment card's number."""
    if not CANDIDATE.search(text):
        return False
    without_ibans = IBAN.sub(" ", text)
    numbers = (re.sub(r"[ -]", "", found.group()) for found in CANDIDATE.finditer(without_ibans))
    return any(number[0] in CARD_INDUSTRIES and luhn(number) for number in numbers)


def refuse_card_numbers(values: Any, field: str = "") -> None:
    """Look through texts however deep they are nested. Raises BusinessError "card_number" with the field's name."""
    match values:
        case str() | int():
            refuse_card_number(str(values), field)
        case Mapping():
            for name, value in values.items():
                refuse_card_numbers(value, str(name))
        case list() | tuple():
            for value in values:
                refuse_card_numbers(value, field)


def refuse_card_number(text: str, field: str) -> str:
    """The text, if it holds no card number. Raises BusinessError "card_number"."""
    if holds_card_number(text):
        raise BusinessError("card_number", field=field)
    return text

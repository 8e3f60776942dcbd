"""What is wrong with a file from outside: row, field, value and why. Pure; the sentence comes from the room's messages."""

import dataclasses
from typing import Any

from o2c.core.errors import BusinessError


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person must look at. `row` counts as the spreadsheet does (the header is row 1; 0: the whole file)."""

    row: int
    field: str
    value: str
    code: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, row: int, refusal: BusinessError, value: object = "") -> "Finding":
        """What was refused at a row; a card number is not repeated, it must stand nowhere."""
        shown = "" if refusal.code == "card_number" else str(value)[:200]
        return cls(row, refusal.field or "", shown, refusal.code, refusal.values)

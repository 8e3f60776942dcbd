"""What a person can do something about, as a code with values. Free of Django, so that rules can raise it.

The sentence for a code stands in the room's `messages.py` and is found by `sentences.py`.
"""

from typing import Any


class BusinessError(Exception):
    """A refusal the user can act on. `code` is stable for API clients, `field` names the input it belongs to."""

    status = 422

    def __init__(self, code: str, /, field: str | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code, self.field, self.values = code, field, values

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class Conflict(BusinessError):
    """Somebody else is working on it, or it changed since the user looked, or its state does not allow the move."""

    status = 409

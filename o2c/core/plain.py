"""Values as they stand in JSON that must never differ: audit hashes, event data, the values of a refusal."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """A value as it stands in canonical JSON: decimals as strings, moments as UTC ISO times."""
    match value:
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case None | bool() | int() | str():
            return value
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in value]
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)

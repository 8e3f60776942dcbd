"""Input and output shapes every endpoint shares. Money is `{"value": "12.30", "currency": "EUR"}`, never a float."""

from base64 import b64decode
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from o2c.core.money import Money, digits, round_to_currency

LARGEST = Decimal(10) ** 16  # what numeric(20,4) can hold
MONEY_SCHEMA = {
    "type": "object",
    "properties": {"value": {"type": "string", "example": "12.30"}, "currency": {"type": "string", "example": "EUR"}},
    "required": ["value", "currency"],
}


@extend_schema_field(MONEY_SCHEMA)
class MoneyShape(serializers.Field):  # type: ignore[type-arg]
    """An amount of a row with its `currency` column; as input it gives a `Money`."""

    default_error_messages = {
        "money": _("Money is a value as text and a currency: “12.30” and “EUR”, with no more decimals than the currency has.")
    }

    def __init__(self, amount: str = "", currency: str = "currency", **kwargs: Any) -> None:
        self.amount, self.currency = amount, currency
        if kwargs.get("read_only"):
            kwargs["source"] = "*"
        super().__init__(**kwargs)

    def to_representation(self, row: Any) -> dict[str, str] | None:
        if isinstance(row, Money):
            return {"value": f"{row.value:.{digits(row.currency)}f}", "currency": row.currency}
        value = _of(row, self.amount or str(self.field_name))
        return None if value is None else self.to_representation(Money(value, str(_of(row, self.currency))))

    def to_internal_value(self, data: Any) -> Money:
        try:
            money = Money(Decimal(str(data["value"])), str(data["currency"]).upper())
            exact = isinstance(data["value"], str) and money.value.is_finite() and abs(money.value) < LARGEST and len(money.currency) == 3
        except (KeyError, TypeError, ArithmeticError):
            self.fail("money")
        if not exact or round_to_currency(money.value, money.currency) != money.value:
            self.fail("money")
        return money


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that came in a body."""

    name: str
    content: BytesIO


PAPER_SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string", "example": "order.pdf"}, "content": {"type": "string", "format": "byte"}},
    "required": ["name", "content"],
}


@extend_schema_field(PAPER_SCHEMA)
class PaperShape(serializers.Field):  # type: ignore[type-arg]
    """A file in a body: its name and its bytes in base64. Only for input."""

    default_error_messages = {"paper": _("A file is a name and its content in base64.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(write_only=True, **kwargs)

    def to_internal_value(self, data: Any) -> Paper:
        try:
            return Paper(str(data["name"])[:200], BytesIO(b64decode(data["content"], validate=True)))
        except (KeyError, TypeError, ValueError):
            self.fail("paper")


def _of(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)

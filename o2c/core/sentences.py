"""From a code to the sentence a person reads. Each room's `messages.py` holds `MESSAGES`: code -> translatable sentence."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import IntegrityError
from django.utils.functional import Promise

from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.plain import plain
from o2c.core.rooms import modules
from o2c.core.spoken import from_iso, spoken

UNKNOWN = "–"
_names: dict[str, str | Promise] = {}


@cache
def catalogue() -> dict[str, str | Promise]:
    """Every message of every room: code -> translatable sentence with named values."""
    found: dict[str, str | Promise] = {}
    for room in modules("messages"):
        found.update(room.MESSAGES)
    return found


def name(code: str, words: str | Promise) -> None:
    """Tell what something that a registry holds is called, so that stored sentences can name it: "proof:journal_balances"."""
    _names[code] = words


def sentence(code: str, values: dict[str, Any] | None = None) -> str:
    """The sentence for a code in the reader's language. Raises KeyError for a code no room has a sentence for."""
    if code in _names:
        return str(_names[code])
    return str(catalogue()[code]) % {name: spoken(value) for name, value in (values or {}).items()}


def words_of(*codes: str) -> str:
    """What the first of the codes that is known stands for; nothing for text that is none, or a sentence that asks for values."""
    for code in codes:
        words = str(_names.get(code) or catalogue().get(code) or "")
        if words and "%(" not in words:
            return words
    return ""


def keep(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a sentence as they are stored beside its code: amounts with their currency, days as ISO 8601."""
    return {name: _kept(value) for name, value in values.items()}


def _kept(value: Any) -> Any:
    return {"value": f"{value.value:f}", "currency": value.currency} if isinstance(value, Money) else plain(value)


class Kept(dict[str, Any]):
    """Values that were stored: one that a sentence asks for and nobody kept is a dash, not a crash."""

    def __missing__(self, name: str) -> str:
        return UNKNOWN


def kept_sentence(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a code and values that were kept; a value may itself be such a code. One that no release knows stays as it is."""
    if code in _names:
        return str(_names[code])
    said = catalogue().get(code)
    return code if said is None else str(said) % Kept({name: spoken(_told(value)) for name, value in values.items()})


def _told(value: Any) -> Any:
    match value:
        case {"code": str(code)}:
            return kept_sentence(code, value.get("values", {}))
        case {"value": str(number), "currency": str(currency)}:
            return Money(Decimal(number), currency)
        case str():
            return from_iso(value)
    return value


def called(subject: Any) -> str:
    """What a record is called where its name is kept: its numbers and names without the words of any language.

    Records whose words are a sentence say so by `in_words`: its code and its values.
    """
    values = getattr(subject, "in_words", {}).get("values", {})
    return " ".join(_bare(value) for value in values.values() if _bare(value)) or str(subject)


def _bare(value: Any) -> str:
    match value:
        case {"value": number, "currency": currency}:
            return f"{number} {currency}"
        case dict():
            return ""
    return str(value)


def codes_like(text: str) -> list[str]:
    """The codes whose sentence or name contains the text in the reader's language, whatever its case."""
    wanted = text.casefold()
    return [code for words in (catalogue(), _names) for code, said in words.items() if wanted in str(said).casefold()]


def from_integrity(error: IntegrityError) -> BusinessError | None:
    """The refusal a rule would have given for the constraint that answered, or None when no room knows it."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return BusinessError(name) if name in catalogue() else None


def explain(error: BusinessError) -> str:
    """The sentence of a refusal in the reader's language."""
    return sentence(error.code, error.values)

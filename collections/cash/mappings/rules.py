"""What a mapping must say before it can be used, and its states. Pure."""

from collections.abc import Mapping, Set

MAPPING_MOVES: Mapping[str, Set[str]] = {"draft": {"active", "retired"}, "active": {"active", "retired"}, "retired": set()}
# In the order a person fills them in; the last two stand once per file, not in each row.
MEANINGS = (
    "booked_on", "value_on", "amount", "credit", "debit", "sign", "currency", "payer", "payer_account", "text", "more_text",
    "reference", "balance", "opening", "closing",
)  # fmt: skip


def lacks(columns: Mapping[str, int]) -> str:
    """The code of what is missing or too much; empty when days and amounts can be read."""
    sides = {"credit", "debit"} & set(columns)
    if "booked_on" not in columns:
        return "mapping_without_date"
    if "amount" not in columns and not sides:
        return "mapping_without_amount"
    if "amount" in columns and sides:
        return "mapping_two_amounts"
    return ""

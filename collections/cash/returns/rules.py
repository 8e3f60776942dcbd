"""What a bank's reason for a return means. Pure. Source: cash reference 12."""

from o2c.accounts.payment_methods.rules import RETURNS


def next_step(code: str) -> list[str]:
    """The codes of the sentences that say what happened and what to do."""
    return [f"return_{code}", f"return_{code}_next"] if code in RETURNS else ["return_unknown_next"]

"""How paper differs from country to country."""

WINDOW_RIGHT = {"FR", "BE", "LU", "ES", "IT", "GB"}


def window_of(country: str) -> str:
    """On which side the envelopes of a country show the address."""
    return "right" if country in WINDOW_RIGHT else "left"


def in_fours(code: str) -> str:
    """An IBAN or reference as people read it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))

"""The reference a payer quotes. Source: ISO 11649."""

import re

from stdnum.iso7064 import mod_97_10

NOISE = re.compile(r"[^0-9A-Z]")
LONGEST = 21


def creditor_reference(number: str) -> str:
    """ "RF", two check digits, and the letters and digits of the document number: its last 21 where it is longer."""
    body = NOISE.sub("", number.upper())[-LONGEST:]
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"

"""Numbers somebody is known by: equal numbers are strong evidence when they are well formed and of one kind."""

import re
from typing import Literal

from stdnum import bic, imo, lei

from o2c.compliance.watchlists.readers.listed import Identifier

SEPARATORS = re.compile(r"[^0-9A-Z]")
LEAST_SIGNS, LEAST_UNLABELLED = 6, 9
CHECKED = {"lei": lei.is_valid, "imo": imo.is_valid, "bic": bic.is_valid}
COMPANY_NUMBERS = {"tax", "registration"}


def number_key(number: str) -> str:
    """The number without blanks, dots and dashes, in capitals."""
    return SEPARATORS.sub("", number.upper())


def strength(ours: Identifier, theirs: Identifier) -> Literal["strong", "weak", ""]:
    """How much two equal numbers say: "" for numbers of different countries or too short to mean anything."""
    if len(number_key(ours.number)) < LEAST_SIGNS or (ours.country and theirs.country and ours.country != theirs.country):
        return ""
    if "" in {ours.kind, theirs.kind}:
        return "strong" if len(number_key(ours.number)) >= LEAST_UNLABELLED else "weak"
    if ours.kind != theirs.kind:
        return "strong" if {ours.kind, theirs.kind} == COMPANY_NUMBERS and ours.country == theirs.country != "" else "weak"
    if ours.kind in CHECKED:
        return "strong" if CHECKED[ours.kind](ours.number) else "weak"
    return "strong" if ours.kind != "other" else "weak"

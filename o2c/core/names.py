"""Names folded for searching and sorting, in any script. Free of Django, so that rules can use it."""

import re

from anyascii import anyascii

DROPPED = re.compile(r"['’.`]")
SEPARATING = re.compile(r"[^a-z0-9]+")


def fold(name: str) -> str:
    """The name in plain lower-case letters, digits and single blanks: "L’Oréal S.A." gives "loreal sa", "中国" gives "zhongguo"."""
    return SEPARATING.sub(" ", DROPPED.sub("", anyascii(name)).casefold()).strip()

"""Publishers' files in, listed parties out: pure code, no Django and no database.

`read(kind, files)` is the one way in. A further format is one more module and one more line in `KINDS`.
"""

from collections.abc import Callable, Sequence

from .files import ListError, ListFile
from .listed import BirthDate, Identifier, Listed, ListedName, Reading
from .ofac import read_ofac

KINDS: dict[str, Callable[[Sequence[ListFile]], Reading]] = {"ofac_sdn": read_ofac, "ofac_nonsdn": read_ofac}


def read(kind: str, files: Sequence[ListFile]) -> Reading:
    """The parties listed in `files`, which belong together (one download of one publisher).

    Raises ListError "unknown_list_kind", and whatever the reader finds wrong: a broken file gives nothing.
    """
    if kind not in KINDS:
        raise ListError("unknown_list_kind", kind=kind, known=", ".join(KINDS))
    reading = KINDS[kind](files)
    if not reading.parties:
        raise ListError("list_empty")
    return reading


__all__ = ["KINDS", "BirthDate", "Identifier", "ListError", "ListFile", "Listed", "ListedName", "Reading", "read"]

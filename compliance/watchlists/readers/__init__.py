"""Publishers' files in, listed parties out: pure code, no Django and no database.

`read(kind, files)` is the one way in. A further format is one more module and one more line in `KINDS`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from .eu_csv import read_eu_csv
from .eu_xml import read_eu_xml
from .files import ListError, ListFile, beginning, is_xml
from .listed import BirthDate, Identifier, Listed, ListedName, Reading
from .mapped import read_mapped
from .ofac import read_ofac
from .ofac_advanced import read_ofac_advanced
from .ofac_enhanced import read_ofac_enhanced
from .ofac_xml import read_ofac_xml
from .opensanctions import read_opensanctions
from .senzing import read_senzing
from .uk import read_uk
from .un import read_un
from .us_csl import read_csl
from .us_dpl import read_dpl

Reader = Callable[[Sequence[ListFile]], Reading]
MOST_LOST_PERCENT = 5
LOST = {"row_without_key", "party_without_name"}


def _either(from_csv: Reader, from_xml: Reader) -> Reader:
    """CSV or XML, seen from the content."""
    return lambda files: (from_xml if any(map(is_xml, files)) else from_csv)(files)


def _treasury_xml(files: Sequence[ListFile]) -> Reading:
    """One of the three forms the Treasury publishes, told by what the file begins with."""
    start = next(beginning(file) for file in files if is_xml(file))
    if b"<sanctionsData" in start:
        return read_ofac_enhanced(files)
    return read_ofac_advanced(files) if b"<Sanctions" in start else read_ofac_xml(files)


KINDS: dict[str, Reader] = {
    "ofac_sdn": _either(read_ofac, _treasury_xml),
    "ofac_nonsdn": _either(read_ofac, _treasury_xml),
    "us_csl": read_csl,
    "us_dpl": read_dpl,
    "un": read_un,
    "eu_fsf": _either(read_eu_csv, read_eu_xml),
    "uk": read_uk,
    "opensanctions": read_opensanctions,
    "senzing": read_senzing,
    "csv": read_mapped,
}


def read(kind: str, files: Sequence[ListFile]) -> Reading:
    """The parties listed in `files`, which belong together (one download of one publisher).

    Raises ListError "unknown_list_kind", "too_many_lost", and whatever the reader finds wrong: a broken file gives nothing.
    """
    if kind not in KINDS:
        raise ListError("unknown_list_kind", kind=kind, known=", ".join(KINDS))
    reading = KINDS[kind](files)
    if not reading.parties:
        raise ListError("list_empty")
    key, times = Counter(party.key for party in reading.parties).most_common(1)[0]
    if times > 1:
        raise ListError("key_twice", key=key)
    lost = sum(finding.code in LOST for finding in reading.findings)
    if lost * 100 > sum(reading.counts.values()) * MOST_LOST_PERCENT:
        raise ListError("too_many_lost", count=lost, limit=MOST_LOST_PERCENT)
    return reading


def read_paths(kind: str, paths: Sequence[Path]) -> Reading:
    """The same from files on disk. Raises OSError too."""
    return read(kind, [ListFile.at(path) for path in paths])


__all__ = ["KINDS", "BirthDate", "Identifier", "ListError", "ListFile", "Listed", "ListedName", "Reading", "read", "read_paths"]

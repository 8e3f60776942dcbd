"""Rate files in: rows in chunks of one verb each; what could not be used is a finding, never lost."""

from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import ParseError

from o2c.core.access.models import User
from o2c.core.entities.readers import BadRow, RateRow, read_rates
from o2c.core.entities.services import Loaded, load_rates
from o2c.core.errors import BusinessError

CHUNK = 5000


def import_rates(content: bytes, *, source: str, actor: User) -> Loaded:
    """Load every rate of a file. Raises BusinessError "rate_file_unreadable" when it is no rate file at all."""
    rows = _readable(content)
    added, known = 0, 0
    findings: list[BadRow] = []
    while chunk := list(islice(rows, CHUNK)):
        findings += [row for row in chunk if isinstance(row, BadRow)]
        loaded = load_rates([row for row in chunk if isinstance(row, RateRow)], source=source, actor=actor)
        added, known = added + loaded.added, known + loaded.known
        findings += loaded.findings
    return Loaded(added, known, findings)


def _readable(content: bytes) -> Iterator[RateRow | BadRow]:
    try:
        yield from read_rates(content)
    except (ValueError, ParseError) as error:
        raise BusinessError("rate_file_unreadable", field="file") from error

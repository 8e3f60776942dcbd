"""Who on the lists is this? Pure code over plain facts: no Django, no database, no clock.

index = build_index(parties)                # or write_index(parties, path) once and open_index(path) in every process
hits = screen(Subject("organisation", ("Acme Trading LLC",)), index, Config())
same = compare(Subject("person", ("Ivan Petrov",)), Subject("person", ("Petrov, I.",)), Config())
"""

from .building import build_index
from .comparing import compare
from .facts import ENGINE_VERSION, Comparison, Config, Hit, Pair, Reason, Subject
from .index import Index
from .screening import screen
from .storage import open_index, write_index

__all__ = [
    "ENGINE_VERSION",
    "Comparison",
    "Config",
    "Hit",
    "Index",
    "Pair",
    "Reason",
    "Subject",
    "build_index",
    "compare",
    "open_index",
    "screen",
    "write_index",
]

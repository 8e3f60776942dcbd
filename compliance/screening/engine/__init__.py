"""Who on the lists is this? Pure code over plain facts: no Django, no database, no clock.

    index = build_index(parties)
    hits = screen(Subject("organisation", ("Acme Trading LLC",)), index, Config())

`screen` is the one door, so that a better machine can stand behind it.
"""

from .facts import ENGINE_VERSION, Config, Hit, Pair, Reason, Subject
from .index import Index, build_index
from .screening import screen

__all__ = ["ENGINE_VERSION", "Config", "Hit", "Index", "Pair", "Reason", "Subject", "build_index", "screen"]

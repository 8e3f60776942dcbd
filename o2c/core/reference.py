"""`sync_reference`: the rows every database needs. Each room registers an idempotent function."""

from collections.abc import Callable

import pghistory

SYNC = "core.sync_reference"
SYNCS: dict[str, Callable[[], None]] = {}


def reference(name: str, sync: Callable[[], None]) -> None:
    """Register (in `AppConfig.ready`) what this room must find in every database; runs in order of registration."""
    SYNCS[name] = sync


def sync_reference() -> list[str]:
    """Bring all reference rows to what the code says; returns the names of what ran."""
    with pghistory.context(verb=SYNC):
        for sync in SYNCS.values():
            sync()
    return list(SYNCS)

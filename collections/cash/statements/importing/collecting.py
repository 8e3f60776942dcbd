"""Files in the drop folder: which they are, and where they go."""

import os
from collections.abc import Iterator
from pathlib import Path

from o2c.collections.cash.statements.models import FileState, StatementFile

DONE, FAILED = "done", "failed"


def dropped(folder: Path) -> Iterator[Path]:
    """The plain files in the drop folder, by name; links and hidden files are left alone."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def put_away(path: Path, file: StatementFile) -> Path:
    """Move a dropped file to where its outcome says; its content names it, so that nothing there is overwritten by another."""
    target = path.parent / (FAILED if file.state == FileState.REFUSED else DONE)
    target.mkdir(exist_ok=True)
    kept = target / f"{file.stored.sha256[:12]}-{path.name}"
    os.replace(path, kept)
    return kept

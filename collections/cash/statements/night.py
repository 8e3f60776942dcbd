"""Statements imported: the night's step for files in the drop folder, and for files a worker never came to."""

from pathlib import Path

from django.conf import settings

from o2c.collections.cash.statements import services
from o2c.collections.cash.statements.importing.collecting import dropped, put_away
from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.models import FileState, StatementFile
from o2c.core.files.storage import store_raw
from o2c.core.jobs.models import LIVE
from o2c.core.jobs.progress import Progress


def collect(j: Progress) -> None:
    """A file stays in the folder until it is imported, so a killed step finds it again; the same bytes twice add nothing."""
    folder = Path(settings.BANK_FILE_FOLDER) if settings.BANK_FILE_FOLDER else None
    for path in dropped(folder) if folder and folder.is_dir() else ():
        with path.open("rb") as content:
            blob = store_raw(content, path.name)
        with j.chunk(0):
            file = services.receive_statement_file(blob, source="folder", actor=j.actor)
        put_away(path, _imported(j, file))
    for file in StatementFile.objects.filter(state=FileState.RECEIVED).exclude(job__state__in=LIVE).order_by("pk"):
        _imported(j, file)


def _imported(j: Progress, file: StatementFile) -> StatementFile:
    return import_file(file, actor=j.actor, chunk=j.chunk) if file.state == FileState.RECEIVED else file

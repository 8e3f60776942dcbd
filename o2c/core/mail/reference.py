"""The templates every database must hold: a file that changed becomes the next version."""

from pathlib import Path

from django.conf import settings

from o2c.core.mail.models import MailTemplate
from o2c.core.mail.rules import Source, read_source

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"


def sources() -> dict[tuple[str, str], Source]:
    """(code, language) -> what the file `<code>.<language>.txt` says."""
    files = sorted(FOLDER.glob("*.*.txt"))
    return {(path.name.split(".")[0], path.name.split(".")[1]): read_source(path.read_text(encoding="utf-8")) for path in files}


def sync_templates() -> None:
    """Add a version for each file whose text is not the newest one; safe to run at any time."""
    newest = {(row.code, row.language): row for row in MailTemplate.objects.order_by("version")}
    for (code, language), source in sources().items():
        known = newest.get((code, language))
        if known is None or Source(known.subject, known.body, known.confidential) != source:
            MailTemplate.objects.create(
                code=code,
                language=language,
                version=known.version + 1 if known else 1,
                subject=source.subject,
                body=source.body,
                confidential=source.confidential,
            )

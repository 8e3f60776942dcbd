"""A letter from its sheet to the storage. Called inside a job, outside any transaction; a verb then names the file."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from o2c.core.files.storage import Blob, store
from o2c.core.letters.typesetting import typeset


def make_letter(kind: str, language: str, sheet: Mapping[str, Any], *, dated: date, name: str) -> Blob:
    """The letter as a stored PDF/A under its own hash: what is shown, mailed and kept is this file, never made again."""
    return store(BytesIO(typeset(kind, language, sheet, dated=dated)), name)

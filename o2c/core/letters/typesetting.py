"""Letters as PDF/A: a typst template of `templates/letters/` filled with plain text."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates" / "letters"
PROBE = FOLDER / "probe.typ"
Standard = Literal["a-2b", "a-3b"]
STANDARD: Final[Standard] = "a-2b"
WITH_ATTACHMENTS: Final[Standard] = "a-3b"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
NOT_SHOWN = "could not be displayed"


def typeset(kind: str, language: str, sheet: Mapping[str, Any], *, dated: date, standard: Standard = STANDARD) -> bytes:
    """The letter `<kind>` in this language (English where we have none) as PDF/A; the same input gives the same bytes.

    `sheet` holds texts, lists and mappings of texts, as the template names them. They are never read as markup; a
    character none of our fonts has is shown as the replacement character. The archive date is `dated`.
    """
    source = next(path for path in (FOLDER / f"{kind}.{language}.typ", FOLDER / f"{kind}.en.typ") if path.exists())
    clean = _without_controls({**sheet, "language": source.suffixes[0].removeprefix(".")})
    try:
        return _compiled(source, clean, dated, standard)
    except typst.TypstError as error:
        if NOT_SHOWN not in str(error):
            raise
        return _compiled(source, _replaced(clean, frozenset(_undisplayable(sorted(set(_texts(clean)))))), dated, standard)


@cache
def fonts() -> typst.Fonts:
    """Only the fonts we ship: a letter looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER / "vendor")])


def _compiled(source: Path, sheet: Any, dated: date, standard: Standard = STANDARD) -> bytes:
    return typst.compile(
        source,
        root=FOLDER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
        pdf_standards=standard,
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
    )


def _undisplayable(characters: list[str]) -> list[str]:
    """Which of these no font of ours can show: asked of the typesetter, halving."""
    try:
        _compiled(PROBE, {"text": "".join(characters)}, date(2000, 1, 1))
    except typst.TypstError:
        half = len(characters) // 2
        return characters if half == 0 else _undisplayable(characters[:half]) + _undisplayable(characters[half:])
    return []


def _texts(sheet: Any) -> str:
    match sheet:
        case str():
            return sheet
        case Mapping():
            return "".join(map(_texts, sheet.values()))
        case list() | tuple():
            return "".join(map(_texts, sheet))
        case _:
            return ""


def _each_text(sheet: Any, change: Any) -> Any:
    match sheet:
        case str():
            return change(sheet)
        case Mapping():
            return {name: _each_text(part, change) for name, part in sheet.items()}
        case list() | tuple():
            return [_each_text(part, change) for part in sheet]
        case _:
            return sheet


def _without_controls(sheet: Any) -> Any:
    """Line breaks become blanks, other control and format characters go: they have no shape, and some turn text around."""
    return _each_text(sheet, lambda text: "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}))


def _replaced(sheet: Any, unknown: frozenset[str]) -> Any:
    return _each_text(sheet, lambda text: "".join(UNKNOWN if c in unknown else c for c in text))

"""Translations without the gettext programs: collect what is translatable, keep each language's file, compile it."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

HOUSE: Path = settings.BASE_DIR
FLOORS = ("o2c", "accounts", "billing", "collections", "compliance")
LAZY = {f"{name}_lazy": numbers for name, numbers in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}


def path_of(language: str) -> Path:
    return HOUSE / "locale" / language / "LC_MESSAGES" / "django.po"


def collect() -> Catalog:
    """Every translatable string of code and templates, with the files it is in."""
    found = Catalog(charset="utf-8")
    for path in _sources():
        for _line, message, _comments, context in _strings(path):
            found.add(message, locations=[(str(path.relative_to(HOUSE)), 0)], context=context)
    return found


def load(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="o2c", header_comment=f"# What o2c says in {language}.", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> list[Message]:
    """Bring the language's file to what is translatable now; give what it does not say yet."""
    known = load(language)
    current = collect()
    current.creation_date = known.creation_date
    known.update(current, no_fuzzy_matching=True)
    known.obsolete.clear()
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, known, width=120, sort_output=True, include_lineno=False)
    return unsaid(known)


def unsaid(catalog: Catalog) -> list[Message]:
    """Messages without a (complete) translation."""
    return [message for message in catalog if message.id and not _is_said(message.string)]


def _is_said(text: Any) -> bool:
    """A text, or one text per plural form."""
    return all(text) if isinstance(text, tuple | list) else bool(text)


def compile_changed() -> list[Path]:
    """Write the compiled file of every language whose text is newer; give those that were written."""
    sources = sorted((HOUSE / "locale").glob("*/LC_MESSAGES/*.po"))
    changed = [path for path in sources if not _is_current(path)]
    for path in changed:
        language = path.parent.parent.name
        with path.open("rb") as text, path.with_suffix(".mo").open("wb") as compiled:
            catalog = read_po(text, locale=language)
            if language == "fr":
                _space_french(catalog)
            write_mo(compiled, catalog)
    return changed


def _space_french(catalog: Catalog) -> None:
    """However it was typed: the space before a double mark is narrow and never broken, so no line begins with a colon."""
    for message in catalog:
        if message.id and message.string:
            message.string = spaced(message.string) if isinstance(message.string, str) else tuple(map(spaced, message.string))


def spaced(text: str) -> str:
    """A French text with narrow no-break spaces before `: ; ? !` and inside its quotation marks."""
    return re.sub(f"(?<=«){SPACE}|{SPACE}(?=[:;?!»])", "\N{NARROW NO-BREAK SPACE}", text)


def _is_current(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime


def _sources() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (path for path in sorted((HOUSE / floor).rglob("*.py")) if "migrations" not in path.parts)
    yield from (path for path in sorted((HOUSE / "templates").rglob("*")) if path.suffix in {".html", ".txt"})


def _strings(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text()
    if path.suffix == ".py":
        return extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    # what Django makes of a template is no valid Python, but close enough to JavaScript
    return extract("javascript", io.BytesIO(templatize(source, origin=str(path)).encode()), keywords=KEYWORDS)

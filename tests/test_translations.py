"""Every language says everything, with the same values in its sentences, and nothing that is no longer said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils.translation import override

from o2c import catalogue
from o2c.core import sentences

NAME = re.compile(r"%\((\w+)\)")
VALUE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")
OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def wrong_values(message: Message) -> Iterator[str]:
    """A translation may leave a value out only where it is a plural form without its number."""
    wanted = [set(VALUE.findall(text)) for text in forms(message.id)]
    for said in forms(message.string):
        if set(VALUE.findall(said)) not in wanted:
            yield f"{message.id!r} -> {said!r}"


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_everything_and_nothing_else(language: str) -> None:
    known = {(message.id, message.context) for message in catalogue.load(language) if message.id}
    found = {(message.id, message.context) for message in catalogue.collect() if message.id}

    assert not found - known, "run `make translations`, then translate what is new"
    assert not known - found, "run `make translations`: these are no longer said"
    assert not [message.id for message in catalogue.unsaid(catalogue.load(language))]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_sentence_can_be_filled(language: str) -> None:
    """A bare percent sign would answer a refusal with a crash."""
    with override(language):
        for message in sentences.catalogue().values():
            text = str(message)
            assert text % dict.fromkeys(NAME.findall(text), 1)


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_keep_their_values(language: str) -> None:
    assert not [wrong for message in catalogue.load(language) if message.id for wrong in wrong_values(message)]


def test_french_marks_keep_their_narrow_space_and_their_line() -> None:
    assert catalogue.spaced("Quoi ? «\u00a0Oui » : à 10:30") == "Quoi\u202f? «\u202fOui\u202f»\u202f: à 10:30"
    with override("fr"):
        assert str(sentences.catalogue()["task.opened"]) == "Mise dans la file\u202f: %(object)s"
    said = [text for message in catalogue.load("fr") if message.id for text in forms(message.string)]
    assert [text for text in said if re.search(r"\w(?:[;?!]|:\s)", text) and "Authorization: Bearer" not in text] == []


def test_the_trail_has_a_sentence_for_every_action_that_is_recorded() -> None:
    house = Path(settings.BASE_DIR)
    files = [path for floor in ("o2c", "accounts", "billing", "collections", "compliance") for path in (house / floor).rglob("*.py")]
    actions = {action for path in files for action in re.findall(r'\brecord\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))}
    assert actions - set(sentences.catalogue()) == set()
    assert len(actions) > 200


def test_no_function_is_called_by_a_name_that_the_collection_does_not_know() -> None:
    house = Path(settings.BASE_DIR)
    files = [path for floor in ("o2c", "accounts", "billing", "collections", "compliance") for path in (house / floor).rglob("*.py")]
    other = re.compile(r"import n?p?gettext(?:_lazy)? as (?!_\b)\w+")
    assert [str(path) for path in files if other.search(path.read_text(encoding="utf-8"))] == []

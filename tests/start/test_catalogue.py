"""Translations: found in code and templates, kept when they move, compiled without gettext."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from o2c import catalogue

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
title = gettext_lazy("Open items")
count = ngettext("%(n)s item", "%(n)s items", n) % {"n": n}
state = pgettext("of a period", "closed")
"""
PAGE = """{% load i18n %}<h1 class="a(b'c">{% translate "Ageing" %}</h1>
{% blocktranslate count n=rows|length trimmed %}
  {{ n }} row
{% plural %}
  {{ n }} rows
{% endblocktranslate %}{% translate "Open items" as heading %}"""


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogue, "HOUSE", tmp_path)
    (tmp_path / "billing").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "billing" / "tables.py").write_text(CODE)
    (tmp_path / "templates" / "ageing.html").write_text(PAGE)
    return tmp_path


def translate(**texts: object) -> None:
    text = catalogue.path_of("fr").read_text()
    for english, french in texts.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{french}"')
    catalogue.path_of("fr").write_text(text)


def test_strings_of_code_and_templates_are_found_with_plurals_and_context() -> None:
    found = {(message.id, message.context) for message in catalogue.collect() if message.id}
    assert found == {
        ("Open items", None),
        (("%(n)s item", "%(n)s items"), None),
        ("closed", "of a period"),
        ("Ageing", None),
        (("%(n)s row", "%(n)s rows"), None),
    }


def test_a_translation_survives_an_update_and_a_removed_string_leaves(house: Path) -> None:
    assert len(catalogue.update("fr")) == 5
    translate(Ageing="Balance âgée")
    (house / "billing" / "tables.py").unlink()
    assert {message.id for message in catalogue.update("fr")} == {"Open items", ("%(n)s row", "%(n)s rows")}
    assert catalogue.load("fr")["Ageing"].string == "Balance âgée"


def test_an_update_without_a_change_changes_no_byte() -> None:
    catalogue.update("fr")
    before = catalogue.path_of("fr").read_bytes()
    catalogue.update("fr")
    assert catalogue.path_of("fr").read_bytes() == before


def test_only_what_changed_is_compiled() -> None:
    catalogue.update("fr")
    translate(Ageing="Balance âgée")
    assert catalogue.compile_changed() == [catalogue.path_of("fr")]
    assert catalogue.compile_changed() == []
    with catalogue.path_of("fr").with_suffix(".mo").open("rb") as compiled:
        assert read_mo(compiled)["Ageing"].string == "Balance âgée"

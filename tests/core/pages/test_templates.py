"""Every template compiles, and none carries what the content policy forbids."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

HOME = Path(__file__).resolve().parents[3] / "templates"
NAMES = sorted(str(path.relative_to(HOME)) for path in HOME.rglob("*.html"))
FORBIDDEN = re.compile(r"\sstyle=|\son[a-z]+=\"|hx-on|javascript:|<script(?![^>]*\ssrc=)|<style", re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("mail/")])  # mail programs know nothing else
def test_a_template_has_no_inline_script_or_style(name: str) -> None:
    assert not FORBIDDEN.search((HOME / name).read_text())


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("components/")])
def test_a_component_opens_with_its_variables(name: str) -> None:
    assert (HOME / name).read_text().startswith("{% comment %}")

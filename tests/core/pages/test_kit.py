"""The style page shows every component; a component nobody can look at is not finished."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve
from django.urls.exceptions import Resolver404

HOME = Path(__file__).resolve().parents[3] / "templates"


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_the_style_page_answers_with_any_number_of_rows(browser: Client, rows: int) -> None:
    html = browser.get(f"/_kit/?rows={rows}").content.decode()
    assert html.count("data-row>") == rows


def test_its_form_shows_a_conflict(browser: Client) -> None:
    typed = {"name": "Other", "amount": "12.30", "country": "DE", "due_on": "eom", "version": "2"}
    response = browser.post("/_kit/", typed)
    assert response.status_code == 409
    assert "Saved meanwhile: Aurora Media SA" in response.content.decode()


def test_every_chart_is_on_the_style_page() -> None:
    shown = set(re.findall(r"components/(chart_\w+)\.html", (HOME / "core/pages/kit.html").read_text()))
    assert shown == {path.stem for path in (HOME / "components").glob("chart_*.html")} - {"chart_table"}


def test_production_has_no_style_page() -> None:
    with pytest.raises(Resolver404):
        resolve("/_kit/", urlconf="o2c.urls")

"""The form's way: refused input stays typed and says why beside the field; a conflict shows both; a success goes on."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from o2c.core.pages import timeline
from o2c.core.pages.models import SavedView
from o2c.core.pages.timeline import TimelineEntry


@pytest.fixture
def url(browser: Client, views: list[SavedView]) -> str:
    return f"/kit/{views[1].public_id}/"


def name_now() -> str:
    return SavedView.objects.order_by("pk")[1].name


def test_a_good_form_runs_the_verb_and_redirects(browser: Client, url: str) -> None:
    response = browser.post(url, {"name": "better", "version": 0}, follow=True)
    assert response.redirect_chain == [("/kit/list/", 302)]
    assert "View renamed." in response.content.decode()
    assert name_now() == "better"


def test_for_htmx_success_is_a_redirect_header(browser: Client, url: str) -> None:
    response = browser.post(url, {"name": "better"}, headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/kit/list/")


def test_missing_input_is_422_with_a_summary_that_links_to_the_field(browser: Client, url: str) -> None:
    response = browser.post(url, {"name": "", "amount": "12"})
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_name">Name</a>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'value="12"' in html


def test_a_refusal_of_the_verb_stands_beside_its_field(browser: Client, url: str) -> None:
    response = browser.post(url, {"name": "taken"})
    html = response.content.decode()
    assert response.status_code == 422
    assert html.index('id="id_name_error"') < html.index("You already have a view with this name", html.index('id="id_name_error"'))
    assert name_now() == "view 001"


def test_a_conflict_is_409_keeps_my_input_and_shows_theirs(browser: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    SavedView.objects.filter(name="view 001").update(name="theirs", query="xyz")
    at = datetime(2026, 2, 28, 9, 42, tzinfo=UTC)
    monkeypatch.setattr(timeline, "_sources", {"test": lambda subject, actor, limit: [TimelineEntry(at, "audit", "Renamed", who="Luc")]})
    response = browser.post(url, {"name": "mine", "version": 0})
    html = response.content.decode()
    assert response.status_code == 409
    assert 'value="mine"' in html
    assert "Saved meanwhile: theirs" in html
    assert "Changed by Luc, 28\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2026\N{NO-BREAK SPACE}10:42." in html
    assert 'name="version" value="3"' in html
    assert name_now() == "theirs"
    assert browser.post(url, {"name": "mine", "version": 3}).status_code == 302


def test_while_typing_only_the_asked_field_answers_and_nothing_is_written(browser: Client, url: str) -> None:
    response = browser.post(url, {"name": "better", "amount": "lots", "_validate": "amount"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Write an amount such as 1,234.56." in html
    assert "id_name_field" not in html
    assert name_now() == "view 001"


def test_an_object_outside_the_queryset_is_404(browser: Client, views: list[SavedView]) -> None:
    SavedView.objects.filter(pk=views[1].pk).update(listing="elsewhere")
    assert browser.get(f"/kit/{views[1].public_id}/").status_code == 404


def test_a_button_acts_by_post_only(browser: Client, url: str) -> None:
    assert browser.get(f"{url}share/").status_code == 405
    assert "Shared." in browser.post(f"{url}share/", follow=True).content.decode()


def test_a_refused_button_says_why_and_changes_nothing(browser: Client, url: str) -> None:
    browser.post(f"{url}share/")
    assert "belongs to someone else" in browser.post(f"{url}share/", follow=True).content.decode()
    answer = browser.post(f"{url}share/", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["bad"] is True


def test_a_stray_refusal_becomes_a_page_or_a_toast(browser: Client) -> None:
    response = browser.get("/kit/stray/")
    assert response.status_code == 409
    assert "it cannot become “paid”" in response.content.decode()
    fragment = browser.get("/kit/stray/", headers={"HX-Request": "true"})
    assert "cannot become" in json.loads(fragment.headers["HX-Trigger"])["toast"]["text"]

"""What is seen of the lists, and by whom."""

import pytest
from django.test import Client
from django.urls import reverse
from people import person

from o2c.compliance.watchlists import imports, queries
from o2c.compliance.watchlists.readers import ListFile

pytestmark = pytest.mark.django_db
PAGES = ["watchlist_sources", "watchlist_versions", "watchlist_loads"]


@pytest.fixture
def held(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    officer = person("compliance_officer")
    for last in (10, 5):
        rows = "".join(f'{at},"PARTY {at}",-0- ,"TEST"{",-0- " * 8}\r\n' for at in range(last))
        done = imports.load_watchlist("ofac_sdn", [ListFile("SDN.CSV", rows.encode())], actor=officer)
    return done.version


def browser(role: str, **named: str) -> Client:
    client = Client()
    client.force_login(person(role, **named), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("name", PAGES)
def test_the_officer_sees_each_list_and_gets_it_as_excel(held, name):
    client = browser("compliance_officer")
    assert "OFAC SDN" in client.get(reverse(name)).content.decode()
    assert client.get(reverse(name), {"export": "xlsx"}).status_code == 200


def test_the_source_says_how_fresh_it_is(held):
    shown = browser("auditor").get(reverse("watchlist_sources")).content.decode()
    assert "up to date" in shown
    assert "held: lost too many parties" in shown


@pytest.mark.parametrize("name", PAGES)
def test_sales_support_sees_none(held, name):
    assert browser("sales_support").get(reverse(name)).status_code == 403


def test_an_empty_page_says_what_to_do():
    assert "import_watchlist" in browser("auditor").get(reverse("watchlist_sources")).content.decode()


def test_a_second_officer_accepts_a_held_version(held):
    assert "Accept" in browser("compliance_officer").get(reverse("watchlist_versions")).content.decode()
    first = browser("compliance_officer").post(held.accept_url, {"reason": "split"})
    assert first.status_code == 422
    assert "second person" in first.content.decode()

    answer = browser("compliance_officer", name="Olga Officer").post(held.accept_url, {"reason": "The publisher split the list"})

    assert answer.status_code == 302
    assert queries.active_versions() == [held]


def test_the_auditor_may_look_but_not_accept(held):
    assert browser("auditor").post(held.accept_url, {"reason": "x"}).status_code == 403
    assert queries.active_versions() != [held]

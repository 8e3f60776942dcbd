"""What is seen of the lists, and by whom."""

import pytest
from django.test import Client
from django.urls import reverse
from people import person

from o2c.compliance.watchlists import imports, queries
from o2c.compliance.watchlists.readers import ListFile

pytestmark = pytest.mark.django_db
PAGES = ["watchlist_sources", "watchlist_versions", "watchlist_loads"]
SECOND = {"name": "Olga Officer"}


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


def test_a_version_shows_its_files_and_what_it_changed(held):
    client = browser("auditor")
    shown = client.get(held.get_absolute_url()).content.decode()
    assert held.files.get().sha256 in shown
    changes = reverse("watchlist_version_changes", args=[held.public_id])
    assert f"{changes}?change=removed" in shown
    browser("compliance_officer", **SECOND).post(held.accept_url, {"reason": "The publisher split the list"})
    removed = client.get(changes, {"change": "removed"}).content.decode()
    assert "PARTY 9" in removed
    assert "PARTY 1<" not in removed


def test_a_held_version_is_refused_for_good(held):
    discard = reverse("watchlist_version_discard", args=[held.public_id])
    client = browser("compliance_officer")
    assert client.post(discard, {"reason": " "}).status_code == 422
    assert client.post(discard, {"reason": "The file was cut off"}).status_code == 302
    held.refresh_from_db()
    assert held.state == "discarded"
    assert client.get(held.accept_url).status_code == 404


def test_a_party_is_found_and_shows_its_states(held):
    client = browser("auditor")
    assert "PARTY 3" in client.get(reverse("watchlist_parties"), {"q": "party 3"}).content.decode()
    shown = client.get(reverse("watchlist_party", args=["ofac_sdn", "3"])).content.decode()
    assert "OFAC SDN 1" in shown
    assert client.get(reverse("watchlist_party", args=["ofac_sdn", "999"])).status_code == 404


def test_two_entries_are_joined_and_split_on_the_page_of_a_party(held):
    client, page = browser("compliance_officer"), reverse("watchlist_party", args=["ofac_sdn", "3"])
    join = reverse("watchlist_party_join", args=["ofac_sdn", "3"])
    assert client.post(join, {"right": "nobody", "note": "x"}).status_code == 422
    assert client.post(join, {"right": "ofac_sdn:4", "note": "The same address"}).status_code == 302
    assert "The same address" in client.get(page).content.decode()
    link = queries.links_of("ofac_sdn:3").get()
    split = reverse("watchlist_party_split", args=["ofac_sdn", "3", link.public_id])
    assert client.post(split, {"note": "Not the same"}).status_code == 302
    assert "split" in client.get(page).content.decode()
    assert browser("auditor").get(join).status_code == 403

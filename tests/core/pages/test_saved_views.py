"""What people keep about a list: named views and chosen columns."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from people import empowered

from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.pages import services
from o2c.core.pages.models import ChosenColumns, SavedView

LIST = "/kit/list/?shared=true&o=-name"


def save(browser: Client, **more: str) -> SavedView:
    browser.post("/views/save/", {"listing": "kit_list", "name": "Mine", "query": "o=-name&shared=true", "next": LIST, **more})
    return SavedView.objects.get(name="Mine")


def test_a_saved_view_is_a_tab_that_leads_to_its_filter_and_order(browser: Client) -> None:
    view = save(browser)
    html = browser.get("/kit/list/?o=-name&shared=true").content.decode()
    assert f'<a href="/kit/list/?o=-name&amp;shared=true&amp;view={view.public_id}" aria-current="page">Mine</a>' in html
    assert "modified" not in html


def test_a_changed_view_says_so_and_can_be_saved_or_reset(browser: Client) -> None:
    view = save(browser)
    html = browser.get(f"/kit/list/?o=name&view={view.public_id}").content.decode()
    assert "modified" in html
    assert "Reset" in html
    save(browser, query="o=name")
    view.refresh_from_db()
    assert view.query == "o=name"


def test_a_shared_view_is_seen_by_others_and_only_its_owner_removes_it(browser: Client, reader: User) -> None:
    view = save(browser, shared="1")
    other = empowered("core.remove_view", name="Otto Other")
    with pytest.raises(BusinessError) as refused:
        services.remove_view(view.public_id, actor=other)
    assert refused.value.code == "view_not_yours"
    client = Client()
    client.force_login(other)
    assert "Mine" in client.get("/kit/list/").content.decode()
    browser.post(f"/views/{view.public_id}/remove/", {"next": "/kit/list/"})
    assert not SavedView.objects.exists()


def test_a_private_view_stays_private(browser: Client) -> None:
    save(browser)
    client = Client()
    client.force_login(empowered("core.remove_view", name="Otto Other"))
    assert "Mine" not in client.get("/kit/list/").content.decode()


def test_a_view_without_a_name_is_refused(browser: Client, reader: User) -> None:
    with pytest.raises(BusinessError) as refused:
        services.save_view("kit_list", name="  ", query="", actor=reader)
    assert refused.value.code == "savedview_has_name"
    assert not SavedView.objects.exists()


def test_the_database_refuses_a_nameless_view_and_a_second_of_the_same_name(reader: User) -> None:
    SavedView.objects.create(owner=reader, listing="l", name="n")
    for name, constraint in [("", "savedview_has_name"), ("n", "savedview_one_name_per_owner")]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_savedview (owner_id, listing, name, query, shared) VALUES (%s, 'l', %s, '', false)", [reader.pk, name]
            )


def test_chosen_columns_replace_the_tables_choice(browser: Client, views: list[SavedView]) -> None:
    browser.post("/views/columns/", {"listing": "kit_list", "column": ["query", "name"], "next": LIST})
    html = browser.get(LIST).content.decode()
    head = html[html.index("<thead>") : html.index("</thead>")]
    assert head.index("Name") < head.index("Filter")
    assert "Owner" not in head


def test_no_column_at_all_is_refused_and_nothing_changes(browser: Client) -> None:
    browser.post("/views/columns/", {"listing": "kit_list", "next": LIST})
    assert not ChosenColumns.objects.exists()


def test_the_way_back_never_leaves_the_house(browser: Client) -> None:
    response = browser.post("/preferences/", {"theme": "dark", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"
    assert response.cookies["theme"].value == "dark"

"""What the demo prints can be used: each link is a page its person may open; starting over spares foreign databases."""

import re

import pytest
from django.test import Client
from people import person

from o2c import demo
from o2c.core.access.roles import ROLE_NAMES
from o2c.supervise import Failed


@pytest.mark.django_db
def test_the_closing_words_name_one_login_per_role_and_five_links() -> None:
    people = {role: person(role) for role in ROLE_NAMES}
    person("clerk", name="Clovis Clerk")
    words = demo.closing_words("http://127.0.0.1:8000")
    assert dict(re.findall(r"^  (\w+) +(\S+@\S+)$", words, re.MULTILINE)) == {
        role: user.email for role, user in people.items() if role != "system"
    }
    assert re.findall(r"^  (http\S+)  as (\S+): .+$", words, re.MULTILINE) == [
        (f"http://127.0.0.1:8000{link.path}", people[link.role].email) for link in demo.LINKS
    ]
    assert f"the password {demo.PASSWORD}" in words


@pytest.mark.django_db
@pytest.mark.parametrize("link", demo.LINKS, ids=lambda link: link.page)
def test_a_link_opens_in_the_browser_of_its_person(link: demo.Link, client: Client) -> None:
    client.force_login(person(link.role))
    assert client.get(link.path).status_code == 200


def test_a_database_of_your_own_is_never_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://o2c@db.internal/o2c")
    with pytest.raises(Failed, match="Only the embedded database can be reset"):
        demo.start_over()

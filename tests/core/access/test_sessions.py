import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from people import person

from o2c.core.access.sessions import prolong

pytestmark = pytest.mark.django_db
PROFILE = "/profile/"


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(person("clerk"))
    return client


def ends_in(client: Client) -> float:
    """Seconds until the stored session ends."""
    return (Session.objects.get(pk=client.cookies["sessionid"].value).expire_date - timezone.now()).total_seconds()


def test_who_does_nothing_is_signed_out(signed_in: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 1
    assert signed_in.get(PROFILE).status_code == 200
    time.sleep(1.2)
    assert signed_in.get(PROFILE).url.startswith(reverse("login"))


def test_who_works_stays_signed_in(signed_in: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 2
    for _request in range(3):
        assert signed_in.get(PROFILE).status_code == 200
        time.sleep(1)
    assert signed_in.get(PROFILE).status_code == 200


def test_a_page_right_after_another_writes_nothing(signed_in: Client) -> None:
    signed_in.get(PROFILE)
    with CaptureQueriesContext(connection) as asked:
        signed_in.get(PROFILE)
    assert [query["sql"] for query in asked if "django_session" in query["sql"]] == []


def test_a_minute_later_the_whole_time_is_given_again(signed_in: Client) -> None:
    signed_in.get(PROFILE)
    session = signed_in.session
    session.set_expiry(timezone.now() + timedelta(minutes=58, seconds=30))
    session.save()
    answer = signed_in.get(PROFILE)
    assert 3595 < ends_in(signed_in) <= 3600
    assert 3595 <= int(answer.cookies["sessionid"]["max-age"]) <= 3600


def test_staying_prolongs_at_once(signed_in: Client) -> None:
    signed_in.get(PROFILE)
    session = signed_in.session
    session.set_expiry(timezone.now() + timedelta(minutes=59, seconds=30))
    session.save()
    assert signed_in.get(reverse("stay_signed_in")).status_code == 204
    assert ends_in(signed_in) > 3595


def test_a_session_prolonged_knows_how_much_is_left(signed_in: Client) -> None:
    session = signed_in.session
    prolong(session)
    assert 3598 <= session.get_expiry_age() <= 3600


def test_a_form_older_than_the_sign_in_is_refused_in_plain_words() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("clerk"))
    answer = client.post(PROFILE, {"csrfmiddlewaretoken": "of yesterday"})

    assert answer.status_code == 403
    assert "This page is out of date" in answer.content.decode()
    assert f'href="{PROFILE}"' in answer.content.decode()

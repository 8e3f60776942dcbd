"""Every page that needs no row: it answers in both languages, has one heading, asks few questions, and forbids what it should."""

import json
import re
from pathlib import Path

import every_page
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import person

from o2c.core.access.models import User

pytestmark = pytest.mark.django_db

BUDGET = 12
# Pages that need more, and how many: each with a reason in its own code.
GRANTED: dict[str, int] = json.loads((Path(__file__).parent / "query_counts.json").read_text())


@pytest.fixture
def everyone() -> User:
    return every_page.everyone()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_answers_with_one_heading_and_its_language(everyone: User, language: str) -> None:
    User.objects.filter(pk=everyone.pk).update(language=language)
    client = Client()
    client.force_login(everyone)
    wrong = []
    for url in every_page.pages(everyone):
        html = client.get(url).content.decode()
        if len(re.findall(r"<h1[\s>]", html)) != 1 or f'<html lang="{language}"' not in html:
            wrong.append(url)
    assert wrong == []


def test_no_page_asks_more_than_its_budget(everyone: User) -> None:
    client = Client()
    client.force_login(everyone)
    over = {}
    for url in every_page.pages(everyone):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        if len(asked) > GRANTED.get(url, BUDGET):
            over[url] = len(asked)
    assert over == {}


def test_no_address_breaks_for_a_stranger_or_shows_them_a_list() -> None:
    stranger = Client()
    stranger.force_login(person())
    answers = {url: stranger.get(url).status_code for url in every_page.addresses()}
    assert [url for url, status in answers.items() if status >= 500] == []


def test_every_page_sends_the_content_policy(everyone: User) -> None:
    client = Client()
    client.force_login(everyone)
    for url in every_page.pages(everyone):
        assert "'unsafe" not in client.get(url).headers["Content-Security-Policy"], url

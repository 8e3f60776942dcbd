"""The boring matrix of addresses: every one as everybody, answered as its rule says, never with a crash."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from people import NAMES, person

from o2c.core.access.models import User
from o2c.core.checks import OPEN_RULES, patterns
from o2c.core.doors import rules_of

SAMPLES = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "day": "2026-01-31", "slug": "x", "str": "x", "path": "x"}
ANSWERED = {200, 204, 302, 400, 404, 405, 409, 415, 422}


@dataclass(frozen=True)
class Place:
    """An address with made-up objects in it, and the rules of the view behind it (an endpoint has one per method)."""

    path: str
    rules: frozenset[str]
    is_endpoint: bool

    @property
    def is_public(self) -> bool:
        return "public" in self.rules


def places(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[Place]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from places(entry, route)
        else:
            yield Place(re.sub(r"<(?:(\w+):)?\w+>", _sample, route), rules_of(entry.callback), _is_endpoint(entry))


def _sample(found: re.Match[str]) -> str:
    return SAMPLES[found[1] or "str"]


def _is_endpoint(entry: URLPattern) -> bool:
    view: Callable[..., Any] = entry.callback
    return hasattr(view, "cls")


PLACES = sorted(places(), key=lambda place: place.path)


def answers(client: Client, wanted: Callable[[Place], bool]) -> Iterator[tuple[Place, int, str]]:
    """(place, status, where a redirect leads) for every place; a view that crashes answers 500."""
    client.raise_request_exception = False
    for place in PLACES:
        if wanted(place):
            with transaction.atomic():
                response = client.get(place.path)
                transaction.set_rollback(True)
            yield place, response.status_code, response.headers.get("Location", "")


def test_no_address_is_left_out() -> None:
    assert len(PLACES) == len(list(patterns()))
    assert all(place.rules for place in PLACES)


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_and_systems_without_a_token_away(client: Client) -> None:
    wrong = [
        (place.path, status, leads)
        for place, status, leads in answers(client, lambda place: not place.is_public)
        if not (place.is_endpoint and status in (401, 405)) and not leads.startswith("/sign-in/")
    ]
    assert wrong == []


@pytest.mark.django_db
def test_public_addresses_answer_everybody(client: Client) -> None:
    wrong = [(place.path, status) for place, status, _leads in answers(client, lambda place: place.is_public) if status not in ANSWERED]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *(role for role in NAMES if role != "system")])
def test_everybody_gets_what_their_role_allows_and_nothing_else(client: Client, role: str | None) -> None:
    user = person(role)
    client.force_login(user)

    wrong = [
        (place.path, status, sorted(place.rules))
        for place, status, _leads in answers(client, lambda place: not place.is_endpoint)
        if status not in (ANSWERED if _may(user, place) else {403})
    ]

    assert wrong == []


def _may(user: User, place: Place) -> bool:
    return all(rule in OPEN_RULES or user.may(rule) for rule in place.rules)

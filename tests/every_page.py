"""The pages that need no row, found from the addresses themselves, and one person who may open them all."""

from collections.abc import Iterator

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from people import person
from walk import is_page, visits

from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.checks import patterns
from o2c.core.pages import menu

SIGNING = "/sign-"


def everyone() -> User:
    """One person with every role of a reader."""
    return [person(role, name="Eve Everyone") for role in sorted(set(ROLE_NAMES) - {"system"})][-1]


def addresses() -> list[str]:
    """Every address without parameters."""
    found = set()
    for pattern in patterns():
        try:
            found.add(reverse(pattern.name) if pattern.name else "")
        except NoReverseMatch:
            continue
    return sorted(url for url in found if url and SIGNING not in url)


def pages(user: User) -> Iterator[str]:
    """The addresses that answer this user with a whole page of ours."""
    client = Client()
    client.force_login(user)
    for url in addresses():
        response = client.get(url)
        if response.status_code == 200 and b'<main id="main"' in response.getvalue():
            yield url


def walk(user: User) -> Iterator[tuple[str, str]]:
    """(address, HTML) of every page of the user's menu, and of the first record of each kind behind them with its panels."""
    client = Client()
    client.force_login(user)
    start = ["/", *(link.url for area in menu.areas(user) for link in area.links)]
    for url, _came_from, response in visits(client, start, named):
        if is_page(response):
            yield url, response.content.decode()


def named(url: str) -> str:
    """The name of the page at an address; none for what is no page of ours."""
    try:
        return resolve(url.split("?")[0]).url_name or ""
    except Resolver404:
        return ""

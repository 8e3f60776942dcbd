"""Somebody follows every kind of link they are shown, once, and opens every list as Excel."""

import re
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from openpyxl import load_workbook

from o2c.core.access.models import User

LINK = re.compile(r'(?:href|hx-get|data-panel)="([^"]*)"')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d|\d+")
COUNT = re.compile(r'data-announce="([\d\s.,]+) ')
ELSEWHERE = ("#", "mailto:", "tel:", "http:", "https:", "/static/", "/logout")
SORTED = {"o", "page", "columns"}  # the same page again


def shape(address: str) -> tuple[str, ...]:
    """What makes two addresses the same kind of page: the path without ids, and which filters are set."""
    parts = urlsplit(address)
    return (ID.sub("*", parts.path), *sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)} - SORTED))


def visits(client: Client, start: Iterable[str], kind: Callable[[str], Hashable]) -> Iterator[tuple[str, str, Any]]:
    """(address, the page that led there, its answer) of every address reached by links, one of each kind; none for no kind."""
    met: set[Hashable] = set()
    ahead = deque((address, "") for address in start)
    while ahead:
        address, came_from = ahead.popleft()
        if not (one := kind(address)) or one in met:
            continue
        met.add(one)
        response: Any = client.get(address, follow=True)
        yield address, came_from, response
        if is_page(response):
            ahead += [(link, address) for link in links(response.content.decode(), address)]


def is_page(response: Any) -> bool:
    return response.status_code < 400 and not response.streaming and response.headers["Content-Type"].startswith("text/html")


def walk(user: User) -> list[str]:
    """What went wrong on the way, each with the page that led there."""
    client = Client()
    client.force_login(user)
    wrong: list[str] = []
    for address, came_from, response in visits(client, ["/"], shape):
        if response.status_code >= 400:
            wrong.append(f"{response.status_code} {address} <- {came_from}")
        elif "export=xlsx" in address and not is_page(response):
            body = b"".join(response.streaming_content) if response.streaming else response.content
            wrong += [f"{problem} {address}" for problem in differences(client, address, body)]
    return wrong


def links(html: str, base: str) -> Iterator[str]:
    for found in LINK.findall(html):
        if found and not found.startswith(ELSEWHERE):
            yield urljoin(base, unescape(found)).split("#")[0]


def differences(client: Client, address: str, file: bytes) -> Iterator[str]:
    """Where a list's file holds another number of rows than its page says."""
    sheet: Any = load_workbook(BytesIO(file), read_only=True)
    rows = len(list(sheet.worksheets[1].iter_rows(values_only=True))) - 1
    page = client.get(address.replace("export=xlsx", "").rstrip("?&")).content.decode()
    if (said := COUNT.search(page)) and int(re.sub(r"\D", "", said[1])) != rows:
        yield f"{said[1]} rows on the page, {rows} in the file:"

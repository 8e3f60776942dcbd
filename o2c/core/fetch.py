"""The one way out to addresses of the web."""

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from o2c.core.errors import BusinessError

TIMEOUT = 10.0


class Unanswered(Exception):
    """Nobody answered, or not in the way that was agreed; the text says which."""


def check_address(url: str) -> None:
    """Only https, and only to the open internet, unless this installation allows its own network.

    Raises BusinessError "address_not_https", "address_not_public".
    """
    parts = urlsplit(url)
    if settings.FETCH_PRIVATE_NETWORK:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise BusinessError("address_not_https", field="url")
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(parts.hostname, parts.port or 443)}
    except OSError as unknown:
        raise BusinessError("address_not_public", field="url", host=parts.hostname) from unknown
    if not all(ipaddress.ip_address(str(address)).is_global for address in found):
        raise BusinessError("address_not_public", field="url", host=parts.hostname)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send the body; the answer's status. Follows no redirect. Raises httpx.HTTPError when nobody answers."""
    check_address(url)
    return httpx.post(url, content=body, headers=dict(headers), timeout=TIMEOUT, follow_redirects=False).status_code


def ask(url: str, question: Mapping[str, Any], *, timeout: float = TIMEOUT) -> dict[str, Any]:
    """Post a question as JSON; the object that is answered. Follows no redirect. Raises Unanswered."""
    check_address(url)
    try:
        answer = httpx.post(url, json=dict(question), timeout=timeout, follow_redirects=False)
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unanswered(type(error).__name__) from error
    if answer.status_code != 200 or not isinstance(said, dict):
        raise Unanswered(f"status {answer.status_code}")
    return said

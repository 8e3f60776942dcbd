"""The one way out to addresses of the web."""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings

from o2c.core.errors import BusinessError

TIMEOUT = 10.0
TRIES, PAUSE = 3, 2.0  # seconds before the second try, twice as long before the third
REDIRECTS = 5


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


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered; without a body when it is what the caller knows already."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


def get(url: str, *, etag: str = "", modified: str = "", limit: int) -> Fetched:
    """The file at an address, unless it is still the one with this ETag or Last-Modified; up to `limit` bytes.

    Tries again when nobody answers or the other side is in trouble; every address it is sent on to is checked.
    Raises BusinessError "address_refused", "address_silent", "address_too_large", and what `check_address` raises.
    """
    headers = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
    for again in range(TRIES):
        if again:
            time.sleep(PAUSE * 2 ** (again - 1))
        try:
            return _get(url, headers, limit)
        except httpx.TransportError as error:
            silent = BusinessError("address_silent", field="url", url=url, why=str(error) or type(error).__name__)
        except _Trouble as trouble:
            silent = BusinessError("address_silent", field="url", url=url, why=str(trouble))
    raise silent


class _Trouble(Exception):
    """The other side says that it cannot answer now."""


def _get(url: str, headers: Mapping[str, str], limit: int) -> Fetched:
    where = url
    for _ in range(REDIRECTS):
        check_address(where)
        with httpx.stream("GET", where, headers=dict(headers), timeout=TIMEOUT, follow_redirects=False) as answer:
            if answer.has_redirect_location:
                where = urljoin(where, answer.headers["Location"])
                continue
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return Fetched(None, headers.get("If-None-Match", ""), headers.get("If-Modified-Since", ""))
            if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise _Trouble(f"{answer.status_code} {answer.reason_phrase}")
            if answer.status_code != httpx.codes.OK:
                raise BusinessError("address_refused", field="url", url=url, status=answer.status_code)
            return Fetched(_body(answer, url, limit), answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
    raise BusinessError("address_refused", field="url", url=url, status=answer.status_code)


def _body(answer: httpx.Response, url: str, limit: int) -> bytes:
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > limit:
            raise BusinessError("address_too_large", field="url", url=url, limit=limit)
    return bytes(body)

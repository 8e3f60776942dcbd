"""Who may come in: every page has an access rule, and every request a door through which its verbs act."""

import functools
import re
import uuid
import zoneinfo
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from o2c.core.access.sessions import keep_awake
from o2c.core.acting import through

if TYPE_CHECKING:
    from o2c.core.access.models import User

V = TypeVar("V", bound=Callable[..., Any])

ID, NO_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "00000000-0000-4000-8000-000000000000"
CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"


class Request(HttpRequest):
    """What a guarded page function receives: the user is known. For type hints only."""

    user: "User"


class Access:
    """`@access("floor.view_things")`, `@access.login` for everyone signed in, `@access.public` for everyone."""

    def __call__(self, permission: str) -> Callable[[V], V]:
        return lambda view: _guarded(view, permission)

    def login(self, view: V) -> V:
        return _guarded(view, "login")

    def public(self, view: V) -> V:
        return _guarded(view, "public")


access = Access()


def _guarded(view: V, rule: str) -> V:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if rule != "public":
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if rule != "login" and not request.user.may(rule):
                raise PermissionDenied(rule)
        return view(request, *args, **kwargs)

    guarded.access = rule  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def who(request: HttpRequest) -> "User":
    """The person behind the door of a page that only those signed in reach."""
    return cast("User", request.user)


def ours(request: HttpRequest, target: str, otherwise: str = "/") -> str:
    """Where somebody is sent on to: an address of this house, and never one that leads out of it or is none."""
    is_ours = "/" in target and url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if is_ours else otherwise


def has_nul(request: HttpRequest) -> bool:
    """Whether the address or the form holds a NUL, which nobody types and no text of the database can hold."""
    texts = (request.path_info, *(value for typed in (request.GET, request.POST) for values in typed.lists() for value in values[1]))
    return any("\0" in text for text in texts)


class DoorMiddleware:
    """Opens the browser's door: request id, reader's language and time zone, content policy; a view without a rule stays shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            keep_awake(request.session)
        request_id = uuid.uuid4().hex
        zone = getattr(request.user, "time_zone", None)
        language = getattr(request.user, "language", None) or translation.get_language()
        with (
            through("ui", request_id=request_id, reader=who(request) if request.user.is_authenticated else None),
            timezone.override(zoneinfo.ZoneInfo(zone) if zone else None),
            translation.override(language),
        ):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language or "")
        response.headers["X-Request-Id"] = request_id
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if not rules_of(view):
            raise PermissionDenied("this address has no access rule")
        if not hasattr(view, "cls") and has_nul(request):  # an address of REST refuses it in its own shape
            raise BadRequest("a NUL in the address or the form")


def rules_of(view: Callable[..., Any]) -> frozenset[str]:
    """The access rules of a view: one for a page function, one per method for an API address, none means shut."""
    rule = getattr(view, "access", None)
    return frozenset([rule]) if isinstance(rule, str) else frozenset(rule or ())


def opens(user: "User", address: str) -> bool:
    """Whether the page at one of our addresses lets this user in; an address that is no page of ours is not asked."""
    rules = _rules_at(ID.sub(NO_ID, urlsplit(address).path))
    return rules is None or any(rule in {"public", "login"} or user.may(rule) for rule in rules)


@functools.lru_cache(maxsize=4_000)
def _rules_at(path: str) -> frozenset[str] | None:
    """The rules of the page at a path, asked once for all rows of its kind; None where there is no page of ours."""
    try:
        return rules_of(resolve(path).func)
    except Resolver404:
        return None

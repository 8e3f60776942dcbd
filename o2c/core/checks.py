"""System checks of the house: no view without an access rule, no permission that nobody holds or that nothing asks for."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from o2c.core.access.reference import role_permissions
from o2c.core.access.roles import EVERYONE
from o2c.core.doors import rules_of
from o2c.core.verbs import REGISTRY

OPEN_RULES = {"login", "public"}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


@register()
def every_view_has_a_rule(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    return [
        Error(f"{entry.pattern} ({entry.lookup_str}) has no access rule.", hint="Decorate it with @access(...).", id="core.E001")
        for entry in patterns()
        if not rules_of(entry.callback)
    ]


@register()
def every_permission_is_held_and_asked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    asked = frozenset().union(*(rules_of(entry.callback) for entry in patterns())) - OPEN_RULES | set(REGISTRY)
    held = EVERYONE.union(*role_permissions().values())
    unheld = [Error(f"No role holds the permission {name}.", id="core.E002") for name in sorted(asked - held)]
    unknown = [Error(f"Nothing asks for the permission {name}.", id="core.E003") for name in sorted(held - asked)]
    return unheld + unknown

"""Kinds of objects whose trail only some may read, such as compliance alerts: hidden from everybody else's lists and timelines.

restricted.register("compliance.alert", "compliance.view_alerts")
"""

from o2c.core.access.models import User

_kinds: dict[str, str] = {}


def register(object_type: str, permission: str) -> None:
    _kinds[object_type.lower()] = permission


def hidden_from(actor: User) -> list[str]:
    """The kinds the actor may not read about."""
    return [kind for kind, permission in _kinds.items() if not actor.may(permission)]

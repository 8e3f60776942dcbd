"""The story needs no rights of its own: everybody in it has a role of the house."""

ROLES: dict[str, set[str]] = {}

"""Measuring needs no rights of its own: it acts as a collector and as the night."""

ROLES: dict[str, set[str]] = {}

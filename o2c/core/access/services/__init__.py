"""Every write about people: users, grants, covers, what is one's own, and how one comes in."""

from o2c.core.access.services import covers, grants, own, sign_ins, tokens, users

__all__ = ["covers", "grants", "own", "sign_ins", "tokens", "users"]

"""Verbs over cases, ready answers and playbooks."""

from o2c.accounts.cases.services import cases, catalogue, claims, letters, playbooks, talking

__all__ = ["cases", "catalogue", "claims", "letters", "playbooks", "talking"]

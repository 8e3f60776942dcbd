"""Sentences for what the contracts' room refuses, asks for, and tells."""

from o2c.accounts.contracts.messages.control import REASONS, TITLES
from o2c.accounts.contracts.messages.room import MESSAGES as ROOM

MESSAGES = {**ROOM, **REASONS}

__all__ = ["MESSAGES", "TITLES"]

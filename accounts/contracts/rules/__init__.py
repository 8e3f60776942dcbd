"""What this room decides without asking anybody: moves, and the internal control of contracts."""

from o2c.accounts.contracts.rules.moves import CONTRACT_MOVES, EDITABLE, ORDER_MOVES

__all__ = ["CONTRACT_MOVES", "EDITABLE", "ORDER_MOVES"]

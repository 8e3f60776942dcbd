"""Verbs of legal entities, of their months, and of rates."""

from o2c.core.entities.services.entities import (
    apply_own_account_edit,
    apply_own_account_move,
    create_entity,
    edit_entity,
    new_own_account,
)
from o2c.core.entities.services.periods import (
    close_months_after_import,
    close_period,
    open_months_for_import,
    open_period,
    reopen_period,
    require_open,
    soft_close_period,
)
from o2c.core.entities.services.rates import Loaded, correct_rate, load_rates

__all__ = [
    "Loaded",
    "apply_own_account_edit",
    "apply_own_account_move",
    "close_months_after_import",
    "close_period",
    "correct_rate",
    "create_entity",
    "edit_entity",
    "load_rates",
    "new_own_account",
    "open_months_for_import",
    "open_period",
    "reopen_period",
    "require_open",
    "soft_close_period",
]

"""Verbs of corrections."""

from o2c.billing.corrections.services.cases import (
    APPROVAL,
    approve_correction,
    edit_correction,
    edit_correction_line,
    execute_correction,
    follow_correction_approval,
    open_correction,
    submit_correction,
    withdraw_correction,
)
from o2c.billing.corrections.services.spend import propose_spend_credits

__all__ = [
    "APPROVAL",
    "approve_correction",
    "edit_correction",
    "edit_correction_line",
    "execute_correction",
    "follow_correction_approval",
    "open_correction",
    "propose_spend_credits",
    "submit_correction",
    "withdraw_correction",
]

"""Verbs of matching."""

from o2c.collections.cash.matching.services.asking import answer_question, ask_client, close_question
from o2c.collections.cash.matching.services.deciding import (
    apply_receipt,
    ask_to_ignore,
    confirm_large_match,
    confirm_match,
    ignore_line,
    park_receipt,
    resume_receipt,
    split_receipt,
)
from o2c.collections.cash.matching.services.memory import forget_payer
from o2c.collections.cash.matching.services.running import post_match, store_proposals
from o2c.collections.cash.matching.services.transferring import transfer_credit
from o2c.collections.cash.matching.services.undoing import reallocate_receipt, unallocate_receipt

__all__ = [
    "answer_question",
    "apply_receipt",
    "ask_client",
    "ask_to_ignore",
    "close_question",
    "confirm_large_match",
    "confirm_match",
    "forget_payer",
    "ignore_line",
    "park_receipt",
    "post_match",
    "reallocate_receipt",
    "resume_receipt",
    "split_receipt",
    "store_proposals",
    "transfer_credit",
    "unallocate_receipt",
]

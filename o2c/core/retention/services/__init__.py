"""Verbs of retention: legal periods, and what is let go after them."""

from o2c.core.retention.services.periods import activate_retention_period, propose_retention_period
from o2c.core.retention.services.releases import (
    COUNTING,
    count_records,
    discard_removal,
    finish_count,
    finish_removal,
    propose_removal,
    release_removal,
    stop_removal,
)
from o2c.core.retention.services.removing import remove_records

__all__ = [
    "COUNTING",
    "activate_retention_period",
    "count_records",
    "discard_removal",
    "finish_count",
    "finish_removal",
    "propose_removal",
    "propose_retention_period",
    "release_removal",
    "remove_records",
    "stop_removal",
]

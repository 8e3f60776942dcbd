"""What a rule of data quality is: a question in SQL over every record it applies to, and, where there is one, the way to put it right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from o2c.accounts.quality.models import QualityIssue
    from o2c.core.access.models import User

# Customers we deal with. Questions begin from here, for everybody or (in a recheck) for one.
LIVE = """
    SELECT c.* FROM accounts_customer c
    WHERE c.state <> 'closed' AND c.merged_into_id IS NULL AND (%(customer)s::bigint IS NULL OR c.id = %(customer)s)
"""
ON_DAY = "{0}.valid_from <= %(day)s AND ({0}.valid_until IS NULL OR {0}.valid_until > %(day)s)"

Fix = Callable[["QualityIssue", "User"], object]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `question` selects (subject_id, customer_id, country, fails, expected, actual) for every record it applies to.

    It may use `live` (customers we deal with) and the values %(day)s and %(customer)s. `kind` names the record's table of pages;
    `fix`, where the records themselves say what is right, puts one issue right.
    """

    code: str
    title: str | Promise
    advice: str | Promise
    kind: str
    team: str
    question: str
    fix: Fix | None = None

"""Entries that are no receivable, coded in the night before payments are matched."""

from o2c.collections.cash.coding.services import code_by_rule
from o2c.collections.cash.statements.models import OPEN_LINES
from o2c.core.entities.models import OwnBankAccount
from o2c.core.jobs.progress import Progress


def code_entries(j: Progress) -> None:
    """Account by account; repeated, it finds nothing left."""
    accounts = OwnBankAccount.objects.filter(entity=j.job.entity, state="active", lines__state__in=OPEN_LINES)
    for account in accounts.distinct().order_by("pk"):
        with j.chunk():
            code_by_rule(account.pk, actor=j.actor)

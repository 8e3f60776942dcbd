"""The night of replaced accounts, and what happens to accounts whose owner leaves."""

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.services.replacing import assign_account_owner, complete_replacement
from o2c.core.access.models import User
from o2c.core.jobs.progress import Progress


def complete(j: Progress) -> None:
    """Every account of the entity whose day of replacement has come."""
    due = FinancialAccount.objects.filter(entity=j.job.entity_id, state="active", replaced_from__lte=j.job.day)
    for pk in due.order_by("pk").values_list("pk", flat=True):
        with j.chunk():
            complete_replacement(pk, actor=j.actor)


def owned_by(user: User) -> int:
    return FinancialAccount.objects.filter(owner=user).exclude(state="closed").count()


def hand_over(user: User, heir: User, actor: User) -> None:
    for pk in FinancialAccount.objects.filter(owner=user).order_by("pk").values_list("pk", flat=True):
        assign_account_owner.step(pk, owner=heir, reason=f"{user} \N{RIGHTWARDS ARROW} {heir}", actor=actor)

"""Matching of one bank account on the live book, for the command line."""

from django.db.models import Q

from o2c.collections.cash.matching.run import Matched, match_entity
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.entities.models import OwnBankAccount


def match_account(code: str, *, is_posting: bool) -> Matched | None:
    """What waits on the account of that IBAN or name; None when we have no such account."""
    account = OwnBankAccount.objects.select_related("entity").filter(Q(iban=code.replace(" ", "").upper()) | Q(name=code)).first()
    if account is None:
        return None
    day = local_today(account.entity)
    return match_entity(account.entity, on=day, account_id=account.pk, actor=the_night(), is_posting=is_posting)

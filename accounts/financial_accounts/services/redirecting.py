"""Steps that let another account carry what one carries, from a day on, and put it back."""

from datetime import date
from typing import Any

from django.db.models import Q

from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.core.changes import change

Moved = list[dict[str, Any]]


def redirect_links(source: FinancialAccount, survivor: FinancialAccount, on: date) -> Moved:
    """From the day on every campaign of the source bills to the survivor. Says what was moved, for `put_back`."""
    ongoing = CampaignAccount.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), account=source)
    return [_moved(link, survivor, on) for link in ongoing.select_for_update(no_key=True).order_by("pk")]


def _moved(link: CampaignAccount, account: FinancialAccount, on: date) -> dict[str, Any]:
    if link.valid_from >= on:
        change(link, account=account)
        return {"link": link.pk, "until": None}
    until = link.valid_until
    change(link, valid_until=on)
    new = CampaignAccount.objects.create(campaign_id=link.campaign_id, account=account, valid_from=on, valid_until=until)
    return {"link": new.pk, "until": until.isoformat() if until else None}


def put_back(moved: Moved, source: FinancialAccount, survivor: FinancialAccount, on: date) -> Moved:
    """From the day on what was moved bills to the source again; what was moved on since stays where it is."""
    links = CampaignAccount.objects.filter(pk__in=[each["link"] for each in moved], account=survivor)
    still = links.filter(Q(valid_until=None) | Q(valid_until__gt=on)).select_for_update(no_key=True).order_by("pk")
    return [_moved(link, source, on) for link in still]

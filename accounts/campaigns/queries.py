"""What is advertised, as far as the actor may see."""

from django.db.models import Q, QuerySet

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.names import fold

VIEW = "accounts.view_campaigns"


def campaigns(actor: User) -> QuerySet[Campaign]:
    """The campaigns the actor may see, the latest first.

    They are those of the advertisers within reach: asking so costs a million campaigns one look-up per advertiser.
    """
    return listed().filter(within_reach(actor))


def listed() -> QuerySet[Campaign]:
    """All campaigns as lists show them."""
    return Campaign.objects.select_related("advertiser", "end_client").order_by("-starts_on", "pk")


def within_reach(actor: User, campaign: str = "") -> Q:
    """What holds rows to the campaigns the actor may see. `campaign`: the path to the campaign, like "campaign__"."""
    reachable = scope(Customer.objects, actor, VIEW)
    return Q(**{f"{campaign}advertiser__in": reachable.values("pk")}) if reachable.query.where else Q()


def named(rows: QuerySet[Campaign], text: str) -> QuerySet[Campaign]:
    """The campaigns whose name or external id contains the text."""
    return rows.filter(search_name__contains=fold(text))

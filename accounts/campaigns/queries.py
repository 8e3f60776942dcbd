"""What is advertised, as far as the actor may see."""

from django.db.models import QuerySet

from o2c.accounts.campaigns.models import Campaign
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.names import fold

VIEW = "accounts.view_campaigns"


def campaigns(actor: User) -> QuerySet[Campaign]:
    """The campaigns the actor may see, the latest first."""
    return scope(Campaign.objects, actor, VIEW).select_related("advertiser", "end_client").order_by("-starts_on", "pk")


def named(rows: QuerySet[Campaign], text: str) -> QuerySet[Campaign]:
    """The campaigns whose name or external id contains the text."""
    return rows.filter(search_name__contains=fold(text))

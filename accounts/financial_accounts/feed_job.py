"""The job that settles the lines of a feed, each in its own transaction; a line that is refused waits with its rule."""

from o2c.accounts.financial_accounts.models import FeedLine
from o2c.accounts.financial_accounts.services.feed import refuse_feed_line, settle_feed_line
from o2c.core.errors import BusinessError
from o2c.core.jobs.progress import Progress


def settle(j: Progress) -> None:
    """Every waiting line of the run. Repeated, it goes on with those that still wait."""
    waiting = FeedLine.objects.filter(run=j.arguments["run"], state="waiting").order_by("row", "pk")
    ids = list(waiting.values_list("pk", flat=True))
    j.total(len(ids))
    for pk in ids:
        try:
            with j.chunk():
                settle_feed_line(pk, actor=j.actor)
        except BusinessError as refusal:
            with j.chunk(findings=1):
                refuse_feed_line(pk, rule=refusal.code, values=refusal.values, actor=j.actor)

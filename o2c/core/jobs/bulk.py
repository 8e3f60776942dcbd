"""Bulk actions of lists, done by a worker: the verb row by row, a refused row counted with its reason."""

from collections import Counter
from dataclasses import asdict

from django.utils import translation

from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.jobs import services
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import Progress
from o2c.core.pages.bulk import Order
from o2c.core.sentences import explain
from o2c.core.verbs import REGISTRY


def start(order: Order, user: User) -> Job:
    """Hand the order to a worker; the job has a page."""
    return services.start_bulk(asdict(order), actor=user)


def run(j: Progress) -> None:
    """Do what is left of the order. The page shows how many rows were refused, and why."""
    order = Order(**j.arguments)
    with translation.override(j.actor.language):
        verb, given = REGISTRY[order.verb], order.arguments()
        refused = Counter(j.cursor.get("refused", {}))
        begin = j.cursor.get("done", 0)
        j.total(len(order.ids))
        for done, pk in enumerate(order.ids[begin:], begin + 1):
            try:
                with j.chunk(cursor={"done": done, "refused": refused}):
                    verb(pk, actor=j.actor, **given)
            except BusinessError as refusal:
                refused[explain(refusal)] += 1
                j.advance(findings=1, cursor={"done": done, "refused": refused})
        j.result.update({order.title: len(order.ids) - refused.total(), **refused})

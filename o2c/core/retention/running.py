"""The two runs: counting what is over, and removing what was released. Killed at any moment, they end in the same state."""

from o2c.core.clock import local_today
from o2c.core.jobs.progress import Progress
from o2c.core.retention.judging import periods
from o2c.core.retention.models import ItemState, ReleaseState, RetentionItem, RetentionRelease
from o2c.core.retention.registry import SOURCES
from o2c.core.retention.rules import earliest_event
from o2c.core.retention.services import count_records, finish_count, finish_removal, remove_records

AT_A_TIME = 500
REMOVED_AT_A_TIME = 100


def count(j: Progress) -> None:
    """Look at what could be over, source by source in order of id."""
    release = int(j.arguments["release"])
    before = earliest_event(periods(), today=local_today())
    names = sorted(SOURCES) if before else []
    for index in range(int(j.cursor.get("source", 0)), len(names)):
        after = int(j.cursor.get("after", 0)) if j.cursor.get("source", 0) == index else 0
        while before and (some := SOURCES[names[index]].reach(after, before, AT_A_TIME)):
            after = some[-1]
            with j.chunk(len(some), cursor={"source": index, "after": after}):
                count_records(release, names[index], some, actor=j.actor)
    with j.chunk(0):
        finish_count(release, actor=j.actor)


def remove(j: Progress) -> None:
    """The night's step: every released thing, some at a time; then their bytes. Bytes a killed run left are swept by the next night."""
    for release in RetentionRelease.objects.filter(state=ReleaseState.RELEASED).order_by("pk"):
        rows = RetentionItem.objects.filter(release=release, state=ItemState.WAITING)
        j.total(j.job.processed + rows.count())
        while some := list(rows.order_by("pk").values_list("pk", flat=True)[:REMOVED_AT_A_TIME]):
            with j.chunk(len(some)):
                gone = remove_records(release.pk, some, actor=j.actor)
            for object_type, ids in gone.items():
                SOURCES[object_type].afterwards(ids)
        with j.chunk(0):
            finish_removal(release.pk, actor=j.actor)

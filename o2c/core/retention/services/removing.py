"""The one verb that removes: only what was released, only what the rule still lets go, and an event for each thing."""

from collections import defaultdict
from collections.abc import Collection

from django.apps import apps
from django.db import connection
from django.utils import timezone

from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.retention.judging import judge, periods
from o2c.core.retention.models import ItemState, ReleaseState, RetentionItem, RetentionRelease
from o2c.core.retention.registry import SOURCES
from o2c.core.retention.rules import Verdict
from o2c.core.verbs import lock_one, verb

GONE = {"code": "retention_gone", "values": {}}


@verb("core.remove_records")
def remove_records(pk: int, item_ids: Collection[int], *, actor: User) -> dict[str, list[int]]:
    """Remove these items of a release; returns the objects removed, by type, whose bytes may go now that this has committed.

    Each is judged again, under its customers' gates: a hold, a freeze or a longer period since the count keeps it, with the reason.
    """
    release = lock_one(RetentionRelease.objects.filter(state=ReleaseState.RELEASED), pk)
    waiting = release.items.filter(pk__in=item_ids, state=ItemState.WAITING).order_by("pk").select_for_update()
    by_type: dict[str, list[RetentionItem]] = defaultdict(list)
    for item in waiting:
        by_type[item.object_type].append(item)
    return {object_type: _removed(release, object_type, items, actor) for object_type, items in by_type.items()}


def _removed(release: RetentionRelease, object_type: str, items: list[RetentionItem], actor: User) -> list[int]:
    source, today = SOURCES[object_type], local_today()
    ids = [item.object_id for item in items]
    gates.hold({use.customer_id for thing in source.things(ids) for use in thing.uses if use.customer_id})
    verdicts = {each.thing.object_id: each.verdict for each in judge(object_type, ids, known=periods(), today=today)}
    going = [pk for pk in ids if pk in verdicts and verdicts[pk].may_go]
    with _door(release.pk):
        source.remove(going)
    for item in items:
        _settle(item, verdicts.get(item.object_id), actor)
    RetentionItem.objects.bulk_update(items, ["state", "why", "done_at"])
    return going


class _door:
    """While it is open, the database lets the personal fields of this release's customers be emptied, also in row versions."""

    def __init__(self, release_id: int) -> None:
        self.release_id = release_id

    def __enter__(self) -> None:
        self._set(str(self.release_id))

    def __exit__(self, *_error: object) -> None:
        self._set("")

    def _set(self, value: str) -> None:
        if connection.needs_rollback:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('o2c.retention_release', %s, true)", [value])


def _settle(item: RetentionItem, verdict: Verdict | None, actor: User) -> None:
    item.done_at = timezone.now()
    if verdict is None or not verdict.may_go:
        item.state = ItemState.KEPT
        item.why = {"code": verdict.code, "values": {key: str(value) for key, value in verdict.values.items()}} if verdict else GONE
        return
    item.state = ItemState.REMOVED
    subject = apps.get_model(item.object_type)._base_manager.get(pk=item.object_id)
    facts = {"name": item.name, "size": item.size, "sha256": item.sha256, "country": item.country, "free_on": item.free_on}
    record("record.removed", subject, actor=actor, after={"kind": item.kind, "release": str(item.release), **facts})

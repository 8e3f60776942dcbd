"""What this room tells the house when it loads: the timeline's first source, its proofs, its step of the night, its menu."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.audit.anchors import anchor_day, anchors_due
from o2c.core.audit.queries import events_about
from o2c.core.audit.unaccounted import versions_without_event
from o2c.core.audit.verification import bad_rows
from o2c.core.audit.words import changes, said, told, who
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, timeline
from o2c.core.pages.timeline import TimelineEntry
from o2c.core.proofs.registry import Bad, proof
from o2c.core.sentences import UNKNOWN
from o2c.core.spoken import paired

SHORT = 2  # changes shown at once in the timeline
TECHNICAL = {"sha256"}  # facts the page of the event shows, and no timeline


def trail(subject: Model, actor: User, limit: int) -> Iterator[TimelineEntry]:
    """The audit events of an object and its parts, each in words with its changes."""
    may_open = actor.may("core.view_audit")
    for event in events_about(subject, actor).select_related("chain__entity")[:limit]:
        lines = [_line(*change) for change in changes(event, but={*told(event), *TECHNICAL}) if set(change[1:]) != {UNKNOWN}]
        yield TimelineEntry(
            at=event.at,
            kind=_("change"),
            title=said(event),
            body="\n".join([*([event.reason] if event.reason else []), *lines]),
            who=who(event),
            folds=len(lines) > SHORT,
            url=event.get_absolute_url() if may_open else "",
        )


def _line(label: str, before: str, after: str) -> str:
    return paired(label, after if before == UNKNOWN else f"{before} → {after}")


def chains_hold(day: date) -> Iterator[Bad]:
    """The chains of the day and of the day before, and the anchors."""
    for each in (day - timedelta(days=1), day):
        for bad in bad_rows(each):
            yield Bad(f"{bad.day} {bad.chain} {bad.seq or ''} {bad.label}".strip(), bad.code, dict(bad.values))


def versions_have_events(_day: date) -> Iterator[Bad]:
    for bad in versions_without_event():
        values: dict[str, Any] = {"at": bad.at}
        yield Bad(f"{bad.model._meta.verbose_name} {bad.object_id} ({bad.kind})", "version_without_event", values)


def anchor_the_past(j: Progress) -> None:
    """The night's step: every closed day gets its anchor."""
    due = anchors_due()
    j.total(len(due))
    for day in due:
        with j.chunk():
            anchor_day(day, actor=j.actor)


timeline.source("audit", trail)
proof("audit_chains_hold", _("The audit trail is the one that was written"), chains_hold, "audit")
proof("versions_have_events", _("Every change to a record belongs to an audit event"), versions_have_events, "audit")
step("audit_anchor", _("Audit trail anchored"), anchor_the_past, per_entity=False)
menu.add("core", _("Audit trail"), "audit_list", "core.view_audit", order=70)

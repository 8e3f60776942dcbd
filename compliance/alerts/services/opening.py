"""From the hits of a run to alerts: one per subject and party, none twice, and never thousands from one bad entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries
from o2c.compliance.alerts.models import AlertBrake, AlertHit, AlertKind, AlertMove, AlertState, BrakeState, ComplianceAlert, Suppression
from o2c.compliance.alerts.rules import MOST_ALERTS_OF_A_PARTY, OPEN, Remembered, four_eyes
from o2c.compliance.alerts.services.clocks import due_at
from o2c.compliance.alerts.services.desk import put_on_desk, sound_alarm
from o2c.compliance.alerts.services.steps import reopen
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.matcher import Matcher
from o2c.compliance.screening.models import Hit, ScreenedSubject, ScreeningRun
from o2c.compliance.screening.services import Kept, Who
from o2c.compliance.watchlists.queries import members_of_all
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import lock

Memory = dict[Who, dict[str, Remembered]]
Pair = tuple[int, int | None, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit at or above the alert threshold."""

    subject: ScreenedSubject
    hit: Hit
    party: str
    by_number: bool
    merged: tuple[str, ...] = ()  # entries the publisher has merged into this one

    def past(self, decided: Mapping[str, Remembered]) -> Remembered | None:
        """What was decided about this pair, or about the pair with an entry that went into this one."""
        return next((decided[party] for party in (self.party, *self.merged) if party in decided), None)

    def pair(self, clusters: Mapping[str, str]) -> Pair:
        """Whom the alert is about: one subject and one party, on however many lists it stands."""
        return self.subject.customer_id, self.subject.contact_id, clusters[self.party]

    def is_about(self, party: str) -> bool:
        """Whether that is this entry, under its present number or one it had before."""
        return party in (self.party, *self.merged)


def silent_parties(who: Who, fingerprint: str, memory: Memory, matcher: Matcher, config: Config, on: date) -> dict[str, int]:
    """Parties whose pair with this subject is decided and unchanged, with the decision: they are not even searched for."""
    return {
        party: past.decision
        for party, past in memory.get(who, {}).items()
        if past.config_version == config.version and past.silences(fingerprint, matcher.hashes.get(party, ""), on)
    }


def open_alerts(
    run: ScreeningRun, kept: Sequence[Kept], memory: Memory, matcher: Matcher, config: Config, *, actor: User
) -> tuple[int, int]:
    """A step: alerts for what was found, suppressions for what decisions kept quiet; how many of each."""
    suppressions = [_suppression(run, one.subject, party, past) for one in kept for party, past in one.match.silent.items()]
    found = []
    for one in _found(kept, config):
        past = one.past(memory.get((one.subject.customer_id, one.subject.contact_id), {}))
        if past and past.silences(one.subject.fingerprint, matcher.hashes[one.party], run.day) and past.silences_score(one.hit.score):
            suppressions.append(_suppression(run, one.subject, one.party, past.decision))
        else:
            found.append(one)
    Suppression.objects.bulk_create(suppressions)
    return _open(run, found, config, actor), len(suppressions)


def _found(kept: Iterable[Kept], config: Config) -> list[Found]:
    return [
        Found(
            one.subject,
            row,
            hit.party.key,
            hit.reasons[0].code.startswith("number"),
            queries.merged_into(hit.party.key.partition(":")[0], hit.party),
        )
        for one in kept
        for row, hit in zip(one.hits, one.match.hits, strict=True)
        if hit.score >= config.alert_from
    ]


def _suppression(run: ScreeningRun, subject: ScreenedSubject, party: str, decision: int) -> Suppression:
    return Suppression(run=run, subject=subject, party=party, decision_id=decision, day=run.day)


def _open(run: ScreeningRun, found: Sequence[Found], config: Config, actor: User) -> int:
    if not found:
        return 0
    lock(Customer.objects, sorted({one.subject.customer_id for one in found}))  # two screenings of one customer open one alert
    clusters = _clusters(found)
    known = _known(found, clusters)
    opened_by = queries.alerts_in_run(run.pk, {one.party for one in found})
    brakes = {brake.party: brake for brake in AlertBrake.objects.filter(state=BrakeState.ON).select_for_update(no_key=True).order_by("pk")}
    dismissed = queries.dismissed_hits({one.party for one in found})
    opened = 0
    for one in found:
        alert = known.get(one.pair(clusters))
        if alert is not None:
            opened += _attach(alert, one, config, actor)
        elif one.hit.pk in dismissed:
            continue
        elif one.party in brakes or opened_by[one.party] >= MOST_ALERTS_OF_A_PARTY:
            brakes[one.party] = _hold_back(run, one, brakes.get(one.party), actor)
        else:
            known[one.pair(clusters)] = open_alert(one.hit, one.party, config, by_number=one.by_number, actor=actor)
            opened_by[one.party] += 1
            opened += 1
    return opened


def _clusters(found: Sequence[Found]) -> dict[str, str]:
    """Every entry that is one of the parties found, with its cluster; what the publisher merged into an entry is that party too."""
    clusters = members_of_all({one.party for one in found})
    return {former: clusters[one.party] for one in found for former in one.merged} | clusters


def _known(found: Sequence[Found], clusters: Mapping[str, str]) -> dict[Pair, ComplianceAlert]:
    """The alert of each pair that an alert was ever opened for, unless it was released; an open one first; locked."""
    alerts = ComplianceAlert.objects.filter(customer__in={one.subject.customer_id for one in found}, party__in=clusters.keys()).exclude(
        state=AlertState.RELEASED
    )
    locked = sorted(alerts.select_for_update(no_key=True).order_by("pk"), key=lambda alert: alert.state in OPEN)
    return {(alert.customer_id, alert.contact_id, clusters[alert.party]): alert for alert in locked}


def open_alert(hit: Hit, party: str, config: Config, *, by_number: bool, actor: User) -> ComplianceAlert:
    """A step: a new alert in the queue."""
    holds = hit.score >= round(config.hold_from, 4)
    alert = ComplianceAlert.objects.create(
        customer_id=hit.subject.customer_id,
        contact_id=hit.subject.contact_id,
        party=party,
        subject=hit.subject,
        entry_id=hit.entry_id,
        score=hit.score,
        holds=holds,
        four_eyes=four_eyes(hit.score, by_number=by_number),
        due_at=due_at(AlertKind.SANCTIONS, holds=holds),
    )
    AlertHit.objects.create(alert=alert, hit=hit)
    AlertMove.objects.create(alert=alert, by=actor, step="opened", to_state=alert.state)
    record("alert.opened", alert, actor=actor, parent=alert, after={"score": hit.score, "party": party})
    put_on_desk(alert, actor=actor)
    return alert


def _attach(alert: ComplianceAlert, one: Found, config: Config, actor: User) -> int:
    """A further hit of a pair that has an alert: shown on it; a cleared one is opened again, since something changed.

    A hit on the same party on another list leaves the alert on the entry it was opened for.
    """
    if alert.hits.filter(hit=one.hit).exists() and alert.state != AlertState.FALSE_POSITIVE:
        return 0
    AlertHit.objects.get_or_create(hit=one.hit, defaults={"alert": alert})
    holds = one.hit.score >= round(config.hold_from, 4)
    eyes = four_eyes(one.hit.score, by_number=one.by_number)
    latest: dict[str, Any] = {"holds": holds or alert.holds, "four_eyes": eyes or alert.four_eyes}
    if one.is_about(alert.party):
        latest = {"subject": one.subject, "entry_id": one.hit.entry_id, "score": one.hit.score, "holds": holds, "four_eyes": eyes}
    if alert.state == AlertState.FALSE_POSITIVE:
        reopen(alert, actor=actor, reason_code="move_changed", due_at=due_at(alert.kind, holds=holds), **latest)
        return 1
    for name, value in latest.items():
        setattr(alert, name, value)
    alert.save(update_fields=list(latest))
    return 0


def _hold_back(run: ScreeningRun, one: Found, brake: AlertBrake | None, actor: User) -> AlertBrake:
    if brake is None:
        brake = AlertBrake.objects.create(party=one.party, entry_id=one.hit.entry_id, run=run, hits=[one.hit.pk])
        record("alert.brake_on", brake, actor=actor, after={"party": one.party})
        sound_alarm(brake, actor=actor)
        return brake
    if one.hit.pk not in brake.hits:
        brake.hits.append(one.hit.pk)
        brake.save(update_fields=["hits"])
    return brake

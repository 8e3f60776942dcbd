"""Legal periods change with two people: one proposes, with the law, another approves."""

from datetime import date

from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.retention.models import PeriodState, RetentionPeriod
from o2c.core.retention.rules import PERIOD_MOVES
from o2c.core.verbs import lock_one, transition, verb

APPROVAL = "retention_period"


@verb("core.propose_retention_period")
def propose_retention_period(
    country: str, kind: str, *, years: int, from_year_end: bool, valid_from: date, source: str, reason: str, actor: User
) -> RetentionPeriod:
    """Propose how long a kind of record is kept in a country from a day on; it holds once another person has approved it."""
    facts = {"country": country, "kind": kind, "years": years, "from_year_end": from_year_end, "valid_from": valid_from, "source": source}
    proposed = RetentionPeriod.objects.create(**facts)
    record("retention_period.proposed", proposed, actor=actor, after=facts, reason=reason)
    request_approval.step(APPROVAL, proposed, {"pk": proposed.pk}, reason=reason, after=facts, actor=actor)
    return proposed


@verb("core.activate_retention_period", dual=True)
def activate_retention_period(pk: int, *, actor: User) -> RetentionPeriod:
    """Put an approved period in force; the one before it ends on its first day."""
    chosen = lock_one(RetentionPeriod.objects, pk)
    rows = RetentionPeriod.objects.filter(country=chosen.country, kind=chosen.kind, state=PeriodState.ACTIVE)
    for before in rows.filter(valid_until=None, valid_from__lt=chosen.valid_from).select_for_update(no_key=True):
        before.valid_until = chosen.valid_from
        before.save(update_fields=["valid_until"])
        record("retention_period.ended", before, actor=actor, before={"valid_until": None}, after={"valid_until": before.valid_until})
    transition(chosen, PeriodState.ACTIVE, PERIOD_MOVES)
    chosen.save(update_fields=["state"])
    record("retention_period.activated", chosen, actor=actor, before={"state": "proposed"}, after={"state": "active"})
    return chosen

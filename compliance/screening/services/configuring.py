"""A change of thresholds, weights or lists: proposed with a reason, its effect measured, made to count by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from django.db.models import Max
from django.utils import timezone

from o2c.compliance.screening import queries
from o2c.compliance.screening.configuration import active_config
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.models import ConfigState, ScreeningConfig
from o2c.compliance.screening.rules import CONFIG_MOVES
from o2c.compliance.watchlists.models import WatchlistSource
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs import services as jobs
from o2c.core.verbs import lock_one, transition, verb

MEASURE = "compliance.measure_config"


@verb("compliance.propose_screening_config")
def propose_screening_config(changes: Mapping[str, Any], *, left_out: Sequence[str] = (), reason: str, actor: User) -> ScreeningConfig:
    """Propose other thresholds or weights (what is not named stays as it is) and queue the measuring of their effect.

    Raises BusinessError "reason_missing", "config_unknown_number", "config_out_of_order", "config_unchanged", "list_unknown".
    """
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    before = active_config()
    config = _changed(before, changes)
    if unknown := sorted(set(left_out) - set(WatchlistSource.objects.values_list("code", flat=True))):
        raise BusinessError("list_unknown", field="left_out", lists=unknown)
    latest = ScreeningConfig.objects.filter(state=ConfigState.ACTIVE).first()
    if config == before and sorted(left_out) == sorted(latest.left_out if latest else []):
        raise BusinessError("config_unchanged")
    number = (ScreeningConfig.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    proposed = ScreeningConfig.objects.create(number=number, config=asdict(config), left_out=sorted(left_out), reason=reason.strip())
    record("screening.config_proposed", proposed, actor=actor, reason=reason, after={"number": number, **_difference(before, config)})
    jobs.request(MEASURE, key=str(proposed.pk), actor=actor, arguments={"config": proposed.pk})
    return proposed


@verb("compliance.keep_config_effect")
def keep_config_effect(config_id: int, effect: Mapping[str, Any], *, actor: User) -> ScreeningConfig:
    """Write down what the proposal does on the fixed sample. Raises Conflict "wrong_state" once it was decided."""
    proposed = lock_one(ScreeningConfig.objects, config_id)
    if proposed.state != ConfigState.PROPOSED:
        raise Conflict("wrong_state", field="state", state=proposed.state, wanted=ConfigState.PROPOSED)
    proposed.effect = dict(effect)
    proposed.save(update_fields=["effect"])
    counts = {name: effect[name] for name in ("subjects", "alerts_before", "alerts_after")}
    record("screening.config_measured", proposed, actor=actor, after=counts)
    return proposed


@verb("compliance.activate_screening_config")
def activate_screening_config(config_id: int, *, actor: User) -> ScreeningConfig:
    """The second person makes the proposal count; everybody is screened anew.

    Raises BusinessError "config_by_proposer", "config_not_measured"; Conflict "wrong_state".
    """
    proposed = lock_one(queries.configs(actor), config_id)
    if proposed.created_by_id == actor.pk:
        raise BusinessError("config_by_proposer")
    if proposed.effect is None:
        raise BusinessError("config_not_measured")
    transition(proposed, ConfigState.ACTIVE, CONFIG_MOVES)
    for former in ScreeningConfig.objects.filter(state=ConfigState.ACTIVE).select_for_update(no_key=True):
        transition(former, ConfigState.RETIRED, CONFIG_MOVES)
        former.save(update_fields=["state"])
    _decided(proposed, "activated", actor, proposed.reason)
    events.publish("screening.configured", proposed)
    return proposed


@verb("compliance.decline_screening_config")
def decline_screening_config(config_id: int, *, reason: str, actor: User) -> ScreeningConfig:
    """The proposal shall not count, also in the proposer's own view. Raises BusinessError "reason_missing"; Conflict "wrong_state"."""
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    proposed = lock_one(queries.configs(actor), config_id)
    transition(proposed, ConfigState.DECLINED, CONFIG_MOVES)
    _decided(proposed, "declined", actor, reason)
    return proposed


def _decided(config: ScreeningConfig, what: str, actor: User, reason: str) -> None:
    config.decided_by, config.decided_at = actor, timezone.now()
    config.save(update_fields=["state", "decided_by", "decided_at"])
    record(f"screening.config_{what}", config, actor=actor, reason=reason, after={"number": config.number, "state": config.state})


def _changed(before: Config, changes: Mapping[str, Any]) -> Config:
    """The configuration with these numbers; `effects.birth_differs` names one in a group."""
    values = asdict(before)
    for name, value in changes.items():
        group, _, member = name.partition(".")
        known = values.get(group)
        if (isinstance(known, dict) and member not in known) or known is None or bool(member) != isinstance(known, dict):
            raise BusinessError("config_unknown_number", field=name, name=name)
        if member:
            known[member] = value
        else:
            values[group] = value
    config = Config(**values)
    if not 0 < config.record_from <= config.alert_from <= config.hold_from <= 1:
        raise BusinessError("config_out_of_order", field="alert_from")
    return config


def _difference(before: Config, after: Config) -> dict[str, Any]:
    return {one.name: getattr(after, one.name) for one in fields(Config) if getattr(after, one.name) != getattr(before, one.name)}

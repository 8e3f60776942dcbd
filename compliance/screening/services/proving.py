"""The proof of effectiveness, kept as it came out."""

from dataclasses import asdict

from o2c.compliance.screening import effectiveness
from o2c.compliance.screening.configuration import screened_now
from o2c.compliance.screening.engine import ENGINE_VERSION
from o2c.compliance.screening.matcher import matcher_for
from o2c.compliance.screening.models import EffectivenessProof
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import verb


@verb("compliance.prove_screening")
def prove_screening(*, actor: User) -> EffectivenessProof:
    """Ask the fixed set of made-up names, with the configuration and the lists that count now."""
    config, versions = screened_now()
    proof = effectiveness.prove(config, like=matcher_for(versions).index if versions else None)
    kept = EffectivenessProof.objects.create(
        engine_version=ENGINE_VERSION,
        config_version=config.version,
        against=sorted(version.sha256 for version in versions),
        alert_from=config.alert_from,
        recall=round(proof.recall, 4),
        false_alerts=round(proof.false_alerts, 4),
        outcomes=[asdict(one) for one in proof.outcomes],
        below=[asdict(one) for one in proof.below],
    )
    record("screening.proved", kept, actor=actor, after={"recall": kept.recall, "false_alerts": kept.false_alerts})
    return kept


def prove_when_changed(*, actor: User) -> EffectivenessProof | None:
    """Prove again where the engine, the configuration or a list is another than at the last proof."""
    config, versions = screened_now()
    last = EffectivenessProof.objects.order_by("-pk").first()
    now = (ENGINE_VERSION, config.version, sorted(version.sha256 for version in versions))
    if last and (last.engine_version, last.config_version, last.against) == now:
        return None
    return prove_screening(actor=actor)

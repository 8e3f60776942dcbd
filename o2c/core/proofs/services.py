"""Running the proofs: each is a verb of its own, so a broken one never hides the others."""

from collections.abc import Callable, Iterable
from datetime import date
from time import monotonic
from typing import Any

from o2c.core import events
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.plain import plain
from o2c.core.proofs.models import ControlResult, ProofState
from o2c.core.proofs.registry import PROOFS, Bad, Proof
from o2c.core.verbs import verb
from o2c.core.work.models import Priority
from o2c.core.work.services import close_task, open_task

KEPT = 100


@verb("core.run_proof")
def run_proof(code: str, day: date, *, actor: User) -> ControlResult:
    """Prove one thing as of a day and keep the result with its first hundred bad rows."""
    asked = PROOFS[code]
    started = monotonic()
    count, kept = _collect(asked.prove(day))
    milliseconds = int((monotonic() - started) * 1000)
    return _keep(asked, day, actor, bad_count=count, bad_rows=kept, duration_ms=milliseconds)


@verb("core.fail_proof")
def fail_proof(code: str, day: date, error: str, *, actor: User) -> ControlResult:
    """Keep that a proof could not run: what was not proved is red."""
    return _keep(PROOFS[code], day, actor, error=error)


def run_proofs(
    day: date, *, actor: User, codes: Iterable[str] | None = None, progress: Callable[[int, int], None] | None = None
) -> list[ControlResult]:
    """A run: every proof (or those of `codes`), one verb each. A proof that breaks is red and the next one runs."""
    wanted = list(PROOFS if codes is None else codes)
    results = []
    for done, code in enumerate(wanted, start=1):
        try:
            results.append(run_proof(code, day, actor=actor))
        except Exception as error:
            results.append(fail_proof(code, day, f"{type(error).__name__}: {error}", actor=actor))
        if progress:
            progress(done, len(wanted))
    return results


def _collect(rows: Iterable[Bad]) -> tuple[int, list[dict[str, Any]]]:
    count, kept = 0, []
    for bad in rows:
        count += 1
        if count <= KEPT:
            kept.append({"label": bad.label, "why": bad.why, "values": plain(bad.values), "url": bad.url})
    return count, kept


def _keep(asked: Proof, day: date, actor: User, **found: Any) -> ControlResult:
    state = ProofState.RED if found.get("bad_count") or found.get("error") else ProofState.GREEN
    result = ControlResult.objects.create(code=asked.code, area=asked.area, rule_version=asked.version, day=day, state=state, **found)
    record(f"proof.{state}", result, actor=actor, bad_count=result.bad_count, error=result.error)
    if state == ProofState.RED:
        words = {"proof": {"code": f"proof:{asked.code}"}}
        open_task(
            "proof", "proof_task", words, subject=result, key=asked.code, queue="finance", due_on=day, priority=Priority.URGENT, actor=actor
        )
        events.publish("proof.red", result, code=asked.code)
    else:
        close_task("proof", key=asked.code, actor=actor)
    return result

"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.clock import local_today
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, panels
from o2c.core.proofs.models import ProofState
from o2c.core.proofs.numbered import numbers_without_gap
from o2c.core.proofs.registry import PROOFS, proof
from o2c.core.proofs.services import run_proofs


def prove_everything(j: Progress) -> None:
    """The night's closing step: every proof of every floor, one chunk each; red ones are findings."""
    codes = sorted(PROOFS)
    j.total(len(codes))
    for code in codes[j.cursor.get("done", 0) :]:
        with j.chunk(cursor={"done": codes.index(code) + 1}):
            (result,) = run_proofs(j.job.day or local_today(), actor=j.actor, codes=[code])
        j.advance(0, findings=int(result.state == ProofState.RED))


proof("numbers_without_gap", _("Document numbers have no gap and ascend in date"), numbers_without_gap, "numbering")
step("core.proofs", _("Proofs"), prove_everything, per_entity=False, last=True)

menu.add("core", _("Proofs"), "proof_list", "core.view_proofs", order=30)
panels.add("home", _("Red proofs"), "home_proofs", permission="core.view_proofs", order=60)

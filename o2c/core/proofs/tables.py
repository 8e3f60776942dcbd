"""How results are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Table
from o2c.core.proofs.models import ControlResult
from o2c.core.proofs.registry import PROOFS


def title_of(result: ControlResult) -> str:
    return str(PROOFS[result.code].title) if result.code in PROOFS else result.code


class ProofTable(Table):
    title = _("Proofs")
    columns = [
        Column("code", _("What is proved"), "link", of=title_of, sort="code", narrow=True),
        Column("state", _("Result"), "badge", sort="state", narrow=True),
        Column("bad_count", _("Bad rows"), "number", sort="bad_count", narrow=True),
        Column("area", _("Area"), sort="area", words=lambda result: _(result.area)),
        Column("day", _("As of"), "date", sort="day"),
        Column("created_at", _("Run at"), "moment", sort="created_at"),
        Column("duration_ms", _("Milliseconds"), "number", sort="duration_ms"),
        Column("rule_version", _("Rule version"), "number", shown=False),
    ]
    views = [BuiltInView(_("Red"), "state=red")]
    nothing_yet = _("No proof has run yet: they run every night.")

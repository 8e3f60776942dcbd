"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.compliance.freezes.models import FreezeScope
from o2c.compliance.freezes.proofs import nothing_decided_while_frozen
from o2c.compliance.freezes.queries import VIEW
from o2c.core.audit import restricted
from o2c.core.pages import menu
from o2c.core.proofs.registry import proof
from o2c.core.sentences import name

restricted.register("compliance.freeze", VIEW)
for scope in FreezeScope:
    name(f"scope:{scope.value}", scope.label)
menu.add("compliance", _("Freezes"), "freezes", VIEW, order=20)
proof(
    "nothing_decided_while_frozen",
    _("No document or refund was decided during a freeze"),
    nothing_decided_while_frozen,
    "compliance",
)

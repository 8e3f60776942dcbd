"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.proofs.numbered import numbers_without_gap
from o2c.core.proofs.registry import proof

proof("numbers_without_gap", _("Document numbers have no gap and ascend in date"), numbers_without_gap, "numbering")

"""Taking spend in."""

from collections.abc import Sequence

from o2c.billing.spend.merging import Taken, merge
from o2c.billing.spend.models import SpendRecord
from o2c.billing.spend.readers import SpendRow
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import verb


@verb("billing.import_spend")
def import_spend(source: str, rows: Sequence[SpendRow], *, actor: User) -> Taken:
    """Record spend of one source; records that are there already stay as they are, whatever the row says now.

    A correction names the record it replaces, of the same source, campaign and currency. Spend that was billed may be
    corrected too: the difference becomes spend to bill, or a credit to propose.
    """
    taken = merge(source, rows, actor.pk)
    if taken.added:
        first = SpendRecord.objects.filter(source=source, ext_id__in=[row.ext_id for row in rows]).latest("pk")
        record("spend.imported", first, actor=actor, rows=taken.added, source=source)
    return taken

"""What the night proves about the figures of the boards."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from o2c.billing.ledger import queries as ledger
from o2c.collections.insights.models import AgeingSnapshot
from o2c.collections.insights.queries import Question, standing
from o2c.collections.insights.services import current_snapshot
from o2c.core.access.queries import the_night
from o2c.core.proofs.registry import Bad


def boards_show_the_ledger(day: date) -> Iterator[Bad]:
    """The board of each entity and currency, read from its snapshot, and the ageing from the facts alone are one."""
    night = the_night()
    for taken in AgeingSnapshot.objects.filter(day=day).select_related("entity").order_by("entity__code", "currency"):
        question = Question(day, taken.currency, taken.entity)
        shown = standing(night, question, current_snapshot(taken.entity, taken.currency, day))
        true = ledger.ageing_of(night, day, taken.entity, taken.currency)
        if (shown and shown.ageing != true) or (not shown and true.open_documents):
            address = urlencode({"entity": taken.entity.code, "currency": taken.currency, "as_of": day.isoformat()})
            balance = shown.ageing.open_balance if shown else 0
            values = {"shown": str(balance), "true": str(true.open_balance), "currency": taken.currency}
            yield Bad(f"{taken.entity.code} {taken.currency}", "board_off_ledger", values, f"{reverse('portfolio')}?{address}")

"""Proof 18 of the data model: no cheque is loose past the close of its day, and no day with cheques stays open."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from o2c.collections.cash.cheques import queries
from o2c.collections.cash.cheques.models import Cheque
from o2c.core.proofs.registry import Bad


def cheques_banked_daily(day: date) -> Iterator[Bad]:
    """Cheques received before that day which are on no slip, and days before it that nobody closed."""
    for cheque in Cheque.objects.filter(state="received", received_on__lt=day).order_by("received_on", "pk")[:500]:
        yield Bad(str(cheque), "cheque_loose", {"cheque": str(cheque), "received": cheque.received_on}, cheque.get_absolute_url())
    for entity, open_day in queries.unclosed(day - timedelta(days=1))[:100]:
        yield Bad(f"{entity.code} {open_day}", "cheque_day_open", {"entity": entity.code, "day": open_day}, reverse("cheque_days"))

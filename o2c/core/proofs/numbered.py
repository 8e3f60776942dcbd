"""The proof that document numbers have no gap and ascend in date, over every table made from `Numbered`."""

from collections.abc import Iterator
from datetime import date

from django.apps import apps

from o2c.core.numbering.models import Numbered
from o2c.core.numbering.queries import gaps
from o2c.core.proofs.registry import Bad


def numbers_without_gap(_day: date) -> Iterator[Bad]:
    for model in apps.get_models():
        if issubclass(model, Numbered):
            yield from (Bad(gap.number, gap.why) for gap in gaps(model))

"""Taking document numbers without gaps, and setting up their series."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.acting import running
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.numbering.models import Counter, NumberSeries
from o2c.core.verbs import lock_one, verb


@dataclass(frozen=True, slots=True)
class Taken:
    """One number and the columns of `Numbered` that hold it."""

    series: NumberSeries
    year: int
    position: int

    @property
    def text(self) -> str:
        return f"{self.series.prefix}-{self.year}-{self.position:0{self.series.width}}"

    def columns(self) -> dict[str, Any]:
        return {"series": self.series, "series_year": self.year, "series_number": self.position, "number": self.text}


def take(series: NumberSeries, n: int, *, on: date) -> list[Taken]:
    """Step: the next `n` numbers of the series for documents dated `on`; a rollback gives them back.

    Taken last in a verb: the counter is held until commit. Raises BusinessError "number_before_last".
    """
    if running() is None:
        raise RuntimeError("numbers are taken inside a verb")
    Counter.objects.bulk_create([Counter(series=series, year=on.year)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update(no_key=True).get(series=series, year=on.year)
    if counter.last_on and on < counter.last_on:
        raise BusinessError("number_before_last", field="document_date", day=on, last=counter.last_on, prefix=series.prefix)
    first, counter.next, counter.last_on = counter.next, counter.next + n, on
    counter.save(update_fields=["next", "last_on"])
    return [Taken(series, on.year, position) for position in range(first, first + n)]


def series_of(entity: LegalEntity, doc_type: str, code: str = "") -> NumberSeries:
    """Step: the series for this kind of document. Raises BusinessError "series_missing"."""
    try:
        return NumberSeries.objects.get(entity=entity, doc_type=doc_type, code=code)
    except NumberSeries.DoesNotExist as missing:
        raise BusinessError("series_missing", entity=entity.code, doc_type=doc_type) from missing


@verb("core.create_number_series")
def create_number_series(entity_id: int, doc_type: str, prefix: str, *, code: str = "", width: int = 6, actor: User) -> NumberSeries:
    """A new series of an entity; its prefix is used by no other, and never changes."""
    entity = lock_one(scope(LegalEntity.objects, actor, "core.create_number_series"), entity_id)
    series = NumberSeries.objects.create(entity=entity, doc_type=doc_type, code=code, prefix=prefix, width=width)
    record("number_series.created", series, actor=actor, after={"doc_type": doc_type, "series": code, "prefix": prefix})
    return series

"""Verbs that record what currencies and reference rates were worth. Nothing here changes a rate that is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import Rate, RateTable
from o2c.core.entities.readers import BadRow, RateRow
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb

Key = tuple[int, str, object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the rows: how many are new, how many were known, and which contradict a known rate."""

    added: int
    known: int
    findings: list[BadRow]


@verb("core.load_rates")
def load_rates(rows: Sequence[RateRow], *, source: str, actor: User) -> Loaded:
    """Record rates, a few thousand at a time; loading the same rows again adds nothing.

    `source` stands for rows that name none. A rate that differs from the one known for that day is a finding.
    """
    tables = _tables(rows)
    values = _known(tables, rows)
    fresh: dict[Key, Rate] = {}
    findings, known = [], 0
    for row in rows:
        table = tables[row.purpose, row.base]
        key = (table.pk, row.code, row.day)
        if key not in values:
            values[key] = row.value
            fresh[key] = Rate(table=table, code=row.code, day=row.day, value=row.value, source=row.source or source)
        elif values[key] == row.value:
            known += 1
        else:
            findings.append(BadRow(row.line, f"{row.day} {row.base} {row.code} {row.value}", "rate_differs", {"known": values[key]}))
    Rate.objects.bulk_create(fresh.values())
    for table in tables.values():
        if added := sum(rate.table_id == table.pk for rate in fresh.values()):
            record("rates.loaded", table, actor=actor, added=added, source=source)
    return Loaded(len(fresh), known, findings)


def _tables(rows: Iterable[RateRow]) -> dict[tuple[str, str], RateTable]:
    wanted = sorted({(row.purpose, row.base) for row in rows})
    return {(purpose, base): RateTable.objects.get_or_create(purpose=purpose, base=base)[0] for purpose, base in wanted}


def _known(tables: dict[tuple[str, str], RateTable], rows: Sequence[RateRow]) -> dict[Key, Decimal]:
    days = [row.day for row in rows]
    if not days:
        return {}
    stored = Rate.objects.filter(table__in=tables.values(), day__range=(min(days), max(days)), superseded_by=None)
    return {(rate.table_id, rate.code, rate.day): rate.value for rate in stored.iterator()}


@verb("core.correct_rate")
def correct_rate(pk: int, value: Decimal, *, reason: str, actor: User) -> Rate:
    """Replace a wrong rate by a new row; what was booked with the old one keeps it. Raises BusinessError "rate_value_unreadable"."""
    wrong = lock_one(Rate.objects.filter(superseded_by=None), pk)
    if value <= 0 and wrong.table.purpose != "interest_reference":
        raise BusinessError("rate_value_unreadable", field="value")
    right = Rate.objects.create(table=wrong.table, code=wrong.code, day=wrong.day, value=value, source=wrong.source, supersedes=wrong)
    record("rate.corrected", right, actor=actor, before={"value": wrong.value}, after={"value": value}, reason=reason)
    return right

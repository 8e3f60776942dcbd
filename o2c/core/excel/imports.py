"""An edited sheet back in: what it would change, rehearsed with the verbs themselves, then carried out row by row."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from o2c.core.errors import BusinessError
from o2c.core.excel.read import InColumn, Row
from o2c.core.findings import Finding
from o2c.core.verbs import rehearse


@dataclass(frozen=True, slots=True)
class Current:
    """The record behind a key as it is now, in the values the columns carry."""

    pk: int
    version: int
    label: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What one kind of sheet means: its columns, the records behind its keys and the verbs that write them.

    `current(actor, keys)` gives the records within the actor's reach by key. `change(pk, version=, actor=, **values)` gets the
    changed values only; `create(actor=, **values)` all of them, and is None where a sheet only changes.
    """

    code: str
    title: Any
    columns: Sequence[InColumn]
    current: Callable[[Any, Collection[str]], Mapping[str, Current]]
    change: Callable[..., Any]
    create: Callable[..., Any] | None = None
    most_rows: int = 2_000


@dataclass(frozen=True, slots=True)
class Planned:
    """One row that would write: the record (none: a new one) and each value before and after."""

    row: int
    label: str
    pk: int | None
    version: int | None
    before: dict[str, Any]
    after: dict[str, Any]

    def write(self, sheet: SheetImport, actor: Any) -> None:
        if self.pk is None and sheet.create:
            sheet.create(actor=actor, **self.after)
        else:
            sheet.change(self.pk, version=self.version, actor=actor, **self.after)


def keys_of(keys: Collection[str]) -> list[str]:
    """Those cells of the column Key that can be one."""
    return [key for key in keys if _is_key(key)]


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def named_row(rows: QuerySet[Any], field: str, value: Any) -> Any:
    """The row a cell names. Raises BusinessError "reference_unknown"."""
    if (found := rows.first()) is None:
        raise BusinessError("reference_unknown", field=field, value=value)
    return found


def plan(sheet: SheetImport, rows: Sequence[Row], actor: Any) -> tuple[list[Planned], list[Finding]]:
    """What the rows would do, in the order of the sheet, and every row that would be refused. Nothing is written."""
    planned, findings = compare(sheet, rows, actor)
    with rehearse():
        _written, refused = carry_out(sheet, planned, actor)
    return [row for row in planned if row.row not in {finding.row for finding in refused}], [*findings, *refused]


def carry_out(sheet: SheetImport, planned: Sequence[Planned], actor: Any) -> tuple[int, list[Finding]]:
    """Write row by row, each in its own transaction; a row refused now is a finding, the others stand."""
    refused = []
    for row in planned:
        try:
            row.write(sheet, actor)
        except BusinessError as refusal:
            refused.append(Finding.of(row.row, refusal, row.after.get(refusal.field or "", "")))
        except PermissionDenied as refusal:
            refused.append(Finding(row.row, "", row.label, "not_allowed", {"permission": str(refusal)}))
    return len(planned) - len(refused), refused


def compare(sheet: SheetImport, rows: Sequence[Row], actor: Any) -> tuple[list[Planned], list[Finding]]:
    """The rows against the records as they are: unchanged ones fall away, stale, unknown and repeated ones are findings."""
    current = sheet.current(actor, [row.key for row in rows if row.key])
    first_row: dict[str, int] = {}
    planned: list[Planned] = []
    findings: list[Finding] = []
    for row in rows:
        try:
            if step := _planned(sheet, row, current, first_row):
                planned.append(step)
        except BusinessError as refusal:
            findings.append(Finding.of(row.number, refusal, row.key))
    return planned, findings


def _planned(sheet: SheetImport, row: Row, current: Mapping[str, Current], first_row: dict[str, int]) -> Planned | None:
    if not row.key:
        if sheet.create is None:
            raise BusinessError("row_creates_nothing", field="key")
        values = {name: value for name, value in row.values.items() if value is not None}
        return Planned(row.number, str(next(iter(values.values()), "")), None, None, {}, values)
    if first_row.setdefault(row.key, row.number) != row.number:
        raise BusinessError("row_key_twice", field="key", first=first_row[row.key])
    record = current.get(row.key)
    if record is None:
        raise BusinessError("row_unknown_key", field="key")
    if row.version != record.version:
        raise BusinessError("row_stale", field="version")
    return _change(row, record)


def _change(row: Row, record: Current) -> Planned | None:
    after = {name: _empty_like(value, record.values.get(name)) for name, value in row.values.items()}
    after = {name: value for name, value in after.items() if value != record.values.get(name)}
    before = {name: record.values.get(name) for name in after}
    return Planned(row.number, record.label, record.pk, record.version, before, after) if after else None


def _empty_like(value: Any, current: Any) -> Any:
    """An empty cell means empty text where the record holds text."""
    return "" if value is None and isinstance(current, str) else value

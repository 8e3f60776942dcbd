"""Verbs of mappings: begin one on a sample, say what its columns mean, stop using it."""

from collections.abc import Mapping
from typing import Any

from o2c.collections.cash.mappings import queries
from o2c.collections.cash.mappings.models import MappingState, StatementMapping
from o2c.collections.cash.mappings.rules import MAPPING_MOVES, MEANINGS, lacks
from o2c.collections.cash.readers.shapes import Unreadable
from o2c.collections.cash.readers.tables.columns import suggested
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.files.services import keep
from o2c.core.files.storage import Blob
from o2c.core.verbs import lock_one, transition, verb

MAX_SAMPLE = 5 * 1024 * 1024
SAID = ("name", "charset", "separator", "skip", "columns", "dates", "decimals", "out_word", "is_inverted", "currency")


@verb("collections.start_mapping")
def start_mapping(account: OwnBankAccount, blob: Blob, *, name: str, actor: User) -> StatementMapping:
    """Begin a mapping on a sample of the account's tables, with what can be seen in it filled in.

    Raises BusinessError "mapping_sample_too_large", "bank_file_not_a_table" and as the readers refuse a file.
    """
    account = lock_one(queries.own_accounts(actor, "collections.start_mapping"), account.pk)
    if blob.size > MAX_SAMPLE:
        raise BusinessError("mapping_sample_too_large", field="sample", limit=MAX_SAMPLE // 1024 // 1024)
    mapping = StatementMapping(account=account, entity=account.entity, name=name, sample=keep(blob), sample_name=blob.name[:200])
    if seen := suggested(_first_rows(mapping, "", "")):
        mapping.skip, mapping.dates, mapping.currency = seen.skip, seen.dates, seen.currency
        mapping.columns = {meaning: place for meaning, place in seen.columns.items() if meaning in MEANINGS}
    mapping.save()
    record("mapping.started", mapping, actor=actor, after={"account": account.name, "sample": blob.sha256})
    return mapping


@verb("collections.save_mapping")
def save_mapping(mapping_id: int, *, version: int | None = None, actor: User, **said: Any) -> StatementMapping:
    """Say how the account's tables are read; from now on files with these headings are read so. `said`: see `SAID`.

    The sample must be readable so, to its end and without a question. Raises BusinessError "mapping_without_date",
    "mapping_without_amount", "mapping_two_amounts", "mapping_header_past_sample", "bank_file_..." as the sample is refused.
    """
    mapping = lock_one(queries.mappings(actor, "collections.save_mapping"), mapping_id, version)
    before = {name: getattr(mapping, name) for name in SAID}
    described(mapping, said)
    found = queries.reading(mapping)
    for code, values in [(found.refusal.code, found.refusal.values)] if found.refusal else []:
        raise BusinessError(f"bank_file_{code}", **values)
    for remark in found.remarks:
        if remark.kind == "ask":
            raise BusinessError(f"bank_file_{remark.code}", **remark.values)
    transition(mapping, MappingState.ACTIVE, MAPPING_MOVES)
    mapping.save(update_fields=[*SAID, "header", "state"])
    record("mapping.saved", mapping, actor=actor, before=before, after={name: getattr(mapping, name) for name in SAID})
    return mapping


def described(mapping: StatementMapping, said: Mapping[str, Any]) -> StatementMapping:
    """The mapping as somebody says it, not saved. Raises as `save_mapping`."""
    for name in set(SAID) & set(said):
        setattr(mapping, name, said[name])
    if code := lacks(mapping.columns):
        raise BusinessError(code, field="columns")
    rows = _first_rows(mapping, mapping.charset, mapping.separator)
    if mapping.skip >= len(rows):
        raise BusinessError("mapping_header_past_sample", field="skip", rows=len(rows))
    mapping.header = list(rows[mapping.skip - 1]) if mapping.skip else []
    return mapping


def _first_rows(mapping: StatementMapping, charset: str, separator: str) -> list[list[str]]:
    try:
        return list(queries.rows_of(mapping, charset, separator))
    except Unreadable as refusal:
        raise BusinessError(f"bank_file_{refusal.code}", field="sample", **refusal.values) from refusal


@verb("collections.retire_mapping")
def retire_mapping(mapping_id: int, *, reason: str, actor: User) -> StatementMapping:
    """Read no more files by it. Raises Conflict "wrong_state"."""
    mapping = lock_one(queries.mappings(actor, "collections.retire_mapping"), mapping_id)
    transition(mapping, MappingState.RETIRED, MAPPING_MOVES)
    mapping.save(update_fields=["state"])
    record("mapping.retired", mapping, actor=actor, reason=reason)
    return mapping

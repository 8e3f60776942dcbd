"""Naming the accounts of the company's chart with two people, and handing the journal over."""

from datetime import date

from django.db import connection

from o2c.billing.journal_export import queries
from o2c.billing.journal_export.exports import digest
from o2c.billing.journal_export.models import AccountMapping, JournalExport, MappingState
from o2c.billing.ledger.choices import ControlAccount
from o2c.billing.ledger.models import JournalLine
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.dates import add_months, first_of_month
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb

KIND = "account_mapping"
HAND_OVER = f"""
    INSERT INTO billing_exportedentry (entry_id, export_id)
    SELECT id, %(export)s FROM ({queries.WAITING}) waiting ORDER BY id
"""  # noqa: S608  (our own constant)
SUMS = """
    SELECT count(*), coalesce(sum(greatest(l.base_amount, 0)), 0), coalesce(sum(l.debit - l.credit), 0), coalesce(sum(l.base_amount), 0)
    FROM billing_exportedentry x JOIN billing_journalline l ON l.entry_id = x.entry_id WHERE x.export_id = %s
"""


@verb("billing.propose_mapping")
def propose_mapping(
    entity_id: int, *, control_account: str, number: str, name: str = "", valid_from: date, reason: str, actor: User
) -> AccountMapping:
    """Name the company's account for a control account from a day on; it holds once another person has approved it.

    Raises BusinessError "mapping_already_exported", "accountmapping_number_plain", "approval_reason_missing".
    """
    entity = lock_one(scope(LegalEntity.objects, actor, "billing.propose_mapping"), entity_id)
    _not_exported(entity, control_account, valid_from)
    facts = {"control_account": control_account, "number": number.strip(), "name": name.strip(), "valid_from": valid_from}
    mapping = AccountMapping.objects.create(entity=entity, reason=reason.strip(), **facts)
    record("mapping.proposed", mapping, actor=actor, after=facts, reason=reason)
    request_approval.step(KIND, mapping, {"pk": mapping.pk}, reason=reason, after=facts, actor=actor)
    return mapping


def _not_exported(entity: LegalEntity, control_account: str, valid_from: date) -> None:
    """What finance has got keeps its numbers."""
    lines = JournalLine.objects.filter(entry__entity=entity, control_account=control_account, entry__posting_date__gte=valid_from)
    if last := lines.filter(entry__exported__isnull=False).order_by("-entry__posting_date").first():
        raise BusinessError("mapping_already_exported", field="valid_from", day=last.entry.posting_date)


@verb("billing.activate_mapping", dual=True)
def activate_mapping(pk: int, *, actor: User) -> AccountMapping:
    """Another person agreed: the number holds from its day on, and the one before it ends there."""
    mapping = lock_one(queries.mappings(actor), pk)
    _not_exported(mapping.entity, mapping.control_account, mapping.valid_from)
    same = AccountMapping.objects.filter(entity=mapping.entity, control_account=mapping.control_account, state=MappingState.ACTIVE)
    for earlier in same.filter(valid_from__lt=mapping.valid_from, valid_until=None):
        before, after = change(earlier, valid_until=mapping.valid_from)
        record("mapping.ended", earlier, actor=actor, before=before, after=after)
    before, after = change(mapping, state=MappingState.ACTIVE)
    record("mapping.active", mapping, actor=actor, before=before, after=after)
    return mapping


@verb("billing.export_journal")
def export_journal(entity_id: int, *, month: date, actor: User) -> JournalExport:
    """Hand over every entry of the month that nobody was given yet, each once for ever.

    Raises BusinessError "mapping_missing" naming the control accounts, "export_nothing", "export_unbalanced".
    """
    entity = lock_one(scope(LegalEntity.objects, actor, "billing.export_journal"), entity_id)
    first = first_of_month(month)
    after = add_months(first, 1)
    if missing := queries.unmapped(entity.pk, first, after):
        names = ", ".join(str(ControlAccount(account).label) for account, _day in missing)
        raise BusinessError("mapping_missing", field="month", accounts=names, day=min(day for _account, day in missing))
    export = _handed_over(entity, first, after)
    told = {"entries": export.entries, "lines": export.lines, "total": export.total, "sha256": export.sha256}
    record("journal.exported", export, actor=actor, after=told)
    return export


def _handed_over(entity: LegalEntity, first: date, after: date) -> JournalExport:
    """The export's key first, then its entries, then what they add up to, then the row itself, which never changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('billing_journalexport', 'id'))")
        export = JournalExport(pk=cursor.fetchone()[0], entity=entity, month=first, currency=entity.base_currency)
        cursor.execute(HAND_OVER, {"export": export.pk, "entity": entity.pk, "month": first, "next": after})
        export.entries = cursor.rowcount
        if not export.entries:
            raise BusinessError("export_nothing", field="month", entity=entity.code, month=f"{first:%Y-%m}")
        cursor.execute(SUMS, [export.pk])
        export.lines, export.total, difference, base_difference = cursor.fetchone()
    if difference or base_difference:
        raise BusinessError("export_unbalanced", difference=difference or base_difference)
    export.sha256 = digest(export)
    export.save(force_insert=True)
    export.refresh_from_db()
    return export

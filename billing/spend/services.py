"""Taking spend in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from o2c.accounts.campaigns.models import Campaign
from o2c.billing.spend.models import SpendRecord
from o2c.billing.spend.readers import SpendRow
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.copying import copy_in
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.verbs import verb


@dataclass(slots=True)
class Taken:
    """How many records are new, how many were there already, and which could not be used."""

    added: int = 0
    known: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __iadd__(self, other: "Taken") -> "Taken":
        self.added += other.added
        self.known += other.known
        self.findings += other.findings
        return self


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a chunk meet: campaigns and records by their external ids."""

    campaigns: dict[str, Campaign]
    records: dict[str, SpendRecord]
    corrected: set[int]


@verb("billing.import_spend")
def import_spend(source: str, rows: Sequence[SpendRow], *, actor: User) -> Taken:
    """Record spend of one source; records that are there already stay as they are, whatever the row says now.

    A correction names the record it replaces, of the same source and campaign, in this chunk or an earlier one.
    """
    known = _known(source, rows)
    taken = Taken()
    plain: list[SpendRecord] = []
    corrections: list[SpendRecord] = []
    for row in rows:
        try:
            if _is_there(row, known):
                taken.known += 1
            else:
                (corrections if row.corrects else plain).append(_record(source, row, known))
        except BusinessError as error:
            taken.findings.append(Finding.of(row.row, error, getattr(row, error.field or "", "")))
    copy_in(plain)
    known.records.update((record.ext_id, record) for record in plain)
    accepted = _corrections(corrections, {row.ext_id: row for row in rows}, known, taken)
    copy_in(accepted)
    taken.added = len(plain) + len(accepted)
    if taken.added:
        first = (plain or accepted)[0]
        record("spend.imported", first, actor=actor, rows=taken.added, source=source)
    return taken


def _known(source: str, rows: Sequence[SpendRow]) -> Known:
    ids = {row.ext_id for row in rows} | {row.corrects for row in rows if row.corrects}
    campaigns = Campaign.objects.filter(ext_id__in={row.campaign for row in rows})
    records = SpendRecord.objects.filter(source=source, ext_id__in=ids).select_related("campaign")
    found = {record.ext_id: record for record in records}
    corrected = SpendRecord.objects.filter(corrects__in=[record.pk for record in found.values()]).values_list("corrects_id", flat=True)
    return Known({campaign.ext_id: campaign for campaign in campaigns}, found, {pk for pk in corrected if pk})


def _is_there(row: SpendRow, known: Known) -> bool:
    """Raises BusinessError "spend_differs" when the record that is there says something else."""
    there = known.records.get(row.ext_id)
    if there is None:
        return False
    said = (row.campaign, row.service_date, row.units, row.amount, row.currency)
    if said != (there.campaign.ext_id, there.service_date, there.units, there.amount, there.currency):
        raise BusinessError("spend_differs", field="ext_id")
    return True


def _record(source: str, row: SpendRow, known: Known) -> SpendRecord:
    """Raises BusinessError "spend_campaign_unknown"."""
    if row.campaign not in known.campaigns:
        raise BusinessError("spend_campaign_unknown", field="campaign")
    return SpendRecord(
        source=source, ext_id=row.ext_id, campaign=known.campaigns[row.campaign], service_date=row.service_date, units=row.units,
        amount=row.amount, currency=row.currency, third_party_units=row.third_party_units,
    )  # fmt: skip


def _corrections(records: Sequence[SpendRecord], rows: dict[str, SpendRow], known: Known, taken: Taken) -> list[SpendRecord]:
    """Those that correct a record once, of their own campaign; the others are findings."""
    accepted = []
    for correction in records:
        row = rows[correction.ext_id]
        wrong = known.records.get(row.corrects)
        code = _why_not(correction, wrong, known)
        if code or wrong is None:
            taken.findings.append(Finding(row.row, "corrects", row.corrects, code))
            continue
        known.corrected.add(wrong.pk)
        correction.corrects = wrong
        accepted.append(correction)
    return accepted


def _why_not(correction: SpendRecord, wrong: SpendRecord | None, known: Known) -> str:
    if wrong is None:
        return "spend_corrects_unknown"
    if wrong.campaign_id != correction.campaign_id:
        return "spend_corrects_other_campaign"
    return "spend_corrects_corrected" if wrong.pk in known.corrected else ""

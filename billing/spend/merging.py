"""A chunk of spend merged with what is there: one COPY, then statements over the whole chunk, whatever its size."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from o2c.billing.spend.readers import SpendRow
from o2c.core.findings import Finding

COLUMNS = ["row", "ext_id", "campaign", "service_date", "units", "amount", "currency", "third_party_units", "corrects"]

STAGE = """
    CREATE TEMPORARY TABLE staged_spend (
        row int, ext_id text, campaign text, service_date date, units numeric, amount numeric, currency text,
        third_party_units numeric, corrects text, campaign_id bigint, corrects_id bigint, state text NOT NULL DEFAULT '', field text
    ) ON COMMIT DROP
"""

# Found in this order: the first reason against a row is the one that is told.
JUDGE = """
    UPDATE staged_spend t SET campaign_id = c.id FROM accounts_campaign c WHERE c.ext_id = t.campaign;
    UPDATE staged_spend t SET state = 'spend_twice', field = 'ext_id'
    WHERE EXISTS (SELECT 1 FROM staged_spend e WHERE e.ext_id = t.ext_id AND e.row < t.row);
    UPDATE staged_spend t SET field = 'ext_id', state = CASE
        WHEN t.campaign_id = r.campaign_id AND t.service_date = r.service_date AND t.units = r.units AND t.amount = r.amount
            AND t.currency = r.currency THEN 'known' ELSE 'spend_differs' END
    FROM billing_spendrecord r WHERE r.source = %(source)s AND r.ext_id = t.ext_id AND t.state = '';
    UPDATE staged_spend SET state = 'spend_campaign_unknown', field = 'campaign' WHERE campaign_id IS NULL AND state = '';
"""

ADD = """
    INSERT INTO billing_spendrecord (
        source, ext_id, campaign_id, service_date, units, amount, currency, third_party_units, corrects_id, recorded_by_id
    )
    SELECT %(source)s, ext_id, campaign_id, service_date, units, amount, currency, third_party_units, corrects_id, %(actor)s
    FROM staged_spend WHERE state = 'ready' ORDER BY row
"""

# A record is corrected once, by a record of its own campaign and currency; the one it corrects may have come in this chunk.
READY_PLAIN = "UPDATE staged_spend SET state = 'ready' WHERE state = '' AND corrects = ''"
READY_CORRECTION = """
    UPDATE staged_spend t SET corrects_id = r.id, field = 'corrects', state = CASE
        WHEN r.campaign_id <> t.campaign_id THEN 'spend_corrects_other_campaign'
        WHEN r.currency <> t.currency THEN 'spend_corrects_other_currency'
        WHEN EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = r.id)
            OR EXISTS (SELECT 1 FROM staged_spend e WHERE e.corrects = t.corrects AND e.state = '' AND e.row < t.row)
            THEN 'spend_corrects_corrected'
        ELSE 'ready' END
    FROM billing_spendrecord r WHERE r.source = %(source)s AND r.ext_id = t.corrects AND t.state = ''
"""
DONE = "UPDATE staged_spend SET state = 'added' WHERE state = 'ready'"
LEFT = "UPDATE staged_spend SET state = 'spend_corrects_unknown', field = 'corrects' WHERE state = ''"

KEPT = 1_000


@dataclass(slots=True)
class Taken:
    """How many records are new, how many were there already, and which could not be used (`wrong` of them in all)."""

    added: int = 0
    known: int = 0
    wrong: int = 0
    findings: list[Finding] = field(default_factory=list)

    def found(self, findings: Sequence[Finding]) -> None:
        """Count them all, keep the first: what a person reads, and a file of nothing but errors stays small."""
        self.wrong += len(findings)
        self.findings += findings[: max(0, KEPT - len(self.findings))]

    def __iadd__(self, other: "Taken") -> "Taken":
        self.added += other.added
        self.known += other.known
        self.found(other.findings)
        return self


def merge(source: str, rows: Sequence[SpendRow], actor_id: int) -> Taken:
    """Step: add the records of one source that are not there yet; the same rows again change nothing."""
    given: dict[str, str | int | None] = {"source": source, "actor": actor_id}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_spend")
        cursor.execute(STAGE)
        cursor.cursor.copy_expert(f"COPY staged_spend ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO("".join(map(_line, rows))))
        cursor.execute("ANALYZE staged_spend")
        cursor.execute(JUDGE, given)
        cursor.execute(READY_PLAIN)
        added = 0
        while True:
            cursor.execute(ADD, given)
            added += cursor.rowcount
            cursor.execute(DONE)
            cursor.execute(READY_CORRECTION, given)
            if not cursor.rowcount:
                break
        cursor.execute(LEFT)
        cursor.execute("SELECT count(*) FROM staged_spend WHERE state = 'known'")
        taken = Taken(added, cursor.fetchone()[0])
        cursor.execute("""
            SELECT row, field, CASE field WHEN 'campaign' THEN campaign WHEN 'corrects' THEN corrects ELSE ext_id END, state
            FROM staged_spend WHERE state NOT IN ('known', 'added') ORDER BY row
        """)
        taken.found([Finding(row, column, value, code) for row, column, value, code in cursor.fetchall()])
    return taken


def _line(row: SpendRow) -> str:
    """One row as COPY reads it. Texts hold no control characters (the reader refuses them), so only the backslash is escaped."""
    third = "\\N" if row.third_party_units is None else row.third_party_units
    texts = (row.ext_id, row.campaign, row.corrects)
    ext_id, campaign, corrects = (text.replace("\\", "\\\\") for text in texts)
    return f"{row.row}\t{ext_id}\t{campaign}\t{row.service_date}\t{row.units}\t{row.amount}\t{row.currency}\t{third}\t{corrects}\n"

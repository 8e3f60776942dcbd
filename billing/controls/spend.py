"""The spend that is still to be billed, laid out once for all controls of a run: they read these tables, not the records each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db import connection

from o2c.billing.controls.rules import window_start

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Part:
    """What a run looks at: the months up to `day`, of everybody, of one customer (who is billed) or of one campaign."""

    day: date
    customer: int | None = None
    campaign: int | None = None

    @property
    def values(self) -> dict[str, Value]:
        """The parameters every statement of a run may use."""
        return {"since": window_start(self.day), "day": self.day, "customer": self.customer, "campaign": self.campaign}


# What billing took of the records that a record corrects: only the difference is still to be billed. Asked in a CASE, so that it costs
# nothing for the many records that correct none.
BILLED_BEFORE = """
    WITH RECURSIVE chain(id, corrects_id) AS (
        SELECT w.id, w.corrects_id FROM billing_spendrecord w WHERE w.id = s.corrects_id
        UNION ALL SELECT w.id, w.corrects_id FROM billing_spendrecord w JOIN chain ON w.id = chain.corrects_id
    )
    SELECT sum(b.amount) FROM chain JOIN billing_spendbilling b ON b.spend_id = chain.id
"""

# Corrected records do not count, test campaigns and the days before a conversion are free. `customer_id` is who is billed: the customer
# of the account the campaign bills to on the day, or the advertiser where there is no account.
DAYS = f"""
    CREATE TEMPORARY VIEW spend_days AS
    SELECT s.id AS record_id, s.campaign_id, s.service_date, date_trunc('month', s.service_date)::date AS period, s.currency,
        s.amount - coalesce(before.billed, 0) AS amount, s.units, s.third_party_units, before.billed IS NOT NULL AS is_difference,
        s.recorded_at, c.advertiser_id, a.id AS account_id,
        coalesce(a.customer_id, c.advertiser_id) AS customer_id, a.entity_id
    FROM billing_spendrecord s
    JOIN accounts_campaign c ON c.id = s.campaign_id AND NOT c.is_test AND (c.converted_on IS NULL OR c.converted_on <= s.service_date)
    LEFT JOIN accounts_campaignaccount l ON l.campaign_id = c.id
        AND l.valid_from <= s.service_date AND (l.valid_until IS NULL OR l.valid_until > s.service_date)
    LEFT JOIN accounts_financialaccount a ON a.id = l.account_id
    CROSS JOIN LATERAL (SELECT CASE WHEN s.corrects_id IS NOT NULL THEN ({BILLED_BEFORE}) END) before(billed)
    WHERE s.service_date BETWEEN %(since)s AND %(day)s
        AND (%(customer)s::bigint IS NULL OR %(customer)s = coalesce(a.customer_id, c.advertiser_id))
        AND (%(campaign)s::bigint IS NULL OR %(campaign)s = s.campaign_id)
        AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = s.id AND k.corrects_id IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM billing_spendbilling b WHERE b.spend_id = s.id)
"""  # noqa: S608  (our own constant)

MONTHS = """
    CREATE TEMPORARY TABLE spend AS
    SELECT campaign_id, account_id, customer_id, advertiser_id, entity_id, period, currency, sum(amount) AS amount, sum(units) AS units,
        sum(units) FILTER (WHERE third_party_units IS NOT NULL) AS compared_units, sum(third_party_units) AS third_party_units,
        count(*) AS records, count(DISTINCT service_date) AS days, min(service_date) AS first_on, max(service_date) AS last_on,
        max(recorded_at) AS recorded_at
    FROM spend_days
    GROUP BY campaign_id, account_id, customer_id, advertiser_id, entity_id, period, currency
"""

ACCOUNTS = """
    CREATE TEMPORARY TABLE spend_accounts AS
    SELECT account_id, customer_id, entity_id, period, currency, sum(amount) AS amount, sum(units) AS units, min(first_on) AS first_on,
        max(last_on) AS last_on, max(recorded_at) AS recorded_at
    FROM spend GROUP BY account_id, customer_id, entity_id, period, currency
"""

READY = ("CREATE INDEX ON spend (campaign_id)", "ANALYZE spend", "ANALYZE spend_accounts")
GONE = "DROP VIEW IF EXISTS pg_temp.spend_days; DROP TABLE IF EXISTS pg_temp.spend, pg_temp.spend_accounts"
ROOM, USUAL = "SET work_mem = '128MB'", "RESET work_mem"

_laid_out: ContextVar[Part | None] = ContextVar("spend laid out", default=None)


@contextmanager
def spend_of(part: Part) -> Iterator[None]:
    """The tables of a part, for as long as the block lasts; inside the block of the same part it does nothing."""
    if (there := _laid_out.get()) == part:
        yield
        return
    if there is not None:
        raise RuntimeError("the spend of another part is laid out")
    _execute(GONE, ROOM, DAYS, MONTHS, ACCOUNTS, *READY, values=part.values)
    token = _laid_out.set(part)
    try:
        yield
        _execute(USUAL, GONE)
    finally:
        _laid_out.reset(token)


def _execute(*statements: str, values: Mapping[str, Value] | None = None) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)

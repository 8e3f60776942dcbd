"""BC-02: spend on days that no contract covers."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control, in_force, lay_out

# A contract with any of our entities counts here: that it is the right one, BC-08 asks. Months that one contract covers from the first to
# the last day of spend are left out before the days are looked at; in a table with statistics, so that the days are joined at once.
DOUBTFUL = f"""
    CREATE TEMPORARY TABLE spend_without_contract ON COMMIT DROP AS
    SELECT s.campaign_id, s.account_id, s.customer_id, s.advertiser_id, s.period, s.currency, s.first_on, s.last_on FROM spend s
    WHERE NOT EXISTS (
            SELECT 1 FROM accounts_contract k WHERE k.customer_id = s.customer_id AND {in_force("k", "s.first_on", "s.last_on")}
        )
        AND NOT EXISTS (
            SELECT 1 FROM accounts_contract k WHERE k.customer_id = s.advertiser_id AND {in_force("k", "s.first_on", "s.last_on")}
        )
"""  # noqa: S608  (our own constants)


def lay_doubtful_out(day: date) -> None:
    lay_out("spend_without_contract", DOUBTFUL)


QUESTION = f"""
    WITH open_days AS (
        SELECT s.campaign_id, s.customer_id, s.advertiser_id, s.period, s.currency, sum(d.amount) AS amount,
            count(DISTINCT d.service_date) AS days, min(d.service_date) AS first_on, max(d.service_date) AS last_on
        FROM spend_without_contract s
        JOIN spend_days d ON d.campaign_id = s.campaign_id AND d.service_date BETWEEN s.first_on AND s.last_on
            AND d.account_id IS NOT DISTINCT FROM s.account_id AND d.currency = s.currency
        WHERE NOT EXISTS (
                SELECT 1 FROM accounts_contract k
                WHERE k.customer_id = s.customer_id AND {in_force("k", "d.service_date", "d.service_date")}
            )
            AND NOT EXISTS (
                SELECT 1 FROM accounts_contract k
                WHERE k.customer_id = s.advertiser_id AND {in_force("k", "d.service_date", "d.service_date")}
            )
        GROUP BY s.campaign_id, s.customer_id, s.advertiser_id, s.period, s.currency
    )
    SELECT o.campaign_id AS subject_id, o.customer_id, o.period, o.amount, o.currency, 'stop' AS severity,
        'bc_02_no_contract' AS why, CASE WHEN ended.number IS NULL THEN 'bc_02_sign' ELSE 'bc_02_renew' END AS fix,
        jsonb_build_object(
            'days', coalesce(o.last_on - greatest(ended.ends_on, o.period) + 1, o.days), 'first', o.first_on, 'last', o.last_on,
            'contract', ended.number, 'ended', ended.ends_on, 'at', ended.public_id
        ) AS facts
    FROM open_days o
    LEFT JOIN LATERAL (
        SELECT k.number, k.ends_on, k.public_id FROM accounts_contract k
        WHERE k.customer_id IN (o.customer_id, o.advertiser_id) AND k.ends_on <= o.first_on
        ORDER BY k.ends_on DESC, k.id DESC LIMIT 1
    ) ended ON true
"""  # noqa: S608  (our own constants)

CONTROL = Control(
    code="BC-02",
    title=_("Spend without a contract"),
    team="clerk",
    asks={"campaign": QUESTION},
    first=lay_doubtful_out,
    fixed_on={"bc_02_sign": ("contract_new", ""), "bc_02_renew": ("contract_detail", "at")},
)

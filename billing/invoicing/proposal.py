"""The proposal of a run, as a few statements over all its spend: judged, put together as items and invoices, and added up."""

from decimal import Decimal
from typing import Any

from django.db import connection

from o2c.billing.invoicing.charging import CHARGES
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunItem
from o2c.billing.invoicing.open_spend import JUDGED, OPEN_SPEND
from o2c.billing.invoicing.placing import place_orders
from o2c.billing.invoicing.rules import PARTS, adds_up
from o2c.core.clock import local_today
from o2c.core.dates import add_months

FORGET = """
    DELETE FROM billing_runspend x USING billing_runitem i WHERE i.id = x.item_id AND i.run_id = %(run)s;
    DELETE FROM billing_runitem WHERE run_id = %(run)s;
    DELETE FROM billing_runcharge WHERE run_id = %(run)s;
    DELETE FROM billing_rundocument WHERE run_id = %(run)s;
    DROP TABLE IF EXISTS pg_temp.run_spend, pg_temp.run_price;
"""

JUDGE = f"CREATE TEMPORARY TABLE run_spend ON COMMIT DROP AS SELECT * FROM ({JUDGED}) j WHERE entity_id = %(entity)s"  # noqa: S608

# The condition in force on a service day: the customer's own before a list's, the product's before one for all.
PRICE = """
    CREATE TEMPORARY TABLE run_price ON COMMIT DROP AS
    SELECT d.*, (
        SELECT k.id FROM accounts_condition k
        WHERE k.kind = d.kind AND k.state = 'active' AND k.entity_id = %(entity)s AND k.currency = d.currency
            AND (k.customer_id = d.billed_for OR k.customer_id IS NULL) AND k.product IN (d.product, '')
            AND k.valid_from <= d.service_date AND (k.valid_until IS NULL OR k.valid_until > d.service_date)
        ORDER BY k.customer_id IS NULL, k.product = '', k.id LIMIT 1
    ) AS condition_id
    FROM (
        SELECT DISTINCT billed_for, currency, product, service_date, kind
        FROM run_spend CROSS JOIN (VALUES ('price'), ('discount')) kinds(kind) WHERE result NOT IN ('test', 'unbilled')
    ) d;
    ANALYZE run_spend; ANALYZE run_price;
"""

ITEMS = """
    ALTER TABLE run_spend ADD COLUMN condition_id bigint, ADD COLUMN discount_id bigint, ADD COLUMN item_id bigint;
    UPDATE run_spend s SET condition_id = p.condition_id, discount_id = d.condition_id
    FROM run_price p, run_price d
    WHERE p.kind = 'price' AND d.kind = 'discount'
        AND (p.billed_for, p.currency, p.product, p.service_date) = (s.billed_for, s.currency, s.product, s.service_date)
        AND (d.billed_for, d.currency, d.product, d.service_date) = (s.billed_for, s.currency, s.product, s.service_date);
    CREATE TEMPORARY TABLE run_key ON COMMIT DROP AS
    SELECT nextval(pg_get_serial_sequence('billing_runitem', 'id')) AS item_id, k.*
    FROM (
        SELECT billed_for, account_id, campaign_id, condition_id, discount_id, month, currency, is_correction, result, reason, exception_id,
            min(service_date) AS first, max(service_date) AS last, count(*) AS records, sum(units) AS units, sum(amount) AS amount
        FROM run_spend GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY campaign_id, month
    ) k;
    INSERT INTO billing_runitem (
        id, run_id, customer_id, account_id, campaign_id, condition_id, discount_id, month, first, last, is_correction, records, units,
        amount, currency, result, reason, facts, exception_id, created_by_id
    )
    SELECT item_id, %(run)s, billed_for, account_id, campaign_id, condition_id, discount_id, month, first, last, is_correction, records,
        units, amount, currency, CASE WHEN result = 'bill' AND amount = 0 THEN 'unbilled' ELSE result END,
        CASE WHEN result = 'bill' AND amount = 0 THEN 'run_nothing_due' ELSE reason END, '{}', exception_id, %(actor)s
    FROM run_key;
    INSERT INTO billing_runspend (item_id, spend_id, amount)
    SELECT k.item_id, s.spend_id, s.amount
    FROM run_spend s JOIN run_key k ON k.campaign_id = s.campaign_id AND k.month = s.month AND k.currency = s.currency
        AND k.billed_for = s.billed_for AND k.result = s.result AND k.reason = s.reason AND k.is_correction = s.is_correction
        AND (k.account_id, k.condition_id, k.discount_id, k.exception_id)
            IS NOT DISTINCT FROM (s.account_id, s.condition_id, s.discount_id, s.exception_id);
    DROP TABLE run_key;
"""

# As `financial_accounts.rules.grouping`: by the profile's subject and part. A consolidated invoice is issued on the payer's own
# account on these terms, else on the first of those it pays.
DOCUMENTS = """
    CREATE TEMPORARY TABLE run_group ON COMMIT DROP AS
    SELECT i.id AS item_id, a.id AS account_id, coalesce(a.payer_id, a.customer_id) AS payer_id, i.currency, i.amount,
        a.customer_id = coalesce(a.payer_id, a.customer_id) AS is_own, c.product, p.layout,
        concat_ws(
            ':', coalesce(a.payer_id, a.customer_id), i.currency, a.terms_id,
            CASE p.grouping
                WHEN 'campaign' THEN 'a' || a.id || ':c' || i.campaign_id
                WHEN 'order' THEN 'a' || a.id || ':o' || coalesce(i.purchase_order_id, 0)
                WHEN 'consolidated' THEN 'all'
                ELSE 'a' || a.id
            END,
            CASE p.split WHEN 'advertiser' THEN 'v' || c.advertiser_id WHEN 'product' THEN 'p' || md5(c.product) ELSE '' END
        ) AS "group",
        CASE p.layout
            WHEN 'summary' THEN concat_ws(':', c.product, i.month, i.purchase_order_id, i.condition_id, i.discount_id, c.advertiser_id)
            ELSE lpad(i.id::text, 20, '0')
        END AS line
    FROM billing_runitem i
    JOIN accounts_financialaccount a ON a.id = i.account_id
    JOIN accounts_campaign c ON c.id = i.campaign_id
    LEFT JOIN accounts_billingprofile p ON p.id = a.billing_profile_id
    WHERE i.run_id = %(run)s AND i.result = 'bill';
    INSERT INTO billing_rundocument (run_id, "group", account_id, customer_id, currency, net, lines, state, why, created_by_id)
    SELECT %(run)s, "group", (array_agg(account_id ORDER BY is_own DESC, account_id))[1], payer_id, currency, sum(amount),
        count(DISTINCT line), 'ready', '[]', %(actor)s
    FROM run_group GROUP BY "group", payer_id, currency ORDER BY payer_id, "group";
    UPDATE billing_runitem i SET document_id = g.document_id, position = g.position
    FROM (
        SELECT g.item_id, d.id AS document_id, dense_rank() OVER (PARTITION BY d.id ORDER BY g.line) AS position
        FROM run_group g JOIN billing_rundocument d ON d.run_id = %(run)s AND d."group" = g."group"
    ) g WHERE i.id = g.item_id;
    DROP TABLE run_group;
"""

# The whole is asked of the spend, the parts of the items: they are not the same statement, so a lost record shows.
WHOLE = f"SELECT currency, sum(amount) FROM ({OPEN_SPEND}) o WHERE entity_id = %(entity)s GROUP BY currency"  # noqa: S608
SUMS = """
    SELECT currency, CASE result WHEN 'bill' THEN 'billed' ELSE result END, sum(amount)
    FROM billing_runitem WHERE run_id = %(run)s GROUP BY 1, 2
"""


def propose(run: BillingRun, actor_id: int) -> None:
    """Step: make the items and invoices of a run anew from the facts of this moment. Raises RuntimeError when spend got lost."""
    given: dict[str, Any] = {
        "run": run.pk, "entity": run.entity_id, "until": add_months(run.month, 1), "today": local_today(run.entity), "actor": actor_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (FORGET, JUDGE, PRICE, ITEMS):
            cursor.execute(statement, given)
        place_orders(run)
        cursor.execute(DOCUMENTS, given)
        cursor.execute(CHARGES, given | {"month": run.month})
        cursor.execute(WHOLE, given)
        run.figures = {currency: dict.fromkeys(PARTS, Decimal(0)) | {"all": amount} for currency, amount in cursor.fetchall()}
    add_up(run)


def add_up(run: BillingRun) -> None:
    """Step: the figures and counts of the run from its items and invoices."""
    figures: dict[str, dict[str, Decimal]] = {
        currency: dict.fromkeys(PARTS, Decimal(0)) | {"all": Decimal(parts["all"])} for currency, parts in run.figures.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"run": run.pk})
        for currency, part, amount in cursor.fetchall():
            figures.setdefault(currency, dict.fromkeys([*PARTS, "all"], Decimal(0)))[part] = amount
    if not adds_up(figures):
        raise RuntimeError(f"run {run.pk}: its parts are not all the spend there is: {figures}")
    run.figures = figures
    counted: dict[str, Any] = dict.fromkeys(["ready", "held", "posted"], 0)
    for state in RunDocument.objects.filter(run=run).values_list("state", flat=True).iterator():
        counted[state] += 1
    run.documents_ready, run.documents_held, run.documents_posted = counted["ready"], counted["held"], counted["posted"]
    run.save(update_fields=["figures", "documents_ready", "documents_held", "documents_posted"])


def hold_back(document: RunDocument, why: list[dict[str, Any]]) -> None:
    """Step: an invoice that may not go out, with its lines and why; the rest of the run goes on."""
    document.state, document.why = "held", why
    document.save(update_fields=["state", "why"])
    RunItem.objects.filter(document=document, result="bill").update(result="held", reason="run_document_held", facts={"why": why})

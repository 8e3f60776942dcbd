"""BC-19: the customer is frozen, in insolvency or closed, or the account carries no more."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control
from o2c.core import gates

GATE = "post_document"


def ask_the_gate(day: date) -> None:
    """Who may not be billed, as far as floors above can say it of many at once; kept for the statement below."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT customer_id FROM spend_accounts")
        stopped = gates.closed_for(GATE, [key for (key,) in cursor.fetchall()], today=day)
        cursor.execute("DROP TABLE IF EXISTS pg_temp.stopped_customers")
        cursor.execute("CREATE TEMPORARY TABLE stopped_customers (customer_id bigint PRIMARY KEY, reason text) ON COMMIT DROP")
        codes = [reasons[0].code for reasons in stopped.values()]
        cursor.execute("INSERT INTO stopped_customers SELECT * FROM unnest(%s::bigint[], %s::text[])", [list(stopped), codes])


CUSTOMERS = """
    SELECT s.customer_id AS subject_id, s.customer_id, s.period, sum(s.amount) AS amount, s.currency, 'stop' AS severity,
        CASE WHEN c.state = 'closed' THEN 'bc_19_closed' ELSE 'bc_19_gate' END AS why,
        CASE WHEN c.state = 'closed' THEN 'bc_19_reopen' ELSE 'bc_19_ask' END AS fix,
        jsonb_build_object('reason', g.reason) AS facts
    FROM spend_accounts s
    JOIN accounts_customer c ON c.id = s.customer_id
    LEFT JOIN stopped_customers g ON g.customer_id = s.customer_id
    WHERE c.state = 'closed' OR g.customer_id IS NOT NULL
    GROUP BY s.customer_id, s.period, s.currency, c.state, g.reason
"""

ACCOUNTS = """
    SELECT s.account_id AS subject_id, s.customer_id, s.period, s.amount, s.currency, 'stop' AS severity,
        CASE f.state WHEN 'closed' THEN 'bc_19_account_closed' WHEN 'on_hold' THEN 'bc_19_account_on_hold' ELSE 'bc_19_account' END AS why,
        CASE f.state WHEN 'on_hold' THEN 'bc_19_release' ELSE 'bc_19_move' END AS fix,
        jsonb_build_object('account', f.number) AS facts
    FROM spend_accounts s JOIN accounts_financialaccount f ON f.id = s.account_id AND f.state NOT IN ('active', 'closing')
"""

CONTROL = Control(
    code="BC-19",
    title=_("Customer frozen, insolvent or closed, or account not active"),
    team="supervisor",
    asks={"customer": CUSTOMERS, "financial_account": ACCOUNTS},
    first=ask_the_gate,
)

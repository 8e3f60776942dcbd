"""What each customer owes, told to the accounts floor once a night: so that its lists begin with what matters most."""

from datetime import date

from django.db import connection

from o2c.accounts.quality.models import OpenAmount
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.jobs.progress import Progress
from o2c.core.verbs import verb

TELL = """
    WITH owed AS (
        SELECT customer_id, currency, sum(CASE WHEN side = 'debit' THEN open_amount ELSE -open_amount END) AS amount
        FROM billing_openitem WHERE open_amount > 0 GROUP BY customer_id, currency
    ), gone AS (
        DELETE FROM accounts_openamount o USING (
            SELECT a.id FROM accounts_openamount a LEFT JOIN owed w ON w.customer_id = a.customer_id AND w.currency = a.currency
            WHERE w.customer_id IS NULL
        ) d WHERE o.id = d.id
    )
    INSERT INTO accounts_openamount (customer_id, currency, amount, as_of)
    SELECT customer_id, currency, amount, %(day)s FROM owed
    ON CONFLICT (customer_id, currency) DO UPDATE SET amount = excluded.amount, as_of = excluded.as_of
"""


@verb("billing.tell_open_amounts")
def tell_open_amounts(*, day: date, actor: User) -> int:
    """Open debits less open credits of every customer, by currency; how many rows say so."""
    with connection.cursor() as cursor:
        cursor.execute(TELL, {"day": day})
    return OpenAmount.objects.count()


def tell(j: Progress) -> None:
    """The night's step."""
    with j.chunk():
        j.result["customers"] = tell_open_amounts(day=j.job.day or local_today(), actor=j.actor)

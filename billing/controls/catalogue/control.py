"""What a control is: one set-based question over the spend that counts, and who takes care of the answers."""

from dataclasses import dataclass

from django.utils.functional import Promise

# The spend of the window that counts (corrected records do not, test campaigns are free), with the account it bills to
# on its day. `customer_id` is who is billed: the account's customer, or the advertiser where there is no account.
SPEND = """
    SELECT s.campaign_id, s.service_date, date_trunc('month', s.service_date)::date AS period, s.amount, s.currency,
        c.advertiser_id, a.id AS account_id, coalesce(a.customer_id, c.advertiser_id) AS customer_id, a.entity_id
    FROM billing_spendrecord s
    JOIN accounts_campaign c ON c.id = s.campaign_id AND NOT c.is_test
    LEFT JOIN accounts_campaignaccount l ON l.campaign_id = c.id
        AND l.valid_from <= s.service_date AND (l.valid_until IS NULL OR l.valid_until > s.service_date)
    LEFT JOIN accounts_financialaccount a ON a.id = l.account_id
    WHERE s.service_date BETWEEN %(since)s AND %(day)s
        AND (%(customer)s::bigint IS NULL OR %(customer)s IN (c.advertiser_id, a.customer_id))
        AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = s.id)
"""


@dataclass(frozen=True, slots=True)
class Control:
    """`question` reads `spend` and answers rows of: subject_id, customer_id, period, amount, currency, severity, why, fix, facts.

    It may use the parameters `since`, `day`, `customer`. One row per subject and month counts: the one with the largest amount.
    `why` and `fix` are codes of sentences, `facts` their values; `team` is the queue that takes care of it.
    """

    code: str
    title: str | Promise
    subject: str
    team: str
    question: str

"""Campaigns that spend, and runs that bill them, through the verbs and jobs people use."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from factories.accounts import CampaignAccountFactory, CampaignFactory
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.running import post, propose
from o2c.billing.invoicing.services import POSTING, PROPOSING, open_billing_run, submit_run
from o2c.billing.spend.readers import SpendRow
from o2c.billing.spend.services import import_spend
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job

MONTH = date(2026, 2, 1)
KEYS = count(1)


def running(account: FinancialAccount | None, **facts: Any) -> Campaign:
    """A campaign of the account's customer (or `advertiser`) that bills to it."""
    campaign: Campaign = CampaignFactory(**{"advertiser": account.customer} if account and "advertiser" not in facts else {}, **facts)
    if account:
        CampaignAccountFactory(campaign=campaign, account=account)
    return campaign


def spent(campaign: Campaign, amount: str, on: date = date(2026, 2, 10), *, units: str = "1000", key: str = "", corrects: str = "") -> str:
    """Spend of a campaign as its delivery system sends it; its external id."""
    key = key or f"s{next(KEYS)}"
    row = SpendRow(1, key, campaign.ext_id, on, Decimal(units), Decimal(amount), campaign.currency, None, corrects)
    taken = import_spend("delivery", [row], actor=person("clerk"))
    assert not taken.findings
    return key


def proposed(entity: LegalEntity, month: date = MONTH, *, actor: User | None = None) -> BillingRun:
    """A run of the month whose proposal is made."""
    run = open_billing_run(entity=entity, month=month, actor=actor or person("finance"))
    return worked(run, PROPOSING)


def worked(run: BillingRun, kind: str) -> BillingRun:
    """The run after its queued job."""
    with job(Job.objects.get(kind=kind, key=str(run.pk), state="queued").pk) as j:
        (propose if kind == PROPOSING else post)(j)
    run.refresh_from_db()
    return run


def approved(run: BillingRun, *, actor: User | None = None) -> BillingRun:
    """The run after somebody asked and another agreed: its posting is queued."""
    submit_run(run.pk, reason="the month is complete", actor=actor or person("finance"))
    request = ApprovalRequest.objects.get(kind="billing_run", subject_id=run.pk, state="pending")
    decide_approval(request.pk, approve=True, actor=person("approver"))
    run.refresh_from_db()
    return run


def billed(entity: LegalEntity, month: date = MONTH) -> BillingRun:
    """The whole way: proposed, approved, posted."""
    return worked(approved(proposed(entity, month)), POSTING)

"""The demo's story is told through verbs into an empty database, and only once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.billing.controls.services import run_controls
from o2c.billing.ledger.queries import ageing
from o2c.collections.portfolios.models import Portfolio
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.limits.queries import limit
from o2c.story import clients
from o2c.story.telling import tell


@pytest.mark.volume
@pytest.mark.django_db(transaction=True)
def test_the_story_is_believable_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "ORDINARY", 6)
    said: list[str] = []

    assert tell(local_today(), said.append)

    held = set(User.objects.filter(is_robot=False).values_list("grants__role__code", flat=True))
    assert held == set(ROLE_NAMES) - {"system"}
    met = Customer.objects.count()
    assert met >= 6 + len(clients.PLOT)
    unlinked = Campaign.objects.exclude(pk__in=CampaignAccount.objects.values("campaign"))
    assert unlinked.exists()
    assert FinancialAccount.objects.filter(state="active").exists()
    assert ComplianceAlert.objects.filter(customer__legal_name__startswith="Volkan").exists()
    collector = Portfolio.objects.get(code="germany").collector
    assert {run.control for run in run_controls(day=local_today(), actor=the_night()) if run.found} >= {"BC-01", "BC-03", "BC-10"}
    assert any(row.overdue > Decimal(0) for row in ageing(collector, local_today()))
    assert AuditEvent.objects.filter(action="customer.created", at__date__gte=date(2020, 1, 1)).count() == Customer.objects.count()

    assert limit("small_write_off", on=local_today() - timedelta(days=1), currency="EUR") == 25
    assert not tell(local_today(), said.append)
    assert Customer.objects.count() == met

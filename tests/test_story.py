"""The demo's story is told through verbs into an empty database, and only once."""

from datetime import date, timedelta
from decimal import Decimal

import every_page
import pytest
import raw_words
from django.db.models import Model
from django.utils import timezone
from walk import links, walk

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.cases.models import CustomerCase, SpecialCase
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import CampaignAccount, FeedLine, FinancialAccount
from o2c.accounts.financial_accounts.queries import duplicate_accounts, idle_accounts
from o2c.accounts.onboarding.models import OnboardingCase
from o2c.accounts.payment_methods.models import Mandate, PaymentMethod, Registration
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.vendors.models import VendorRegistration
from o2c.billing.controls.models import BillingException
from o2c.billing.controls.services import run_controls
from o2c.billing.corrections.models import Correction
from o2c.billing.journal_export.models import JournalExport
from o2c.billing.ledger.queries import ageing
from o2c.billing.refunds.models import RefundRequest
from o2c.collections.cash.cheques.models import Cheque
from o2c.collections.cash.mappings.models import StatementMapping
from o2c.collections.cash.matching.models import Application, MatchProposal
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.statements.models import BankDayReview
from o2c.collections.cash.statements.proofs import receipts_are_in_one_place
from o2c.collections.portfolios.models import Portfolio
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.alerts.workload import late
from o2c.compliance.embargo.models import EmbargoCheck, EmbargoRule, Licence
from o2c.compliance.freezes.models import Freeze
from o2c.compliance.kyc.models import KycFile
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.doors import opens
from o2c.core.limits.queries import limit
from o2c.story import clients
from o2c.story.telling import tell


def states(model: type[Model], state: str = "state") -> set[str]:
    return set(model._default_manager.values_list(state, flat=True))


def money_goes_back() -> None:
    """Refunds in several states, each with its people, and a month in finance's hands."""
    assert {"confirmed", "released", "submitted"} <= states(RefundRequest)
    assert JournalExport.objects.get().entity.code == "DE01"


def mistakes_are_put_right() -> None:
    """Exceptions in several hands; one invoice was credited and billed again, another waits for its approval."""
    assert {"open", "assigned", "waived"} <= states(BillingException)
    assert {"executed", "submitted"} <= states(Correction)


def the_desk_is_full() -> None:
    """Every page of a clerk's day has something in more than one state."""
    assert set(FeedLine.objects.values_list("outcome", flat=True)) == {"created", "matched", "refused"}
    assert states(FeedLine) == {"automatic", "open", "confirmed", "corrected"}
    clerk, today = User.objects.get(name="Clara Lefèvre"), local_today()
    assert duplicate_accounts(clerk, today)
    assert idle_accounts(clerk, today)
    assert states(ChangeRequest) == {"new", "applied", "waiting_approval", "waiting_requester", "rejected"}
    assert set(ChangeRequest.objects.values_list("requester__name", flat=True)) == {"Sam Ortega"}
    assert PaymentMethod.objects.get(kind="card").state == "active"
    assert states(Mandate) == {"active", "suspended"}
    assert Mandate.objects.get(state="suspended").rejections.get().code == "MD01"
    assert states(Registration) == {"failed", "invited"}
    assert states(VendorRegistration) == {"requested", "accepted"}
    assert states(CustomerCase, "kind") == {"question", "complaint", "claim"}
    assert states(CustomerCase) == {"new", "waiting_customer", "in_progress", "resolved"}
    assert SpecialCase.objects.get().steps.exclude(done_at=None).count() == 1
    assert OnboardingCase.objects.filter(owner__name="Clara Lefèvre", steps__done_at__isnull=False, finished_at=None).exists()


def compliance_has_work_in_every_state() -> None:
    """Rules in force, a licence that lets one customer pass, files and alerts in many states, one past its time, one frozen."""
    assert states(EmbargoRule) == {"active", "ended", "proposed"}
    assert Licence.objects.get().state == "active"
    allowed = FinancialAccount.objects.get(customer=Licence.objects.get().customer)
    assert allowed.state == "active"
    assert set(EmbargoCheck.objects.filter(subject_id=allowed.pk).values_list("question", "passed")) == {
        ("recheck", False),
        ("recheck", True),
        ("open_account", True),
    }
    assert {"approved", "review_due", "rejected"} <= states(KycFile)
    assert {"escalated", "blocked", "more_info", "false_positive", "investigating", "alert"} == states(ComplianceAlert)
    assert ComplianceAlert.objects.filter(late(timezone.now())).get().title == "The owner stands for parliament"
    frozen = Freeze.objects.filter(ended_at=None).values_list("customer__legal_name", flat=True)
    assert sorted(frozen) == ["Silver Crane Shipping Ltd", "Volkan Orient Trading Ltd"]


def money_came_in() -> None:
    """A week of statements: booked by rule, unknown, parked, returned, coded; a cheque bounced; yesterday is to be signed."""
    assert {"returned", "on_customer", "unidentified", "parked"} <= states(Receipt)
    assert Application.objects.filter(by_rule=True, undone_on=None).exists()
    assert {"auto", "none"} <= states(MatchProposal, "tier")
    assert {"received", "banked", "bounced"} <= states(Cheque)
    assert BankDayReview.objects.count() == 4
    assert StatementMapping.objects.get().state == "active"
    assert not list(receipts_are_in_one_place(local_today()))


def an_auditor_reads_it_in_french() -> None:
    """Every list and the first record of each kind: no code and no English where words belong, and no link that is refused."""
    auditor = User.objects.get(grants__role__code="auditor")
    User.objects.filter(pk=auditor.pk).update(language="fr")
    auditor.language = "fr"
    unread, refused = [], set()
    for url, html in every_page.walk(auditor):
        if (
            not url.startswith("/compliance/")
            and every_page.named(url) not in raw_words.AS_THEY_ARE
            and (found := raw_words.raw(html, "fr"))
        ):
            unread.append(f"{url}: {sorted(found)}")
        refused |= {link for link in links(html, url) if not opens(auditor, link)}
    assert not unread, "\n".join(unread)
    assert not refused, sorted(refused)


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
    near_miss = ComplianceAlert.objects.get(customer__legal_name__startswith="Marta Volkova")
    assert (near_miss.state, near_miss.holds) == ("more_info", False)
    collector = Portfolio.objects.get(code="germany").collector
    assert {run.control for run in run_controls(day=local_today(), actor=the_night()) if run.found} >= {"BC-01", "BC-03", "BC-10"}
    assert any(row.overdue > Decimal(0) for row in ageing(collector, local_today()))
    assert AuditEvent.objects.filter(action="customer.created", at__date__gte=date(2020, 1, 1)).count() == Customer.objects.count()

    the_desk_is_full()
    money_goes_back()
    money_came_in()
    mistakes_are_put_right()
    compliance_has_work_in_every_state()
    an_auditor_reads_it_in_french()
    assert limit("small_write_off", on=local_today() - timedelta(days=1), currency="EUR") == 25
    assert walk(collector) == []
    assert not tell(local_today(), said.append)
    assert Customer.objects.count() == met

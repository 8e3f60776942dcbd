"""What is forbidden in the demo: rules in force before the first customer comes, and one customer who needs a licence."""

from datetime import date, timedelta

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.services import accounts
from o2c.compliance.alerts import services as alerts
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.compliance.embargo import services
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.story.cast import Cast
from o2c.story.clients import Client

RULES = [
    ("EU-KP-2017-1509", "KP", [], "Regulation (EU) 2017/1509"),
    ("EU-RU-2014-833", "RU", ["dual_use", "energy", "luxury", "software"], "Regulation (EU) 833/2014"),
    ("EU-SY-2012-36", "SY", ["advertising", "luxury"], "Regulation (EU) 36/2012"),
    ("US-CU-515", "CU", [], "31 CFR 515, for what our parent company pays"),
]
LIFTED = "EU-SY-2012-36"
PROPOSED = ("EU-IR-2012-267", "IR", ["dual_use", "military"], "Regulation (EU) 267/2012")


def lay_down(cast: Cast, today: date) -> None:
    """Each rule by one officer, in force by the other; one was lifted since, and one still waits for the second person."""
    officer, second = cast.by_role["compliance_officer"], cast.another("compliance_officer")
    for number, (code, country, goods, basis) in enumerate([*RULES, PROPOSED]):
        starts_on = today - timedelta(days=30 + 40 * number)
        rule = services.propose_embargo_rule(code=code, country=country, goods=goods, legal_basis=basis, starts_on=starts_on, actor=officer)
        if code != PROPOSED[0]:
            _agreed("compliance.embargorule", rule.pk, second)
        if code == LIFTED:
            services.ask_to_end_embargo_rule(rule.pk, reason="Regulation (EU) 2025/1098 lifted it", actor=officer)
            _agreed("compliance.embargorule", rule.pk, second)


def allow_one(told: list[Client], cast: Cast, today: date) -> None:
    """A bookshop in Havana: its account is refused and an alert opens; with the licence that two officers enter, it is opened."""
    officer, second = cast.by_role["compliance_officer"], cast.another("compliance_officer")
    customer = next(client.customer for client in told if client.country == "CU" and client.customer)
    account = FinancialAccount.objects.get(customer=customer)
    services.recheck_embargo([account], today, actor=the_night())
    licence = services.propose_licence(
        customer=customer, number="CU-2026-40117", authority="OFAC", country="CU", goods=["advertising"], starts_on=today,
        ends_on=today + timedelta(days=365), reason="Books are informational material; the licence is among our papers.", actor=officer,
    )  # fmt: skip
    _agreed("compliance.licence", licence.pk, second)
    _cleared(ComplianceAlert.objects.get(customer=customer, kind="embargo"), cast)
    services.recheck_embargo([account], today, actor=the_night())
    accounts.open_account(account.pk, actor=cast.by_role["supervisor"])


def _cleared(alert: ComplianceAlert, cast: Cast) -> None:
    analyst, officer = cast.by_role["compliance_clerk"], cast.by_role["compliance_officer"]
    alerts.take_alert(alert.pk, actor=analyst)
    for code in KINDS[alert.kind].checklist:
        alerts.answer_check(alert.pk, code=code, outcome="found", note="See the licence CU-2026-40117.", actor=analyst)
    alerts.clear_alert(alert.pk, reason_code="explained", reason="The licence covers what we sell them.", actor=analyst)
    alerts.approve_clearing(alert.pk, actor=officer)


def _agreed(subject_type: str, subject_id: int, second: User) -> None:
    waiting = ApprovalRequest.objects.get(subject_type=subject_type, subject_id=subject_id, state="pending")
    decide_approval(waiting.pk, approve=True, actor=second)

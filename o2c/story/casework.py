"""What compliance did in the demo: one alert cleared, one confirmed and handed over, one reported by a clerk, an embargo in force."""

from datetime import date, timedelta

from o2c.compliance.alerts import services as alerts
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.embargo import services as embargo
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.story.cast import Cast
from o2c.story.clients import Client


def work(told: list[Client], cast: Cast, today: date) -> None:
    """The near miss is looked into, the true hit is confirmed and travels to legal, a tip waits for its readers."""
    analyst, officer = cast.by_role["compliance_clerk"], cast.by_role["compliance_officer"]
    for alert in ComplianceAlert.objects.filter(state="alert", origin="screening").order_by("pk"):
        if "Volkan Orient" in str(alert.subject):
            alerts.take_alert(alert.pk, actor=analyst)
            alerts.confirm_alert(alert.pk, reason="Same name, same register number in both extracts.", actor=analyst)
            alerts.hand_over_alert(alert.pk, reason="Both register extracts agree; please judge.", actor=officer)
        elif "Volkov" in str(alert.subject):
            alerts.take_alert(alert.pk, actor=analyst)
            alerts.ask_for_information(alert.pk, reason="Birth date of the head of payables, asked of the account owner.", actor=analyst)
    _reported(told, cast)
    _embargo(officer, _second(cast, officer), today)


def _reported(told: list[Client], cast: Cast) -> None:
    customer = next(client.customer for client in told if client.customer)
    alerts.log_alert(
        customer, kind="laundering", origin="bank", title="Payments from accounts that are not theirs",
        summary="Our bank asked why three invoices were paid from three countries.", actor=cast.by_role["clerk"],
    )  # fmt: skip


def _second(cast: Cast, officer: User) -> User | None:
    """Another compliance officer, if the demo has one."""
    return next((person for person in cast.people.values() if person != officer and person.may("compliance.activate_licence")), None)


def _embargo(officer: User, second: User | None, today: date) -> None:
    """One rule that waits for the second person; where there is one, it is in force."""
    rule = embargo.propose_embargo_rule(
        code="EU-KP-2017-1509", country="KP", legal_basis="Regulation (EU) 2017/1509", starts_on=today - timedelta(days=30), actor=officer
    )
    if second:
        waiting = ApprovalRequest.objects.get(subject_type="compliance.embargorule", subject_id=rule.pk)
        decide_approval(waiting.pk, approve=True, actor=second)

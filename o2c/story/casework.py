"""What compliance did in the demo: alerts and files in every state, and what still waits for each of its people."""

from datetime import date, timedelta

from o2c.compliance.alerts import services as alerts
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.kyc import services as files
from o2c.compliance.kyc.models import KycFile
from o2c.compliance.screening import services as screening
from o2c.story.cast import Cast
from o2c.story.clients import Client


def work(told: list[Client], cast: Cast, today: date) -> None:
    """Near misses are looked into, true hits travel to legal, reports wait for their readers, files come back."""
    for alert in ComplianceAlert.objects.filter(state="alert", origin="screening").order_by("pk"):
        _looked_into(alert, str(alert.subject), cast)
    _reported(told, cast, today)
    _filed_again(cast)
    _configured(cast)


def _looked_into(alert: ComplianceAlert, name: str, cast: Cast) -> None:
    analyst, officer = cast.by_role["compliance_clerk"], cast.by_role["compliance_officer"]
    if "Volkan Orient" in name:
        _confirmed(alert, "Same name, same register number in both extracts.", cast)
    elif "Silver Crane" in name:
        _confirmed(alert, "Same name, same fleet, the same managers in the port register.", cast)
        alerts.uphold_alert(alert.pk, reason="It is the listed company: nothing may be sold or paid to it.", actor=cast.by_role["legal"])
    elif "Volkov" in name:
        alerts.take_alert(alert.pk, actor=analyst)
        alerts.ask_for_information(alert.pk, reason="Birth date of the head of payables, asked of the account owner.", actor=analyst)
    elif "Dragan" in name:
        alerts.take_alert(alert.pk, actor=analyst)
        alerts.clear_alert(alert.pk, reason_code="other_birth_date", reason="Born in 1991: copy of the identity card.", actor=analyst)
        alerts.approve_clearing(alert.pk, actor=officer)


def _confirmed(alert: ComplianceAlert, evidence: str, cast: Cast) -> None:
    analyst, officer = cast.by_role["compliance_clerk"], cast.by_role["compliance_officer"]
    alerts.take_alert(alert.pk, actor=analyst)
    alerts.confirm_alert(alert.pk, reason=evidence, actor=analyst)
    alerts.hand_over_alert(alert.pk, reason="Both register extracts agree; please judge.", actor=officer)


def _reported(told: list[Client], cast: Cast, today: date) -> None:
    """What the bank asked, for named readers; and what the press wrote two weeks ago, past its time on the analyst's desk."""
    known, analyst = [client.customer for client in told if client.customer], cast.by_role["compliance_clerk"]
    alerts.log_alert(
        known[0], kind="laundering", origin="bank", title="Payments from accounts that are not theirs",
        summary="Our bank asked why three invoices were paid from three countries.", actor=cast.by_role["clerk"],
    )  # fmt: skip
    late = alerts.log_alert(
        known[4], kind="pep", origin="press", title="The owner stands for parliament", received_on=today - timedelta(days=14),
        summary="The regional paper names the majority owner as a candidate; the article is with sales.", actor=cast.by_role["clerk"],
    )  # fmt: skip
    alerts.take_alert(late.pk, actor=analyst)


def _filed_again(cast: Cast) -> None:
    """One file is due for review before its time, one customer is one we will not deal with."""
    officer = cast.by_role["compliance_officer"]
    by_name = {file.customer.legal_name: file for file in KycFile.objects.select_related("customer").filter(state="approved")}
    for name, reason in REOPENED.items():
        files.reopen_kyc_file(by_name[name].pk, reason=reason, actor=officer)
    files.reject_kyc_file(by_name[REFUSED].pk, reason="They would not say who owns them.", actor=officer)


REFUSED = "Fitness sans Contrat SAS"
REOPENED = {"Horizon Longue Échéance SAS": "Its bank changed hands: ask who owns it now.", REFUSED: "A nominee owns it since last month."}


def _configured(cast: Cast) -> None:
    """A stricter threshold; a worker measures its effect, then it waits for the second officer."""
    officer = cast.by_role["compliance_officer"]
    screening.propose_screening_config({"alert_from": 0.85}, reason="Fewer near misses on half of a name", actor=officer)

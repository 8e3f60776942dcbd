"""What every page about one alert shows."""

from typing import Any

from o2c.compliance.alerts import comparison, queries
from o2c.compliance.alerts.actions import offers
from o2c.compliance.alerts.models import AlertState, ComplianceAlert
from o2c.compliance.alerts.rules import OPEN, waits_for
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.compliance.screening.models import Hit
from o2c.core.doors import Request
from o2c.core.sentences import sentence

WORKING = "work"


def shown(request: Request, alert: ComplianceAlert) -> dict[str, Any]:
    """The alert with its sources, its explanation, its checklist, its way to legal, and the buttons of this reader.

    `?source=` chooses which of several lists stands beside our record; `?work` keeps the reader in the flow of the queue.
    """
    hits = queries.hits_of(alert)
    hit = _chosen(hits, request.GET.get("source", ""))
    working = WORKING in request.GET
    escalation = queries.escalation_of(alert) if alert.confirmed_by_id else None
    return {
        "alert": alert,
        "hit": hit,
        "sources": hits,
        "chosen": queries.party_of(hit) if hit else "",
        **(_compared(alert, hit) if hit else {}),
        "checks": _checks(alert),
        "may_check": request.user.may("compliance.answer_check") and alert.state not in {AlertState.FALSE_POSITIVE, AlertState.RELEASED},
        "escalation": escalation,
        "readers": queries.readers_of(alert) if alert.restricted else [],
        "may_name_readers": alert.restricted and request.user.may("compliance.add_alert_reader"),
        "is_open": alert.state in OPEN,
        "working": working,
        "offers": (offered := offers(alert, request.user, working=working)),
        "waits_for": "" if offered else sentence(waits_for(alert.state, handed=bool(escalation and escalation.handed_at))),
        "carrier": alert.of_trail,
        "title": str(alert),
    }


def _chosen(hits: list[Hit], party: str) -> Hit | None:
    return next((hit for hit in hits if queries.party_of(hit) == party), hits[0] if hits else None)


def _compared(alert: ComplianceAlert, hit: Hit) -> dict[str, Any]:
    earlier = queries.earlier_decision(alert, hit)
    return {
        "lines": comparison.side_by_side(hit.subject.subject(), hit.entry.listed()),
        "reasons": comparison.reasons(hit.explanation),
        "pairs": comparison.pairs(hit.explanation),
        "earlier": earlier,
        "differences": comparison.differences(earlier.hit, hit) if earlier and earlier.hit else [],
    }


def _checks(alert: ComplianceAlert) -> list[dict[str, Any]]:
    """Each question of the checklist with its latest answer, if there is one."""
    answered = {check.code: check for check in queries.checks_of(alert)}
    return [{"code": code, "question": sentence(code), "answer": answered.get(code)} for code in KINDS[alert.kind].checklist]

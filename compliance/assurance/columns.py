"""Columns of the ten answers, the same on the page and in the file."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts.rules import must_differ
from o2c.compliance.assurance.variations import VARIATIONS
from o2c.compliance.screening.shown import why
from o2c.core.audit.words import changes, said
from o2c.core.errors import BusinessError
from o2c.core.pages import Column
from o2c.core.sentences import sentence
from o2c.core.spoken import paired


def _delay(load: Any) -> int | None:
    version = load.version
    return (load.at.date() - version.published_on).days if version and version.published_on else None


def _versions(run: Any) -> str:
    return ", ".join(str(version) for version in run.versions.all())


def _again(hit: Any) -> str:
    return reverse("assurance_score", args=[hit.run.public_id, hit.subject.fingerprint, f"{hit.entry.source.code}:{hit.entry.key}"])


def _days_old(alert: Any) -> int:
    return (timezone.localdate() - (alert.received_on or timezone.localdate(alert.created_at))).days


def _hours(decision: Any) -> float:
    taken: timedelta = decision.at - decision.alert.created_at
    return round(taken.total_seconds() / 3600, 1)


def _two(decision: Any) -> str:
    if decision.second_id is None:
        return str(_("one person was enough")) if not decision.alert.four_eyes else str(_("no second person"))
    try:
        must_differ(decision.by_id, decision.second_id, code="clearing_needs_another_person")
    except BusinessError:
        return str(_("no"))
    return str(_("yes"))


def _valid_then(one: Any) -> str:
    decision = one.decision
    same = decision.subject_fingerprint == one.subject.fingerprint
    in_time = decision.expires_on is None or one.day < decision.expires_on
    return str(_("yes")) if same and in_time else str(_("no"))


def _why(decision: Any) -> str:
    return " · ".join(filter(None, [sentence(decision.reason_code) if decision.reason_code else "", decision.reason]))


LOADS = [
    Column("source", _("List"), narrow=True),
    Column("version", _("Version")),
    Column("at", _("Loaded at"), "moment", narrow=True),
    Column("version__published_on", _("Published on"), "date"),
    Column("delay", _("Days after publication"), "number", of=_delay),
    Column("outcome", _("Outcome"), "badge", narrow=True),
    Column("version__parties", _("Parties"), "number"),
    Column("version__added", _("Added"), "number"),
    Column("version__changed", _("Changed"), "number"),
    Column("version__removed", _("Removed"), "number"),
    Column("version__sha256", _("SHA-256"), "code"),
    Column("error", _("Error")),
    Column("by", _("By")),
]
RESULTS = [
    Column("subject__customer", _("Customer")),
    Column("subject", _("Name screened"), narrow=True),
    Column("at", _("Screened at"), "moment", narrow=True),
    Column("versions", _("List versions"), of=lambda result: _versions(result.run)),
    Column("run__engine_version", _("Engine"), "code"),
    Column("run__config_version", _("Configuration"), "code"),
    Column("hits", _("Hits"), "number", of=lambda result: len(result.hits), narrow=True),
    Column("suppressed", _("Kept quiet by a decision"), "number", of=lambda result: len(result.suppressed)),
]
HITS = [
    Column("hit", _("Pair"), "link", of=str, url=_again, narrow=True),
    Column("score", _("Score"), "percent", narrow=True),
    Column("entry__source", _("List")),
    Column("entry__key", _("Publisher's id"), "code"),
    Column("run__day", _("Screened on"), "date", narrow=True),
    Column("engine_version", _("Engine"), "code"),
    Column("config_version", _("Configuration"), "code"),
    Column("because", _("Because"), of=lambda hit: "; ".join(map(why, hit.explanation["reasons"]))),
]
DECISIONS = [
    Column("alert", _("Alert"), "link", url=lambda decision: str(decision.alert.get_absolute_url()), narrow=True),
    Column("verdict", _("Verdict"), "badge", narrow=True),
    Column("why", _("Why"), of=_why),
    Column("alert__created_at", _("Opened at"), "moment"),
    Column("at", _("Decided at"), "moment", narrow=True),
    Column("hours", _("Hours from opening"), "number", of=_hours),
    Column("by", _("By")),
    Column("second", _("Approved by")),
    Column("two", _("Two different people"), of=_two),
    Column("files", _("Files as evidence"), "number"),
    Column("config_version", _("Configuration"), "code"),
]
SILENCED = [
    Column("subject", _("Name screened"), narrow=True),
    Column("party", _("Listed party"), "code", narrow=True),
    Column("day", _("Kept quiet on"), "date", narrow=True),
    Column("decision__by", _("Decided by")),
    Column("decision__at", _("Decided at"), "moment"),
    Column("decision__reason", _("Reason")),
    Column("decision__expires_on", _("Counts until"), "date"),
    Column("valid", _("Valid then"), of=_valid_then),
]
EVENTS = [
    Column("at", _("At"), "moment", narrow=True),
    Column("actor", _("By")),
    Column("action", _("What"), "code"),
    Column("object_label", _("Record")),
    Column("said", _("In words"), of=said, narrow=True),
    Column("before", _("Before"), of=lambda event: "; ".join(paired(field, old) for field, old, _new in changes(event) if event.before)),
    Column("after", _("After"), of=lambda event: "; ".join(paired(field, new) for field, _old, new in changes(event))),
    Column("reason", _("Reason")),
]
AGEING = [
    Column("alert", _("Alert"), "link", of=str, url=lambda alert: str(alert.get_absolute_url()), narrow=True),
    Column("state", _("State"), "badge", narrow=True),
    Column("assignee", _("Owner")),
    Column("created_at", _("Opened at"), "moment"),
    Column("days", _("Days old"), "number", of=_days_old),
    Column("due_at", _("Due"), "moment"),
    Column("breach", _("Time limit"), of=lambda alert: _("missed") if alert.is_late else _("kept so far")),
]
PROOFS = [
    Column("day", _("Day"), "date", narrow=True),
    Column("code", _("Proof"), "code", narrow=True),
    Column("state", _("Result"), "badge", narrow=True),
    Column("bad_count", _("Bad rows"), "number"),
    Column("error", _("Why it could not run")),
]
EFFECTIVENESS = [
    Column("proof__created_at", _("Proved at"), "moment", narrow=True),
    Column("variation", _("Variation"), of=lambda one: str(VARIATIONS.get(one.variation, one.variation)), narrow=True),
    Column("asked", _("Names asked"), "number"),
    Column("alerted", _("Alerted"), "number"),
    Column("share", _("Share"), "percent", narrow=True),
    Column("names", _("Just under the threshold")),
    Column("proof__recall", _("Recall of all"), "percent"),
    Column("proof__false_alerts", _("False alerts"), "percent"),
    Column("proof__engine_version", _("Engine")),
    Column("proof__config_version", _("Configuration")),
]

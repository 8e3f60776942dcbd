"""The evidence pack of a confirmed alert: everything legal needs to judge, as one PDF in the reader's language."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from o2c.compliance.alerts import comparison, queries
from o2c.compliance.alerts.models import ComplianceAlert, Escalation
from o2c.compliance.alerts.services import keep_evidence_pack
from o2c.compliance.screening.models import Hit
from o2c.core import spoken
from o2c.core.access.models import User
from o2c.core.files import queries as files
from o2c.core.files.storage import Blob
from o2c.core.jobs.progress import Progress
from o2c.core.letters.making import make_letter
from o2c.core.sentences import sentence

Rows = list[list[str]]


def make_pack(j: Progress) -> None:
    """The run: typeset the pack, then hang it on the alert, once, however often a worker is killed."""
    escalation = Escalation.objects.select_related("alert").get(pk=j.arguments["escalation"])
    if escalation.pack_id:
        return
    blob = _typeset(escalation, j.actor)
    with j.chunk():
        keep_evidence_pack(escalation.pk, blob, actor=j.actor)


def _typeset(escalation: Escalation, reader: User) -> Blob:
    dated = timezone.localdate()
    alert = queries.alerts(reader).get(pk=escalation.alert_id)
    with translation.override(reader.language):
        return make_letter("evidence", reader.language, sheet(alert, escalation, reader), dated=dated, name=f"Alert {alert.pk} {dated}.pdf")


def sheet(alert: ComplianceAlert, escalation: Escalation, reader: User) -> dict[str, Any]:
    """What `templates/letters/evidence.<language>.typ` is filled with; all texts."""
    hits = queries.hits_of(alert)
    return {
        "number": str(alert.pk),
        "made": spoken.moment(timezone.now()),
        "facts": _facts(alert, escalation),
        "summary": alert.summary,
        "hits": [_hit(hit) for hit in hits],
        "checks": [[sentence(check.code), check.get_outcome_display(), check.note, str(check.by)] for check in queries.checks_of(alert)],
        "moves": _moves(alert),
        "files": [[file.name, file.file.sha256, spoken.moment(file.created_at)] for file in files.attachments(reader, alert.of_trail)],
    }


def _facts(alert: ComplianceAlert, escalation: Escalation) -> Rows:
    rows = [
        [_("Alert"), str(alert)],
        [_("Kind"), alert.get_kind_display()],
        [_("Source"), alert.get_origin_display()],
        [_("Customer"), str(alert.customer)],
        [_("Country"), alert.customer.country],
        [_("Contact"), alert.contact.person if alert.contact else ""],
        [_("Opened"), spoken.moment(alert.created_at)],
        [_("Confirmed"), f"{spoken.moment(escalation.confirmed_at)}, {escalation.confirmed_by}"],
        [_("Handed to legal"), f"{spoken.moment(escalation.handed_at)}, {escalation.handed_by}" if escalation.handed_at else ""],
        [_("Why"), escalation.handed_reason],
    ]
    return [row for row in rows if row[1]]


def _hit(hit: Hit) -> dict[str, Any]:
    lines = comparison.side_by_side(hit.subject.subject(), hit.entry.listed())
    return {
        "title": f"{hit.entry.source}: {hit.entry}",
        "lines": [[str(line.label), _joined(line.ours), _joined(line.theirs), _("equal") if line.shared else ""] for line in lines],
        "reasons": [[why.words, _points(why.effect)] for why in comparison.reasons(hit.explanation)],
        "score": _points(hit.score),
        "versions": [spoken.spoken(hit.entry.since.published_on or ""), hit.engine_version, hit.config_version],
    }


def _points(share: Decimal | float) -> str:
    return spoken.decimals(Decimal(str(share)) * 100, 1)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _moves(alert: ComplianceAlert) -> Rows:
    steps = reversed(queries.moves_of(alert))
    return [
        [spoken.moment(move.at), str(move.by), str(move.get_to_state_display()), " · ".join(filter(None, [move.reason_words, move.reason]))]
        for move in steps
    ]

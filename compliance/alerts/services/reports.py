"""Alerts that no screening made: what the press, a bank or a colleague reported; who may read them; their checklists."""

from datetime import date
from uuid import uuid4

from django.utils import timezone

from o2c.accounts.customers.models import Contact, Customer
from o2c.compliance.alerts.models import AlertCheck, AlertMove, AlertOrigin, AlertReader, CheckOutcome, ComplianceAlert
from o2c.compliance.alerts.queries import VIEW
from o2c.compliance.alerts.rules import OPEN, must_say_why
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.compliance.alerts.services.clocks import due_at
from o2c.compliance.alerts.services.desk import put_on_desk
from o2c.compliance.alerts.services.steps import locked
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import verb


def report(
    customer: Customer,
    *,
    kind: str,
    origin: str,
    title: str,
    summary: str,
    contact: Contact | None = None,
    holds: bool = False,
    about: str = "",
    received_on: date | None = None,
    actor: User,
) -> ComplianceAlert:
    """A step: an alert without a listed party. While one about the same thing (`about`) is open, it is that one."""
    party = f"report:{about or uuid4()}"
    if about and (known := ComplianceAlert.objects.filter(customer=customer, contact=contact, party=party, state__in=OPEN).first()):
        return known
    alert = ComplianceAlert.objects.create(
        customer=customer,
        contact=contact,
        kind=kind,
        origin=origin,
        restricted=KINDS[kind].secret,
        title=title[:200],
        summary=summary,
        party=party,
        holds=holds,
        four_eyes=True,
        received_on=received_on,
        due_at=due_at(kind, holds=holds, received_on=received_on),
    )
    AlertMove.objects.create(alert=alert, by=actor, step="opened", to_state=alert.state)
    named = alert.of_trail
    record("alert.opened", named, actor=actor, parent=named, after={"kind": kind, "origin": origin, "received_on": received_on})
    put_on_desk(alert, actor=actor)
    return alert


@verb("compliance.log_alert")
def log_alert(
    customer: Customer,
    *,
    kind: str,
    origin: str,
    title: str,
    summary: str,
    contact: Contact | None = None,
    received_on: date | None = None,
    actor: User,
) -> ComplianceAlert:
    """Log what somebody outside the screening reported about a customer; whoever logs it may read it.

    The time to decide runs from the day it was received, today unless given. Raises BusinessError "alert_title_missing",
    "reason_missing", "contact_of_another", "received_in_future"; Conflict "gone_or_out_of_reach".
    """
    if not title.strip():
        raise BusinessError("alert_title_missing", field="title")
    must_say_why(summary)
    if not scope(Customer.objects, actor, "compliance.log_alert").filter(pk=customer.pk).exists():
        raise Conflict("gone_or_out_of_reach")
    if contact and contact.customer_id != customer.pk:
        raise BusinessError("contact_of_another", field="contact")
    if received_on and received_on > local_today(actor):
        raise BusinessError("received_in_future", field="received_on", day=received_on)
    about, said = refuse_card_number(title.strip(), "title"), refuse_card_number(summary.strip(), "summary")
    alert = report(
        customer, kind=kind, origin=AlertOrigin(origin), title=about, summary=said, contact=contact, received_on=received_on, actor=actor
    )
    if alert.restricted and actor.may(VIEW):
        AlertReader.objects.create(alert=alert, user=actor, added_by=actor)
    return alert


@verb("compliance.add_alert_reader")
def add_alert_reader(alert_id: int, *, reader: User, actor: User) -> ComplianceAlert:
    """Let somebody who works on alerts read a restricted one. Raises BusinessError "alert_not_restricted", "reader_without_right"."""
    alert = locked(alert_id, actor)
    if not alert.restricted:
        raise BusinessError("alert_not_restricted")
    if not reader.may(VIEW):
        raise BusinessError("reader_without_right", field="reader", name=str(reader))
    AlertReader.objects.get_or_create(alert=alert, user=reader, ended_at=None, defaults={"added_by": actor})
    named = alert.of_trail
    record("alert.reader_added", named, actor=actor, parent=named, reader=str(reader))
    return alert


@verb("compliance.remove_alert_reader")
def remove_alert_reader(alert_id: int, *, reader: User, actor: User) -> ComplianceAlert:
    """Somebody need not read a restricted alert any longer. Raises BusinessError "reader_unknown"."""
    alert = locked(alert_id, actor)
    if not AlertReader.objects.filter(alert=alert, user=reader, ended_at=None).update(ended_at=timezone.now()):
        raise BusinessError("reader_unknown", field="reader", name=str(reader))
    named = alert.of_trail
    record("alert.reader_removed", named, actor=actor, parent=named, reader=str(reader))
    return alert


@verb("compliance.answer_check")
def answer_check(alert_id: int, *, code: str, outcome: str, note: str = "", actor: User) -> ComplianceAlert:
    """Answer a question of the alert's checklist; a later answer counts instead.

    Raises BusinessError "check_unknown", "check_needs_words"; Conflict "alert_decided".
    """
    alert = locked(alert_id, actor)
    if alert.state not in OPEN:
        raise Conflict("alert_decided")
    if code not in KINDS[alert.kind].checklist:
        raise BusinessError("check_unknown", field="code", code=code)
    if outcome == CheckOutcome.FOUND and not note.strip():
        raise BusinessError("check_needs_words", field="note")
    AlertCheck.objects.create(
        alert=alert, code=code, outcome=CheckOutcome(outcome), note=refuse_card_number(note.strip(), "note"), by=actor
    )
    named = alert.of_trail
    said = {"code": code, "values": {}}
    record("alert.check_answered", named, actor=actor, parent=named, question=said, outcome={"code": f"check.{outcome}", "values": {}})
    return alert

"""What this room, the highest of its floor, tells the house when it loads: who answers the gates, hears events, runs at night."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts import answers, history
from o2c.compliance.alerts.queries import VIEW, VIEW_RESTRICTED, alerts, open_of, restricted_alerts
from o2c.compliance.alerts.services.desk import pass_on
from o2c.compliance.alerts.services.escalation import EVIDENCE_PACK
from o2c.compliance.alerts.services.screening import SCREEN_ALL, SCREEN_DELTA, SCREEN_PARTS
from o2c.compliance.freezes.answers import frozen_at_all, stopped_among
from o2c.compliance.freezes.answers import reasons_against as frozen
from o2c.compliance.freezes.rules import GATES
from o2c.compliance.screening.answers import reasons_after_return as not_screened_since_return
from o2c.compliance.screening.answers import reasons_against as not_screened
from o2c.core import events, gates
from o2c.core.access import ownership
from o2c.core.audit import restricted
from o2c.core.files.reach import carries_files
from o2c.core.jobs import night
from o2c.core.jobs.kinds import kind
from o2c.core.pages import menu, panels, timeline
from o2c.core.retention.judging import QUESTION

for question, stopped in GATES.items():
    gates.answer(question, partial(frozen, stopped))
    gates.answer(question, not_screened_since_return if question == "activate_customer" else not_screened)
    gates.answer(question, answers.reasons_against)
    gates.answer_for_many(question, partial(stopped_among, stopped))
    gates.answer_for_many(question, answers.held_among)

gates.answer_for_many(QUESTION, frozen_at_all)
gates.answer_for_many(QUESTION, answers.held_among)

events.listen("customer.changed", "compliance.screening", answers.on_customer_changed)
events.listen("customers.imported", "compliance.screening", answers.on_customers_imported)
events.listen("screening.configured", "compliance.screening", answers.on_configured)
events.listen("watchlist.activated", "compliance.screening", answers.on_list_activated)

kind(EVIDENCE_PACK, _("Evidence pack of an alert"))
kind(SCREEN_ALL, _("Screening of all customers"))
kind(SCREEN_DELTA, _("Screening of changed parties"))
kind(SCREEN_PARTS, _("Screening, a further worker"))
night.step("compliance.screening", _("Screening of all customers"), answers.night_step, after=("compliance.watchlists",), per_entity=False)
night.step("compliance.digest", _("Morning mail of compliance"), answers.digest_step, after=("compliance.screening",), per_entity=False)

for restricted_kind in ("compliancealert", "alerthit", "alertbrake", "hit"):
    restricted.register(f"compliance.{restricted_kind}", VIEW)
restricted.register("compliance.restrictedalert", VIEW_RESTRICTED)
carries_files("compliance.compliancealert", lambda actor: alerts(actor).filter(restricted=False), restricted=VIEW)
carries_files("compliance.restrictedalert", restricted_alerts, restricted=VIEW)
ownership.register("alerts", lambda user: open_of(user).count(), pass_on, label=_("compliance alerts"))
timeline.source("compliance", history.entries_of)
panels.add("home", _("Alerts"), "home_alerts", permission=VIEW, order=15)
panels.add("accounts.customer", _("Compliance"), "compliance_of_customer", permission=VIEW, order=80)
menu.add("compliance", _("Alerts"), "alert_queue", VIEW, order=10)
panels.add("accounts.campaign", _("Who is screened"), "compliance_of_campaign", permission="accounts.view_campaigns", order=60)
menu.add("compliance", _("Report a suspicion"), "alert_log", "compliance.log_alert", order=5)
menu.add("compliance", _("Restricted alerts"), "alert_restricted", VIEW_RESTRICTED, order=12)
menu.add("compliance", _("Decisions"), "alert_decisions", VIEW, order=13)
menu.add("compliance", _("Workload"), "alert_workload", VIEW, order=14)
menu.add("compliance", _("Brakes"), "alert_brakes", "compliance.settle_brake", order=15)

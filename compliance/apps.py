from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "o2c.compliance"
    label = "compliance"

    def ready(self) -> None:
        self._answer_gates()
        self._listen()
        self._run_at_night()
        self._offer_pages()
        self._keep_secret()

    def _answer_gates(self) -> None:
        from o2c.compliance.alerts import answers as alerts
        from o2c.compliance.freezes import answers as freezes
        from o2c.compliance.freezes.rules import GATES
        from o2c.compliance.screening import answers as screening
        from o2c.core import gates

        freezes.register()
        for question in GATES:
            gates.answer(question, screening.reasons_against)
            gates.answer(question, alerts.reasons_against)

    def _listen(self) -> None:
        from o2c.compliance.alerts import answers
        from o2c.core import events

        events.listen("customer.changed", "compliance.screening", answers.on_customer_changed)
        events.listen("customers.imported", "compliance.screening", answers.on_customers_imported)
        events.listen("watchlist.activated", "compliance.screening", answers.on_list_activated)

    def _run_at_night(self) -> None:
        from o2c.compliance.alerts import answers
        from o2c.compliance.alerts.services.screening import SCREEN_ALL
        from o2c.core.jobs import night
        from o2c.core.jobs.kinds import kind

        kind(SCREEN_ALL, _("Screening of all customers"))
        night.step("compliance.screening", _("Screening of all customers"), answers.night_step, per_entity=False)

    def _offer_pages(self) -> None:
        from o2c.compliance.alerts import history
        from o2c.core.pages import menu, panels, timeline

        menu.add("compliance", _("Alerts"), "alert_queue", "compliance.view_alerts", order=10)
        menu.add("compliance", _("Brakes"), "alert_brakes", "compliance.settle_brake", order=15)
        menu.add("compliance", _("Freezes"), "freezes", "compliance.view_freezes", order=20)
        menu.add("compliance", _("Screenings"), "screening_runs", "compliance.view_screenings", order=30)
        menu.add("compliance", _("Watchlists"), "watchlist_sources", "compliance.view_watchlists", order=40)
        menu.add("compliance", _("List versions"), "watchlist_versions", "compliance.view_watchlists", order=41)
        menu.add("compliance", _("List loads"), "watchlist_loads", "compliance.view_watchlists", order=42)
        panels.add("accounts.customer", _("Compliance"), "compliance_of_customer", permission="compliance.view_alerts", order=80)
        timeline.source("compliance", history.entries_of)

    def _keep_secret(self) -> None:
        from o2c.core.audit import restricted

        for kind in ("compliancealert", "alertbrake", "alerthit"):
            restricted.register(f"compliance.{kind}", "compliance.view_alerts")

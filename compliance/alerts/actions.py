"""What can be done with an alert now, and by whom: for the buttons of its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts import services
from o2c.compliance.alerts.forms import ClearForm, ReasonForm
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.core.access.models import User
from o2c.core.pages import Form
from o2c.core.verbs import Verb

Fits = Callable[[ComplianceAlert, User], bool]


def _always(alert: ComplianceAlert, actor: User) -> bool:
    return True


def _none_proposed(alert: ComplianceAlert, actor: User) -> bool:
    return alert.clearing_by_id is None


def _second_to_clear(alert: ComplianceAlert, actor: User) -> bool:
    return alert.clearing_by_id not in {None, actor.pk}


def _with_officer(alert: ComplianceAlert, actor: User) -> bool:
    return alert.escalations.filter(closed_at=None, handed_at=None).exists()


def _may_judge(alert: ComplianceAlert, actor: User) -> bool:
    return alert.confirmed_by_id != actor.pk and not _with_officer(alert, actor)


def _first_to_release(alert: ComplianceAlert, actor: User) -> bool:
    return alert.release_by_id is None and actor.pk not in {alert.confirmed_by_id, alert.upheld_by_id}


def _second_to_release(alert: ComplianceAlert, actor: User) -> bool:
    return alert.release_by_id is not None and actor.pk not in {alert.confirmed_by_id, alert.upheld_by_id, alert.release_by_id}


@dataclass(frozen=True)
class Action:
    """One button: the verb behind it, the states it starts from, the form it needs (none: a bare button)."""

    name: str
    verb: Verb[..., ComplianceAlert]
    label: str | Promise
    done: str | Promise
    states: frozenset[str]
    form: type[Form] | None = ReasonForm
    hotkey: str = ""
    fits: Fits = _always
    leads_on: bool = True

    def url(self, alert: ComplianceAlert, *, working: bool) -> str:
        return reverse(f"alert_{self.name}", args=[alert.public_id]) + ("?work=1" if working else "")


def _action(name: str, verb: Any, label: Any, done: Any, *states: str, **more: Any) -> Action:
    return Action(name, verb, label, done, frozenset(states), **more)


ACTIONS = [
    _action("take", services.take_alert, _("Take it"), _("The alert is yours."), "alert", form=None, hotkey="t", leads_on=False),
    _action(
        "clear", services.clear_alert, _("False positive"), _("Recorded."), "investigating", form=ClearForm, hotkey="f", fits=_none_proposed
    ),
    _action("confirm", services.confirm_alert, _("Confirm"), _("Confirmed; the customer is frozen."), "investigating", hotkey="c"),
    _action("ask", services.ask_for_information, _("Ask for information"), _("Waiting for information."), "investigating", hotkey="i"),
    _action(
        "resume", services.resume_investigation, _("Go on"), _("The alert is yours."), "more_info", form=None, hotkey="t", leads_on=False
    ),
    _action(
        "approve",
        services.approve_clearing,
        _("Approve clearing"),
        _("Cleared."),
        "investigating",
        form=None,
        hotkey="a",
        fits=_second_to_clear,
    ),
    _action("return", services.return_clearing, _("Return"), _("Returned to the clerk."), "investigating", fits=_second_to_clear),
    _action(
        "hand_over", services.hand_over_alert, _("Hand over to legal"), _("Handed to legal."), "escalated", hotkey="h", fits=_with_officer
    ),
    _action("uphold", services.uphold_alert, _("Uphold"), _("The customer stays blocked."), "escalated", hotkey="u", fits=_may_judge),
    _action(
        "overrule", services.overrule_alert, _("Overrule"), _("Overruled; the freeze has ended."), "escalated", hotkey="o", fits=_may_judge
    ),
    _action("propose", services.propose_alert_release, _("Propose release"), _("Proposed."), "blocked", fits=_first_to_release),
    _action("release", services.release_alert, _("Release"), _("Released."), "blocked", form=None, fits=_second_to_release),
    _action("reopen", services.reopen_alert, _("Reopen"), _("Back in the queue."), "false_positive"),
]


@dataclass(frozen=True)
class Offer:
    """A button as the template needs it."""

    label: str | Promise
    url: str
    hotkey: str
    is_bare: bool


def offers(alert: ComplianceAlert, actor: User, *, working: bool = False) -> list[Offer]:
    """The buttons this person may press on this alert now."""
    return [
        Offer(action.label, action.url(alert, working=working), action.hotkey, action.form is None)
        for action in ACTIONS
        if alert.state in action.states and actor.may(action.verb.permission) and action.fits(alert, actor)
    ]

"""Asking for approval, deciding with before and after side by side, and the policies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access.roles import ROLE_NAMES
from o2c.core.approvals import queries, services
from o2c.core.approvals.filters import ApprovalFilter, PolicyFilter
from o2c.core.approvals.forms import DecideForm, PolicyForm, ReasonForm
from o2c.core.approvals.models import ApprovalRequest, RequestState
from o2c.core.approvals.registry import KINDS
from o2c.core.approvals.tables import ApprovalTable, DecideTable, PolicyTable, kind_title
from o2c.core.audit.words import label_of
from o2c.core.doors import Request, access
from o2c.core.entities.queries import periods
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.menu import Indicator
from o2c.core.pages.related import related
from o2c.core.spoken import paired


@access("core.decide_approval")
def approvals_to_decide(request: Request) -> HttpResponseBase:
    return list_page(request, queries.to_decide(request.user), None, DecideTable)


@access("core.decide_approval")
def home_approvals(request: Request) -> HttpResponse:
    """What waits for the reader's decision, on the start page."""
    columns, rows = DecideTable.pick("subject_label", "kind", "amount", "requester"), queries.to_decide(request.user)
    return related(
        request, rows, columns, title=DecideTable.title, everything=reverse("approvals_to_decide"), nothing=DecideTable.nothing_yet
    )


@access("core.view_approvals")
def approval_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.approvals(request.user), ApprovalFilter, ApprovalTable)


@access.login
def approval_detail(request: Request, public_id: UUID) -> HttpResponse:
    """What would change, who asked and why, who decided so far; the two buttons for the one whose step it is."""
    asked = one(_within_reach(request), public_id)
    mine = asked.state == RequestState.PENDING and queries.to_decide(request.user).filter(pk=asked.pk).exists()
    form = DecideForm(request.POST or None) if mine else None
    if form and (decided := run(form, services.decide_approval, asked.pk, actor=request.user)):
        return done(request, _outcome(decided), to="approvals_to_decide")
    withdraws = asked.state == RequestState.PENDING and asked.requester == request.user
    return page(
        request,
        "core/approvals/detail.html",
        title=paired(kind_title(asked), asked.subject_label),
        subject=asked,
        asked=asked,
        form=form,
        changes=_changes(asked),
        evidence=_evidence(asked) if mine else (),
        steps=_steps(asked),
        withdraw=reverse("approval_withdraw", args=[asked.public_id]) if withdraws else "",
        crumbs=[_way_back(request)],
    )


def _way_back(request: Request) -> tuple[str, str]:
    """The list of those who decide, or of everything for those who only look."""
    if request.user.may("core.decide_approval"):
        return _("Waiting for my approval"), reverse("approvals_to_decide")
    return (_("Approvals"), reverse("approval_list")) if request.user.may("core.view_approvals") else (_("My work"), reverse("home"))


def _within_reach(request: Request) -> Any:
    """What the reader may see, asked for, or may decide now."""
    user = request.user
    rows = ApprovalRequest.objects.select_related("requester", "requested_for", "entity")
    return rows.filter(pk__in=queries.approvals(user).values("pk")) | rows.filter(pk__in=queries.to_decide(user).values("pk"))


def _outcome(decided: ApprovalRequest) -> str:
    match decided.state:
        case RequestState.APPROVED:
            return _("Approved and done.")
        case RequestState.REJECTED:
            return _("Rejected.")
        case RequestState.FALLEN:
            return _("Nothing was done: the record changed since it was asked for, so it must be asked for again.")
        case _:
            return _("Approved. The next step waits for somebody else.")


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: Any
    after: Any

    @property
    def is_same(self) -> bool:
        return bool(self.before == self.after)


def _changes(asked: ApprovalRequest) -> list[Change]:
    names = dict.fromkeys([*asked.before, *asked.after])
    return [Change(label_of(asked.subject_type, name), asked.before.get(name), asked.after.get(name)) for name in names]


def _evidence(asked: ApprovalRequest) -> Sequence[tuple[str, Any]]:
    shows = KINDS[asked.kind].evidence if asked.kind in KINDS else None
    return shows(queries.subject_of(asked.subject_type, asked.subject_id)) if shows else ()


@dataclass(frozen=True, slots=True)
class Step:
    role: str
    taken: Any


def _steps(asked: ApprovalRequest) -> list[Step]:
    taken = {step.position: step for step in asked.steps.select_related("approver", "delegate_of")}
    return [Step(str(ROLE_NAMES.get(role, role)), taken.get(position)) for position, role in enumerate(asked.roles)]


@access("core.withdraw_approval")
def approval_withdraw(request: Request, public_id: UUID) -> HttpResponse:
    asked = one(queries.approvals(request.user).filter(requester=request.user), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, services.withdraw_approval, asked.pk, actor=request.user):
        return done(request, _("Request withdrawn."), to=asked)
    return _form(request, form, _("Withdraw the request"), _("Withdraw"), asked.get_absolute_url())


@access("core.reopen_period")
def period_reopen(request: Request, public_id: UUID) -> HttpResponse:
    """Ask another person to agree that a closed month opens again."""
    period = one(periods(request.user).filter(state="closed"), public_id)
    form = ReasonForm(request.POST or None)
    given = {"pk": period.pk, "reason": form.data.get("reason", "")}
    changes = {"before": {"state": "closed"}, "after": {"state": "open"}}
    if asked := run(form, services.request_approval, "period_reopening", period, given, actor=request.user, **changes):
        return done(request, _("Asked for. The month opens when another person has approved."), to=asked)
    return _form(request, form, _("Reopen %(month)s") % {"month": f"{period.month:%Y-%m}"}, _("Ask for approval"), reverse("period_list"))


@access("core.view_approvals")
def approval_policies(request: Request) -> HttpResponseBase:
    return list_page(request, queries.policies(), PolicyFilter, PolicyTable)


@access("core.propose_policy")
def approval_policy_new(request: Request) -> HttpResponse:
    form = PolicyForm(request.POST or None)
    if run(form, services.propose_policy, actor=request.user):
        return done(request, _("Proposed. It holds when another person has approved."), to="approval_policies")
    return _form(request, form, _("Propose an approval policy"), _("Propose policy"), reverse("approval_policies"))


def _form(request: Request, form: Any, title: str, submit: str, cancel: str) -> HttpResponse:
    return page(request, "layouts/form.html", form=form, title=title, submit=submit, cancel=cancel)


def waiting_for(user: Any) -> Indicator | None:
    """The count in the top bar."""
    count = queries.to_decide(user).count() if user.may("core.decide_approval") else 0
    return Indicator(_("Approvals"), count, reverse("approvals_to_decide"), "circle-check") if count else None


urlpatterns = [
    path("approvals/", approvals_to_decide, name="approvals_to_decide"),
    path("home/approvals/", home_approvals, name="home_approvals"),
    path("approvals/all/", approval_list, name="approval_list"),
    path("approvals/policies/", approval_policies, name="approval_policies"),
    path("approvals/policies/new/", approval_policy_new, name="approval_policy_new"),
    path("approvals/<uuid:public_id>/", approval_detail, name="approval_detail"),
    path("approvals/<uuid:public_id>/withdraw/", approval_withdraw, name="approval_withdraw"),
    path("periods/<uuid:public_id>/reopen/", period_reopen, name="period_reopen"),
]

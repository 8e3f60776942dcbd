"""Lists of issues, one issue, and the issues of one customer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.quality import queries
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.filters import IssueFilter
from o2c.accounts.quality.forms import AssignForm, WaiveForm
from o2c.accounts.quality.services import issues
from o2c.accounts.quality.tables import AgreedIssueTable, ContactIssueTable, IssueTable, found_in, owed_by
from o2c.core.doors import access, who
from o2c.core.pages import list_page, one, page
from o2c.core.pages.display import day, link_to
from o2c.core.pages.moves import Move, carry_out, offered
from o2c.core.pages.related import related

LIVE = ["open", "assigned", "waived"]
MOVES = [
    Move("fix", gettext_lazy("Put right"), gettext_lazy("The issue is fixed."), issues.fix_issue, LIVE, main=True),
    Move("assign", gettext_lazy("Send to a steward"), gettext_lazy("The steward has it now."), issues.assign_issue, LIVE, AssignForm),
    Move("waive", gettext_lazy("Let pass for a while"), gettext_lazy("The issue is let pass."), issues.waive_issue, LIVE[:2], WaiveForm),
]


@access("accounts.view_quality")
def quality_issues(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.issues(who(request)), IssueFilter, IssueTable)


@access("accounts.view_quality")
def contact_issues(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.contact_issues(who(request)), IssueFilter, ContactIssueTable)


@access("accounts.view_quality")
def agreed_issues(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.differences(who(request)), IssueFilter, AgreedIssueTable)


@access("accounts.view_quality")
def quality_issue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    issue = one(queries.issues(who(request)), public_id)
    check = CHECKS[issue.rule.code]
    moves = [move for move in MOVES if move.code != "fix" or check.fix]
    return page(
        request,
        "accounts/quality/issue.html",
        title=issue.label,
        subject=issue,
        check=check,
        facts=[
            (_("Rule"), link_to(issue.rule, str(check.title))),
            (_("Customer"), link_to(issue.customer)),
            (_("Expected"), issue.expected),
            (_("Found"), found_in(issue)),
            (_("Amount open"), owed_by(issue)),
            (_("Owner"), str(issue.owner or "")),
            (_("First seen"), day(issue.first_seen)),
            (_("Last seen"), day(issue.last_seen)),
            (_("Let pass until"), day(issue.waived_until) if issue.waived_until else None),
            (_("Reason"), issue.reason),
        ],
        moves=offered(moves, issue, who(request), "quality_issue_move"),
        crumbs=[(_("Quality issues"), reverse("quality_issues"))],
    )


@access("accounts.view_quality")
def quality_issue_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.issues(who(request)), public_id), MOVES, move)


@access("accounts.view_quality")
def customer_issues(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The panel of what is not right about one customer."""
    customer, may = one(customers(who(request)), public_id), who(request).may("accounts.merge_customers")
    merge = (_("Merge into another customer"), reverse("customer_merge_new", args=[public_id]))
    rows = queries.issues(who(request)).filter(customer=customer).exclude(state="fixed")
    return related(
        request, rows, IssueTable.pick("label", "rule", "actual", "state"), title=_("Data quality"), create=merge if may else None
    )


urlpatterns = [
    path("quality/issues/", quality_issues, name="quality_issues"),
    path("quality/contacts/", contact_issues, name="contact_issues"),
    path("quality/agreed/", agreed_issues, name="agreed_issues"),
    path("quality/issues/<uuid:public_id>/", quality_issue, name="quality_issue"),
    path("quality/issues/<uuid:public_id>/<slug:move>/", quality_issue_move, name="quality_issue_move"),
    path("customers/<uuid:public_id>/panels/quality/", customer_issues, name="customer_issues"),
]

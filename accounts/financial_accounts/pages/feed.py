"""The campaign feed: taking a file in, the control list with its accuracy, and deciding on an exception."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from o2c.accounts.contracts.pages.frames import form_page
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.filters import FeedLineFilter
from o2c.accounts.financial_accounts.forms import CorrectForm, FeedFileForm
from o2c.accounts.financial_accounts.imports import COLUMNS, take_in
from o2c.accounts.financial_accounts.models import FeedLine, FeedRun
from o2c.accounts.financial_accounts.services import feed
from o2c.accounts.financial_accounts.tables import FeedLineTable, FeedRunTable
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to, percent
from o2c.core.pages.moves import ReasonForm
from o2c.core.sentences import sentence
from o2c.core.spoken import spoken

LIST = (gettext_lazy("Campaign feed"), "feed_line_list")


@access("accounts.view_financial_accounts")
def feed_line_list(request: HttpRequest) -> HttpResponseBase:
    """Every campaign of the feed with what became of it, and how often the automation was right."""
    actor = who(request)
    rows = queries.feed_lines(actor)
    found = queries.tally(rows)
    figures = [
        (_("Automation right"), percent(found.accuracy) if found.accuracy is not None else "–"),
        (_("To decide"), found.open), (_("Done by itself"), found.automatic), (_("Corrected"), found.corrected),
    ]  # fmt: skip
    may = actor.may("accounts.receive_campaign_feed")
    return list_page(
        request, rows, FeedLineFilter, FeedLineTable, template="accounts/financial_accounts/feed.html", figures=figures, may_receive=may
    )


@access("accounts.view_financial_accounts")
def feed_run_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.feed_runs(who(request)), None, FeedRunTable)


@access("accounts.receive_campaign_feed")
def feed_receive(request: HttpRequest) -> HttpResponse:
    form = FeedFileForm(request.POST or None, request.FILES or None)

    def receive(*, source: str, file: "UploadedFile[bytes]", actor: User) -> FeedRun:
        return take_in(source=source, file=file.open(), name=file.name or "", actor=actor)

    if received := run(form, receive, actor=who(request)):
        return done(request, _("Received. A worker settles the lines."), to=f"{reverse('feed_line_list')}?run={received.pk}")
    return form_page(request, _("Receive a campaign feed"), form, _("Receive feed"), within=LIST)


@access("accounts.view_financial_accounts")
def feed_line_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    line = one(queries.feed_lines(actor), public_id)
    open_to = line.state == "open"
    ways = [
        (_("Correct"), "feed_line_correct", open_to and actor.may("accounts.correct_feed_line")),
        (_("Confirm the refusal"), "feed_line_confirm", open_to and actor.may("accounts.confirm_feed_line")),
    ]
    return page(
        request,
        "accounts/contracts/detail.html",
        title=_("Campaign %(ext_id)s of the feed") % {"ext_id": line.ext_id},
        subject=line,
        crumbs=[(str(LIST[0]), reverse(LIST[1]))],
        figures=[(_("Source"), line.source), (_("Outcome"), line.get_outcome_display())],
        facts=_facts(line),
        reasons=(pgettext("line of the feed", "Refused"), [sentence(line.rule, line.values)] if line.rule else []),
        ways=[(label, reverse(name, args=[public_id])) for label, name, may in ways if may],
    )


def _facts(line: FeedLine) -> list[tuple[str, Any]]:
    came = [(str(column.label), line.payload.get(column.name)) for column in COLUMNS]
    return [
        *((label, spoken(value)) for label, value in came if value not in (None, "")),
        (_("Campaign"), link_to(line.campaign, line.campaign.name) if line.campaign else None),
        (_("Account"), link_to(line.account) if line.account else None),
        (_("Decided by"), line.decided_by),
        (_("Decision"), line.decision),
    ]


@access("accounts.correct_feed_line")
def feed_line_correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    line = one(queries.feed_lines(who(request)), public_id)
    form = CorrectForm(request.POST or None, actor=who(request))
    if run(form, feed.correct_feed_line, line.pk, actor=who(request)):
        return done(request, _("Corrected: the campaign bills to its account."), to=line)
    return form_page(request, _("Correct line %(line)s") % {"line": line.ext_id}, form, _("Correct line"), of=line, within=LIST)


@access("accounts.confirm_feed_line")
def feed_line_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    line = one(queries.feed_lines(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, feed.confirm_feed_line, line.pk, actor=who(request)):
        return done(request, _("Confirmed: the line stays refused."), to=line)
    title = _("Confirm that line %(line)s was rightly refused") % {"line": line.ext_id}
    return form_page(request, title, form, _("Confirm refusal"), of=line, within=LIST)


urlpatterns = [
    path("campaign-feed/", feed_line_list, name="feed_line_list"),
    path("campaign-feed/runs/", feed_run_list, name="feed_run_list"),
    path("campaign-feed/receive/", feed_receive, name="feed_receive"),
    path("campaign-feed/<uuid:public_id>/", feed_line_detail, name="feed_line_detail"),
    path("campaign-feed/<uuid:public_id>/correct/", feed_line_correct, name="feed_line_correct"),
    path("campaign-feed/<uuid:public_id>/confirm/", feed_line_confirm, name="feed_line_confirm"),
]

"""Which account a campaign bills to, seen from the campaign and from the account."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.campaigns.filters import CampaignFilter
from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.customers.forms import EndForm
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.forms import CampaignLinkForm, LinkForm
from o2c.accounts.financial_accounts.models import CampaignAccount
from o2c.accounts.financial_accounts.services import links
from o2c.accounts.financial_accounts.tables import UnlinkedTable
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import Column, done, list_page, one, page, run
from o2c.core.pages.related import related


@access("accounts.view_campaigns")
def unlinked_campaign_list(request: HttpRequest) -> HttpResponseBase:
    """Campaigns that deliver or will, and bill to no account today, each with an account that would do."""
    return list_page(request, queries.unlinked_campaigns(who(request), local_today()), CampaignFilter, UnlinkedTable)


@access("accounts.link_campaign")
def campaign_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    campaign = one(campaigns(actor), public_id)
    form = LinkForm(request.POST or None, initial={"valid_from": campaign.starts_on}, actor=actor, campaign=campaign)
    if run(form, links.link_campaign, campaign.pk, actor=actor):
        return done(request, _("The campaign bills to the account."), to=campaign)
    title = _("Link %(name)s to an account") % {"name": campaign.name}
    crumbs = [(_("Campaigns"), reverse("campaign_list")), (campaign.name, campaign.get_absolute_url())]
    return _form(request, title, form, _("Link campaign"), campaign.get_absolute_url(), crumbs)


@access("accounts.link_campaign")
def account_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    account = one(queries.financial_accounts(actor), public_id)
    form = CampaignLinkForm(request.POST or None, initial={"valid_from": local_today()}, actor=actor)

    def link(*, campaign: Campaign, actor: User, **given: Any) -> CampaignAccount:
        return links.link_campaign(campaign.pk, account=account, actor=actor, **given)

    if run(form, link, actor=actor):
        return done(request, _("The campaign bills to the account."), to=account)
    title = _("Link a campaign to account %(number)s") % {"number": account}
    crumbs = [(_("Financial accounts"), reverse("financial_account_list")), (account.number, account.get_absolute_url())]
    return _form(request, title, form, _("Link campaign"), account.get_absolute_url(), crumbs)


@access("accounts.unlink_campaign")
def campaign_unlink(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(scope(CampaignAccount.objects.select_related("campaign"), who(request), queries.VIEW), public_id)
    form = EndForm(request.POST or None, initial={"valid_until": local_today()})
    if run(form, links.unlink_campaign, found.pk, actor=who(request)):
        return done(request, _("The link is ended."), to=found.campaign)
    crumbs = [(_("Campaigns"), reverse("campaign_list")), (found.campaign.name, found.campaign.get_absolute_url())]
    return _form(request, _("End the link"), form, _("End the link"), found.campaign.get_absolute_url(), crumbs)


def _form(request: HttpRequest, title: str, form: Any, submit: str, cancel: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


SPAN = [Column("valid_from", gettext_lazy("From"), "date"), Column("valid_until", gettext_lazy("Until and including"), "last_day")]


@access("accounts.view_financial_accounts")
def campaign_accounts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The accounts of a campaign, on its page."""
    actor = who(request)
    campaign = one(campaigns(actor), public_id)
    columns = [
        Column("account__number", _("Account"), "link", url=lambda row: row.account.get_absolute_url()),
        *SPAN,
        Column(
            "end",
            _("Actions"),
            "action",
            of=lambda row: "" if row.valid_until else _("End"),
            url=lambda row: reverse("campaign_unlink", args=[row.public_id]),
            permission="accounts.unlink_campaign",
        ),
    ]
    create = (_("Link to an account"), reverse("campaign_link", args=[public_id])) if actor.may("accounts.link_campaign") else None
    return related(request, queries.links_of_campaign(actor, campaign), columns, title=_("Bills to"), create=create)


@access("accounts.view_financial_accounts")
def account_campaigns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The campaigns of an account, on its page."""
    actor = who(request)
    account = one(queries.financial_accounts(actor), public_id)
    columns = [Column("campaign__name", _("Campaign"), "link", url=lambda row: row.campaign.get_absolute_url()), *SPAN]
    new = account.state == "active" and actor.may("accounts.link_campaign")
    create = (_("Link a campaign"), reverse("account_link", args=[public_id])) if new else None
    return related(request, queries.links_of_account(actor, account), columns, title=_("Campaigns"), create=create)


urlpatterns = [
    path("campaigns/unlinked/", unlinked_campaign_list, name="unlinked_campaign_list"),
    path("campaigns/<uuid:public_id>/account/", campaign_link, name="campaign_link"),
    path("campaigns/<uuid:public_id>/panels/accounts/", campaign_accounts, name="campaign_accounts"),
    path("financial-accounts/<uuid:public_id>/campaign/", account_link, name="account_link"),
    path("financial-accounts/<uuid:public_id>/panels/campaigns/", account_campaigns, name="account_campaigns"),
    path("campaign-links/<uuid:public_id>/end/", campaign_unlink, name="campaign_unlink"),
]

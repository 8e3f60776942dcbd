"""Campaigns: list, detail, new, edit, and their moves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.campaigns import queries, services
from o2c.accounts.campaigns.filters import CampaignFilter
from o2c.accounts.campaigns.forms import CampaignEditForm, CampaignForm, CampaignNewForm, ConversionForm
from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.tables import CampaignTable
from o2c.accounts.customers.queries import customers
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.pickers import options
from o2c.core.pages.related import related
from o2c.core.spoken import day, spoken

MOVES = [
    Move("start", gettext_lazy("Start"), gettext_lazy("The campaign is live."), services.start_campaign, ["planned", "paused"], main=True),
    Move("pause", gettext_lazy("Pause"), gettext_lazy("The campaign is paused."), services.pause_campaign, ["live"]),
    Move("end", gettext_lazy("End"), gettext_lazy("The campaign is over."), services.end_campaign, ["live", "paused"]),
    Move("cancel", gettext_lazy("Cancel"), gettext_lazy("The campaign is cancelled."), services.cancel_campaign, ["planned"], ReasonForm),
]
CONVERT = Move(
    "convert", gettext_lazy("Convert to billing"), gettext_lazy("Asked for: another person decides."), services.ask_test_conversion,
    ["planned", "live", "paused", "ended"], ConversionForm,
)  # fmt: skip
FIELDS = ["name", "end_client", "product", "starts_on", "ends_on", "currency", "is_test", "test_budget", "test_ends_on", "version"]


@access("accounts.view_campaigns")
def campaign_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.campaigns(who(request)), CampaignFilter, CampaignTable)


@access("accounts.view_campaigns")
def campaign_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    campaign = one(queries.campaigns(actor), public_id)
    return page(
        request,
        "accounts/detail.html",
        title=campaign.name,
        subject=campaign,
        crumbs=[(_("Campaigns"), reverse("campaign_list"))],
        figures=[(_("External id"), campaign.ext_id), (_("Currency"), campaign.currency)],
        facts=_facts(campaign),
        moves=offered(_moves(campaign), campaign, actor, "campaign_move"),
        edit_url=reverse("campaign_edit", args=[public_id]) if actor.may("accounts.edit_campaign") else "",
        panels="accounts.campaign",
    )


def _facts(campaign: Campaign) -> list[tuple[str, Any]]:
    budget = spoken(Money(campaign.test_budget, campaign.currency)) if campaign.test_budget is not None else None
    test = [
        (_("Free test budget"), budget),
        (_("Test until and including"), day(last_day(campaign.test_ends_on)) if campaign.test_ends_on else None),
    ]
    orders = ((link_to(order, order.number),) for order in campaign.insertion_orders.order_by("number"))
    return [
        (_("Advertiser"), link_to(campaign.advertiser, campaign.advertiser.legal_name)),
        (_("End client"), link_to(campaign.end_client, campaign.end_client.legal_name) if campaign.end_client else None),
        (_("Product"), campaign.product),
        (_("Starts on"), day(campaign.starts_on)),
        (_("Until and including"), day(last_day(campaign.ends_on)) if campaign.ends_on else None),
        (_("Insertion orders"), format_html_join(", ", "{}", orders)),
        *(test if campaign.is_test else []),
        *([(_("Converted from a test on"), day(campaign.converted_on))] if campaign.converted_on else []),
    ]


@access("accounts.create_campaign")
def campaign_new(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    form = CampaignNewForm(request.POST or None, initial={"advertiser": request.GET.get("customer", "")}, actor=actor)
    if campaign := run(form, services.create_campaign, actor=actor):
        return done(request, _("Campaign entered."), to=campaign)
    return _form(request, _("New campaign"), form, _("Enter campaign"))


@access("accounts.edit_campaign")
def campaign_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    campaign = one(queries.campaigns(actor), public_id)
    orders = list(campaign.insertion_orders.values_list("public_id", flat=True))
    initial = {name: getattr(campaign, name) for name in FIELDS} | {"insertion_orders": orders}
    form = CampaignEditForm(request.POST or None, initial=initial, actor=actor, advertiser=campaign.advertiser)
    if run(form, services.edit_campaign, campaign.pk, actor=actor):
        return done(request, _("Campaign saved."), to=campaign)
    return _form(request, _("Edit %(name)s") % {"name": campaign.name}, form, _("Save campaign"), campaign)


def _form(request: HttpRequest, title: str, form: CampaignForm, submit: str, campaign: Campaign | None = None) -> HttpResponse:
    address = campaign.get_absolute_url() if campaign else reverse("campaign_list")
    crumbs = [(_("Campaigns"), reverse("campaign_list")), *([(campaign.name, address)] if campaign else [])]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)


@access("accounts.view_campaigns")
def campaign_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    campaign = one(queries.campaigns(who(request)), public_id)
    return carry_out(request, campaign, _moves(campaign), move)


def _moves(campaign: Campaign) -> list[Move]:
    return [*MOVES, CONVERT] if campaign.is_test else MOVES


@access("accounts.view_campaigns")
def campaign_options(request: HttpRequest) -> HttpResponse:
    return options(request, lambda text: queries.named(queries.campaigns(who(request)), text))


@access("accounts.view_campaigns")
def customer_campaigns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The campaigns of a customer, on its page."""
    customer = one(customers(who(request)), public_id)
    rows = queries.campaigns(who(request)).filter(advertiser=customer)
    columns = CampaignTable.pick("name", "ext_id", "starts_on", "ends_on", "state")
    create = (
        (_("New campaign"), f"{reverse('campaign_new')}?customer={public_id}") if who(request).may("accounts.create_campaign") else None
    )
    everything = f"{reverse('campaign_list')}?advertiser={customer.number}"
    return related(request, rows, columns, title=_("Campaigns"), everything=everything, create=create)


urlpatterns = [
    path("campaigns/", campaign_list, name="campaign_list"),
    path("campaigns/new/", campaign_new, name="campaign_new"),
    path("campaigns/options/", campaign_options, name="campaign_options"),
    path("campaigns/<uuid:public_id>/", campaign_detail, name="campaign_detail"),
    path("campaigns/<uuid:public_id>/edit/", campaign_edit, name="campaign_edit"),
    path("campaigns/<uuid:public_id>/<slug:move>/", campaign_move, name="campaign_move"),
    path("customers/<uuid:public_id>/panels/campaigns/", customer_campaigns, name="customer_campaigns"),
]

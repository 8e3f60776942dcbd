"""What compliance shows on pages of the floor below: a customer's screening, freezes and alerts; who is screened for a campaign."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries
from o2c.compliance.alerts.parties import standing
from o2c.compliance.alerts.runs import screen_now
from o2c.compliance.freezes.models import FreezeScope
from o2c.compliance.freezes.queries import in_force
from o2c.compliance.screening import queries as screening
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import Request, access
from o2c.core.pages import act, one, page


@access(queries.VIEW)
def of_customer(request: Request, public_id: UUID) -> HttpResponse:
    """The panel on the customer's page: screened or not, frozen or not, alerts."""
    customer = one(scope(Customer.objects, request.user, queries.VIEW), public_id)
    today = local_today(request.user)
    return page(
        request,
        "compliance/alerts/_customer.html",
        customer=customer,
        screened=screening.results_of(customer).first(),
        waiting=screening.unscreened(customer, today=today),
        freezes=in_force(customer, FreezeScope.ALL, today=today),
        alerts=queries.alerts_of(request.user, customer),
        may_screen=request.user.may("compliance.screen_customers"),
    )


@access("compliance.screen_customers")
def screen(request: Request, public_id: UUID) -> HttpResponse:
    """Screen one customer now."""
    customer = one(scope(Customer.objects, request.user, "compliance.screen_customers"), public_id)
    return act(request, screen_now, [customer], day=local_today(request.user), message=_("Screened."), to=customer)


@access("accounts.view_campaigns")
def of_campaign(request: Request, public_id: UUID) -> HttpResponse:
    """The panel on a campaign's page: who signs, who pays, who uses it, and whether compliance has looked at each."""
    campaign = one(scope(Campaign.objects.select_related("advertiser", "end_client"), request.user, "accounts.view_campaigns"), public_id)
    return page(request, "compliance/alerts/_campaign.html", parties=standing(campaign, today=local_today(request.user)))


urlpatterns = [
    path("customers/<uuid:public_id>/", of_customer, name="compliance_of_customer"),
    path("customers/<uuid:public_id>/screen/", screen, name="screen_customer"),
    path("campaigns/<uuid:public_id>/", of_campaign, name="compliance_of_campaign"),
]

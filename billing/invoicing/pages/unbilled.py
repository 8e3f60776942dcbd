"""Unbilled spend by reason, down to each record, whether or not a run was made."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.invoicing import unbilled
from o2c.billing.invoicing.filters import UNBILLED, UnbilledFilter
from o2c.billing.invoicing.tables import UnbilledTable
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.doors import access, who
from o2c.core.pages import list_page, page


@access("billing.view_spend")
def unbilled_board(request: HttpRequest) -> HttpResponse:
    """What the next runs would bill of the months that are over, what they would not, and why."""
    actor = who(request)
    today = local_today(actor)
    told = dict(UNBILLED)
    lines = [
        {
            "reason": told.get(line.reason, line.reason),
            "url": f"{reverse('unbilled_spend_list')}?{urlencode({'reason': line.reason, 'currency': line.amount.currency})}",
            "line": line,
        }
        for line in unbilled.by_reason(actor, today, first_of_month(today))
    ]
    return page(request, "billing/invoicing/unbilled.html", title=_("Unbilled spend by reason"), lines=lines)


@access("billing.view_spend")
def unbilled_spend_list(request: HttpRequest) -> HttpResponseBase:
    actor = who(request)
    today = local_today(actor)
    found = unbilled.rows(actor, today, first_of_month(today), request.GET.get("reason", ""))
    return list_page(request, found, UnbilledFilter, UnbilledTable)


urlpatterns = [
    path("unbilled-spend/", unbilled_board, name="unbilled_board"),
    path("unbilled-spend/records/", unbilled_spend_list, name="unbilled_spend_list"),
]

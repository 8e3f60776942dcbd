"""The portfolio board, and the rows behind each of its figures."""

from typing import Any

from django.db.models import DateField, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.ledger.filters import OpenItemFilter
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.tables import OpenItemTable
from o2c.collections.insights import board, queries
from o2c.collections.insights.services import current_snapshot
from o2c.collections.insights.tables import BalanceFilter, BalanceTable
from o2c.core.doors import access, who
from o2c.core.pages import list_page, page
from o2c.core.pages.related import related


@access("collections.view_portfolio")
def portfolio(request: HttpRequest) -> HttpResponseBase:
    user = who(request)
    form, question = board.asked(request)
    if question is None:
        return page(request, "collections/insights/nothing.html", title=_("Portfolio"), board_form=form)
    context: dict[str, Any] = {"board_form": form, "question": question, "headline": question.portfolio or question.entity}
    snapshot = current_snapshot(question.entity, question.currency, question.as_of)
    rows = queries.balances(user, question, snapshot)
    whole_page = request.headers.get("HX-Target") != "list" and "export" not in request.GET
    if whole_page and (standing := queries.standing(user, question, snapshot)):
        context.update(tiles=board.tiles(question, standing), bars=board.ageing_bars(question, standing))
    return list_page(request, rows, BalanceFilter, BalanceTable, template="collections/insights/board.html", **context)


@access("collections.view_portfolio")
def home_overdue(request: HttpRequest) -> HttpResponse:
    """Who owes most, on the start page: of the reader's own portfolio, else of the first entity within reach."""
    _form, question = board.asked(request)
    if question is None:
        rows: QuerySet[Any, Any] = OpenItem.objects.none()
    else:
        snapshot = current_snapshot(question.entity, question.currency, question.as_of)
        rows = queries.balances(who(request), question, snapshot).filter(overdue__gt=0)
    columns = BalanceTable.pick("name", "overdue", "days_past_due", "action")
    return related(request, rows, columns, title=_("Most overdue"), everything=reverse("portfolio"), nothing=_("Nothing is overdue."))


@access("collections.view_portfolio")
def portfolio_items(request: HttpRequest) -> HttpResponseBase:
    form, question = board.asked(request)
    if question is None:
        return page(request, "collections/insights/nothing.html", title=_("Open items"), board_form=form)
    rows = queries.items(who(request), question).annotate(seen_on=Value(question.as_of, DateField()))
    crumbs = [(_("Portfolio"), f"{reverse('portfolio')}?{request.GET.urlencode()}")]
    return list_page(request, rows, OpenItemFilter, OpenItemTable, crumbs=crumbs)


urlpatterns = [
    path("portfolio/", portfolio, name="portfolio"),
    path("home/overdue/", home_overdue, name="home_overdue"),
    path("portfolio/items/", portfolio_items, name="portfolio_items"),
]

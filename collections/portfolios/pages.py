"""Who chases whom: founding portfolios and handing them over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.collections.portfolios import queries, services
from o2c.collections.portfolios.forms import HandOverForm, PortfolioForm
from o2c.collections.portfolios.tables import PortfolioTable
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run


@access("collections.view_portfolio")
def portfolios(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.portfolios(who(request)), None, PortfolioTable)


@access("collections.found_portfolio")
def portfolio_new(request: HttpRequest) -> HttpResponse:
    form = PortfolioForm(request.POST or None)
    if made := run(form, services.found_portfolio, actor=who(request)):
        return done(request, _("Portfolio founded."), to=made)
    crumbs = [(_("Portfolios"), reverse("portfolios"))]
    return page(request, "layouts/form.html", title=_("New portfolio"), form=form, cancel=reverse("portfolios"), crumbs=crumbs)


@access("collections.hand_over_portfolio")
def portfolio_hand_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    handed = one(queries.portfolios(who(request), "collections.hand_over_portfolio"), public_id)
    form = HandOverForm(request.POST or None, initial={"collector": handed.collector.public_id, "version": handed.version})
    if run(form, services.hand_over_portfolio, handed.pk, actor=who(request)):
        return done(request, _("Portfolio handed over."), to=handed)
    crumbs = [(_("Portfolios"), reverse("portfolios")), (handed.name, handed.get_absolute_url())]
    title = _("Hand over the portfolio")
    return page(request, "layouts/form.html", title=title, form=form, cancel=handed.get_absolute_url(), crumbs=crumbs)


urlpatterns = [
    path("portfolios/", portfolios, name="portfolios"),
    path("portfolios/new/", portfolio_new, name="portfolio_new"),
    path("portfolios/<uuid:public_id>/hand-over/", portfolio_hand_over, name="portfolio_hand_over"),
]

"""How portfolios are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import Column, Create, Table


class PortfolioTable(Table):
    title = _("Portfolios")
    columns = [
        Column("name", _("Portfolio"), "link", sort="name", narrow=True),
        Column("code", _("Code"), sort="code"),
        Column("collector__name", _("Collector"), sort="collector__name", narrow=True),
        Column("entity__code", _("Entity"), sort="entity__code"),
        Column("customers", _("Customers"), "number", sort="customers"),
    ]
    create = Create(_("New portfolio"), "portfolio_new", "collections.found_portfolio")
    nothing_yet = _("No portfolio yet: found one and move customers into it.")

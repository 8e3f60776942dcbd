"""Columns of the embargo room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.compliance.embargo.models import Goods
from o2c.core import countries
from o2c.core.pages import BuiltInView, Column, Create, Table

ASKED = {
    "open_account": _("an account was opened"),
    "activate_account": _("an account was activated"),
    "commit_order": _("an order was signed"),
    "post_document": _("an invoice was posted"),
    "recheck": _("recheck of what is open"),
}


def goods_words(row: Any) -> str:
    return ", ".join(str(Goods(code).label) for code in row.goods) or str(_("everything"))


def country_words(row: Any) -> str:
    return countries.name(row.country)


def met_words(row: Any) -> str:
    """Each rule with the licence that let it pass, if there was one."""
    return "; ".join(str(_("%(rule)s, with licence %(licence)s")) % met if met["licence"] else met["rule"] for met in row.met)


def asked_words(row: Any) -> str:
    return str(ASKED.get(row.question, row.question))


class RuleTable(Table):
    title = _("Embargo rules")
    nothing_yet = _("No embargo rule was written down yet.")
    create = Create(_("Propose a rule"), "embargo_rule_new", "compliance.propose_embargo_rule")
    columns = [
        Column("code", _("Code"), "link", sort="code", narrow=True),
        Column("country", _("Country"), of=country_words, sort="country", narrow=True),
        Column("goods", _("Goods and services"), of=goods_words),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("starts_on", _("From"), "date", sort="starts_on"),
        Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
        Column("legal_basis", _("Legal basis")),
    ]
    views = [BuiltInView(_("In force"), "state=active")]


class LicenceTable(Table):
    title = _("Licences")
    nothing_yet = _("No licence was entered yet.")
    create = Create(_("Enter a licence"), "embargo_licence_new", "compliance.propose_licence")
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column("customer", _("Customer"), sort="customer__search_name", narrow=True),
        Column("country", _("Country"), of=country_words, sort="country"),
        Column("goods", _("Goods and services"), of=goods_words),
        Column("limit", _("Up to"), "money", sort="limit"),
        Column("starts_on", _("From"), "date", sort="starts_on"),
        Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("authority", _("Authority")),
    ]


class CheckTable(Table):
    title = _("Embargo checks")
    nothing_yet = _("Nothing was checked yet: checks begin with the first rule in force.")
    columns = [
        Column("subject_label", _("What"), narrow=True),
        Column("customer", _("Customer"), sort="customer__search_name", narrow=True),
        Column("question", _("Asked before"), of=asked_words, sort="question"),
        Column("passed", _("Passed"), of=lambda check: _("yes") if check.passed else _("no"), sort="passed", narrow=True),
        Column("met", _("Rules met, with licence"), of=met_words),
        Column("day", _("Day"), "date", sort="day"),
        Column("created_at", _("At"), "moment", sort="created_at", shown=False),
        Column("created_by", _("By")),
    ]
    views = [BuiltInView(_("Forbidden"), "passed=false")]

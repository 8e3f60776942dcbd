"""The portfolio board as a template reads it: what is asked, the figures, the ageing bars, each leading to its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from o2c.billing.ledger.rules.figures import BUCKETS
from o2c.collections.insights.forms import BoardForm
from o2c.collections.insights.queries import Question, Standing
from o2c.collections.portfolios import queries
from o2c.collections.portfolios.models import Portfolio
from o2c.core import charts
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import who
from o2c.core.entities.models import LegalEntity
from o2c.core.money import Money
from o2c.core.spoken import decimals, spoken

SEEN = "collections.view_portfolio"


@dataclass(frozen=True)
class Tile:
    """One figure: `definition` says how it is computed, `url` leads to the rows behind it, `note` counts them."""

    label: str
    figure: str
    definition: str
    url: str = ""
    note: str = ""


def asked(request: HttpRequest) -> tuple[BoardForm, Question | None]:
    """The question of the URL, completed by what this person works on; None where there is nothing to ask about."""
    user = who(request)
    entities = scope(LegalEntity.objects, user, SEEN).order_by("code")
    portfolios = queries.within_reach(user)
    form = BoardForm(_completed(request, user), entities=entities, portfolios=portfolios, currencies=queries.currencies(user))
    if not form.is_valid():
        return form, None
    given = form.cleaned_data
    portfolio: Portfolio | None = given["portfolio"]
    entity = portfolio.entity if portfolio else given["entity"] or entities.first()
    if entity is None:
        return form, None
    day: date = given["as_of"] or local_today(entity)
    question = Question(day, given["currency"] or entity.base_currency, entity, portfolio)
    form.data = {
        "entity": entity.code,
        "portfolio": portfolio.code if portfolio else "",
        "currency": question.currency,
        "as_of": form.fields["as_of"].prepare_value(day),
    }
    return form, question


def _completed(request: HttpRequest, user: User) -> Mapping[str, Any]:
    """Somebody who asks for nothing gets their own portfolio."""
    asked_for = {name: request.GET[name] for name in ("portfolio", "entity", "currency", "as_of") if request.GET.get(name)}
    if not asked_for.keys() & {"portfolio", "entity"} and (own := queries.own_portfolio(user)):
        asked_for["portfolio"] = own.code
    return asked_for


def tiles(question: Question, standing: Standing) -> list[Tile]:
    ageing = standing.ageing

    def money(value: Decimal) -> str:
        return spoken(Money(value, question.currency))

    overdue = sum(ageing.documents.values()) - ageing.documents["not_due"]
    return [
        Tile(
            _("Open balance"),
            money(ageing.open_balance),
            _("Open invoices and debit notes less open credit notes."),
            rows(question),
            counted(ageing.open_documents),
        ),
        Tile(
            _("Overdue"),
            money(ageing.overdue),
            _("Open debit items more than zero days past due, before credits."),
            rows(question, bucket="overdue"),
            counted(overdue),
        ),
        Tile(
            _("Over 90 days"),
            money(ageing.over_90),
            _("Open debit items more than 90 days past due."),
            rows(question, bucket="over_90"),
            counted(ageing.over_90_documents),
        ),
        Tile(
            _("Open credit notes"),
            money(ageing.credits),
            _("Credit notes not yet used, in no bucket."),
            rows(question, bucket="credits"),
            counted(ageing.credit_documents),
        ),
        Tile(_("Past-due ratio"), spoken_share(standing.past_due_ratio), _("Overdue / receivables before credits.")),
        Tile(_("Due within 7 days"), money(standing.due_soon), _("Not yet due, due within the next seven calendar days.")),
        Tile(_("DSO"), days(ageing.dso), _("Open balance / net sales of the last 90 days x 90."), note=_best(standing)),
        Tile(
            _("DSO, count-back"), days(ageing.dso_countback), _("Calendar months counted back until their sales use up the open balance.")
        ),
    ]


def _best(standing: Standing) -> str:
    """What the DSO would be if everybody paid on time. Source: reference 3."""
    return _("best possible: %(days)s") % {"days": days(standing.best_possible_dso)}


def days(value: Decimal | None) -> str:
    return _("%(days)s days") % {"days": decimals(value, 2)} if value is not None else "–"


def counted(documents: int) -> str:
    return ngettext("%(count)s document", "%(count)s documents", documents) % {"count": spoken(Decimal(documents))}


def spoken_share(share: Decimal | None) -> str:
    return f"{decimals(share * 100, 1)} %" if share is not None else "–"


def ageing_bars(question: Question, standing: Standing) -> charts.Chart:
    """One bar per bucket, leading to its items; thousands are only for the figure beside the bar."""
    names = bucket_names()
    marks = [
        charts.Mark(
            label=names[bucket.name],
            value=(amount := standing.ageing.buckets[bucket.name]),
            words=f"{spoken(Money(amount, question.currency))}, {counted(standing.ageing.documents[bucket.name])}",
            short=spoken((amount / 1000).quantize(Decimal(1))),
            url=rows(question, bucket=bucket.name),
            series=min(position, 4),
        )
        for position, bucket in enumerate(BUCKETS)
    ]
    return charts.bars(marks)


def bucket_names() -> dict[str, str]:
    return {
        "not_due": _("Not due"), "d1_30": "1–30", "d31_60": "31–60", "d61_90": "61–90",
        "d91_180": "91–180", "d181_365": "181–365", "over_365": "> 365",
    }  # fmt: skip


def rows(question: Question, **more: str) -> str:
    """The address of the items behind a figure."""
    asked_for = {"entity": question.entity.code, "currency": question.currency, "as_of": question.as_of.isoformat(), **more}
    if question.portfolio:
        asked_for["portfolio"] = question.portfolio.code
    return f"{reverse('portfolio_items')}?{urlencode(asked_for)}"

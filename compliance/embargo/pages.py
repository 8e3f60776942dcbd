"""Pages of the embargo room: rules, licences, checks."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.compliance.embargo import queries, services
from o2c.compliance.embargo.filters import CheckFilter, LicenceFilter, RuleFilter
from o2c.compliance.embargo.forms import LicenceForm, RuleForm
from o2c.compliance.embargo.tables import CheckTable, LicenceTable, RuleTable, country_words, goods_words
from o2c.core.dates import last_day
from o2c.core.doors import Request, access
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered

ASKED = gettext_lazy("Asked for; another person agrees.")
RULE_MOVES = [Move("end", gettext_lazy("End the rule"), ASKED, services.ask_to_end_embargo_rule, ["active"], ReasonForm)]
LICENCE_MOVES = [Move("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrawn."), services.withdraw_licence, ["active"], ReasonForm)]


@access(queries.VIEW)
def rules(request: Request) -> HttpResponseBase:
    return list_page(request, queries.rules(request.user), RuleFilter, RuleTable)


@access(queries.VIEW)
def licences(request: Request) -> HttpResponseBase:
    return list_page(request, queries.licences(request.user), LicenceFilter, LicenceTable)


@access(queries.VIEW)
def checks(request: Request) -> HttpResponseBase:
    return list_page(request, queries.checks(request.user), CheckFilter, CheckTable)


@access("compliance.propose_embargo_rule")
def rule_new(request: Request) -> HttpResponse:
    form = RuleForm(request.POST or None)
    if rule := run(form, services.propose_embargo_rule, actor=request.user):
        return done(request, _("Proposed; it counts once another person has agreed."), to=rule)
    title, back = _("Propose an embargo rule"), reverse("embargo_rules")
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Propose the rule"), cancel=back)


@access("compliance.propose_licence")
def licence_new(request: Request) -> HttpResponse:
    form = LicenceForm(request.POST or None, actor=request.user)
    if licence := run(form, services.propose_licence, actor=request.user):
        return done(request, _("Entered; it counts once another person has agreed."), to=licence)
    title, back = _("Enter a licence"), reverse("embargo_licences")
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Enter the licence"), cancel=back)


@access(queries.VIEW)
def rule(request: Request, public_id: UUID) -> HttpResponse:
    row = one(queries.rules(request.user), public_id)
    facts = [
        (_("Country"), country_words(row)),
        (_("Goods and services"), goods_words(row)),
        (_("Legal basis"), row.legal_basis),
        (_("From"), row.starts_on),
        (_("Until and including"), last_day(row.ends_on)),
        (_("Proposed by"), row.created_by),
    ]
    moves = offered(RULE_MOVES, row, request.user, "embargo_rule_move")
    return _detail(request, row, facts, moves, (_("Embargo rules"), reverse("embargo_rules")))


@access(queries.VIEW)
def licence(request: Request, public_id: UUID) -> HttpResponse:
    row = one(queries.licences(request.user), public_id)
    facts = [
        (_("Customer"), row.customer),
        (_("Authority"), row.authority),
        (_("Country"), country_words(row)),
        (_("Goods and services"), goods_words(row)),
        (_("From"), row.starts_on),
        (_("Until and including"), last_day(row.ends_on)),
        (_("Entered by"), row.created_by),
    ]
    moves = offered(LICENCE_MOVES, row, request.user, "embargo_licence_move")
    return _detail(request, row, facts, moves, (_("Licences"), reverse("embargo_licences")))


def _detail(request: Request, row: Any, facts: Any, moves: Any, crumb: tuple[str, str]) -> HttpResponse:
    return page(request, "compliance/embargo/detail.html", title=str(row), subject=row, facts=facts, moves=moves, crumbs=[crumb])


@access(queries.VIEW)
def rule_move(request: Request, public_id: UUID, code: str) -> HttpResponse:
    return carry_out(request, one(queries.rules(request.user), public_id), RULE_MOVES, code)


@access(queries.VIEW)
def licence_move(request: Request, public_id: UUID, code: str) -> HttpResponse:
    return carry_out(request, one(queries.licences(request.user), public_id), LICENCE_MOVES, code)


urlpatterns = [
    path("embargo/rules/", rules, name="embargo_rules"),
    path("embargo/rules/new/", rule_new, name="embargo_rule_new"),
    path("embargo/rules/<uuid:public_id>/", rule, name="embargo_rule"),
    path("embargo/rules/<uuid:public_id>/move/<slug:code>/", rule_move, name="embargo_rule_move"),
    path("embargo/licences/", licences, name="embargo_licences"),
    path("embargo/licences/new/", licence_new, name="embargo_licence_new"),
    path("embargo/licences/<uuid:public_id>/", licence, name="embargo_licence"),
    path("embargo/licences/<uuid:public_id>/move/<slug:code>/", licence_move, name="embargo_licence_move"),
    path("embargo/checks/", checks, name="embargo_checks"),
]

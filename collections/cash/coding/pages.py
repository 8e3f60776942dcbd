"""The browser's door to entries that are no receivable."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.ledger.choices import ControlAccount
from o2c.collections.cash.coding import queries, services
from o2c.collections.cash.coding.forms import CodeForm, UncodeForm
from o2c.collections.cash.coding.rules import CODABLE
from o2c.collections.cash.coding.tables import CodingTable
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.queries import lines
from o2c.collections.cash.statements.tables import LineFilter
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.sentences import sentence


@access(VIEW)
def coding_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.uncoded(who(request)), LineFilter, CodingTable)


@access("collections.code_line")
def line_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _code(request, public_id, "collections.code_line", services.code_line)


@access("collections.code_large_line")
def line_code_large(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _code(request, public_id, "collections.code_large_line", services.code_large_line)


def _code(request: HttpRequest, public_id: UUID, permission: str, verb: Callable[..., Any]) -> HttpResponse:
    line = one(queries.uncoded(who(request), permission), public_id)
    found = queries.suggestion(line)
    why = sentence(found.why, dict(found.values)) if found else ""
    form = CodeForm(request.POST or None, initial={"control_account": found.control_account, "reason": why} if found else None)
    if run(form, verb, line.pk, actor=who(request)):
        return done(request, _("The entry is coded."), to=line)
    crumbs, back = [(_("Entries to be coded"), reverse("coding_list"))], line.get_absolute_url()
    return page(request, "layouts/form.html", title=_("Code the entry"), form=form, submit=_("Code"), cancel=back, crumbs=crumbs)


@access("collections.uncode_line")
def line_uncode(request: HttpRequest, public_id: UUID) -> HttpResponse:
    line = one(lines(who(request), "collections.uncode_line").filter(coded_to__in=CODABLE), public_id)
    form = UncodeForm(request.POST or None, initial={"on": local_today(line.entity)})
    if run(form, services.uncode_line, line.pk, actor=who(request)):
        return done(request, _("The entry waits again."), to=line)
    crumbs, back = [(_("Bank entries"), reverse("statement_line_list"))], line.get_absolute_url()
    return page(request, "layouts/form.html", title=_("Take the coding back"), form=form, cancel=back, crumbs=crumbs)


@access(VIEW)
def line_coding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """On the entry's page: what it is by its code, and the way to say so."""
    line, user = one(lines(who(request)), public_id), who(request)
    waits = queries.uncoded(user).filter(pk=line.pk).first()
    found = queries.suggestion(waits) if waits else None
    told = _("Nobody said yet what this entry is.") if waits else _("There is nothing to code.")
    if found:
        told = f"{ControlAccount(found.control_account).label}. {sentence(found.why, dict(found.values))}"
    ways = [
        (_("Code"), "line_code", waits and user.may("collections.code_line")),
        (_("Code whatever the amount"), "line_code_large", waits and user.may("collections.code_large_line")),
        (_("Take the coding back"), "line_uncode", line.coded_to in CODABLE and user.may("collections.uncode_line")),
    ]
    if line.coded_to in CODABLE:
        told = _("Coded to %(account)s.") % {"account": ControlAccount(line.coded_to).label}
    links = [(label, reverse(name, args=[line.public_id])) for label, name, is_open in ways if is_open]
    return render(request, "collections/cash/_ways.html", {"told": [told], "links": links})


urlpatterns = [
    path("bank-entries/to-code/", coding_list, name="coding_list"),
    path("bank-entries/<uuid:public_id>/code/", line_code, name="line_code"),
    path("bank-entries/<uuid:public_id>/code-large/", line_code_large, name="line_code_large"),
    path("bank-entries/<uuid:public_id>/uncode/", line_uncode, name="line_uncode"),
    path("bank-entries/<uuid:public_id>/coding/", line_coding, name="line_coding"),
]

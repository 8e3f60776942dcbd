"""Playbooks, and the customers they flag."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.cases import queries
from o2c.accounts.cases.forms import FlagForm, PlaybookEditForm, PlaybookNewForm
from o2c.accounts.cases.models import Playbook, SpecialStep
from o2c.accounts.cases.services import playbooks
from o2c.accounts.cases.tables import PlaybookTable, SpecialFilter, SpecialTable
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.doors import access, who
from o2c.core.pages import act, done, list_page, one, page, run
from o2c.core.pages.display import day, link_to, moment
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.sentences import words_of

MOVES = [
    Move("agree", gettext_lazy("Agree"), gettext_lazy("The standard path is free."), playbooks.agree_special, ["approval"], main=True),
    Move("drop", gettext_lazy("Not special"), gettext_lazy("No longer special."), playbooks.drop_special, ["open", "approval"], ReasonForm),
]
FIELDS = ["title", "types", "countries", "risk_classes", "tiers", "approver", "valid_days", "is_active", "version"]


@access("accounts.view_cases")
def playbook_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.playbooks(), None, PlaybookTable)


@access("accounts.view_cases")
def playbook_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    playbook = one(queries.playbooks(), public_id)
    facts = [
        (_("Whom it is about"), _about(playbook)),
        (_("Mandatory steps"), "; ".join(playbook.mandatory)),
        (_("Advised steps"), "; ".join(playbook.advised)),
        (_("Approver"), ROLE_NAMES.get(playbook.approver, playbook.approver)),
        (_("Holds for days"), playbook.valid_days),
        (_("In use"), _("yes") if playbook.is_active else _("no")),
        (_("Customers flagged"), playbook.flagged),
    ]
    edits = who(request).may("accounts.edit_playbook")
    return page(
        request,
        "accounts/cases/playbook.html",
        title=playbook.title,
        subject=playbook,
        crumbs=[(_("Playbooks"), reverse("playbook_list"))],
        facts=facts,
        edit_url=reverse("playbook_edit", args=[public_id]) if edits else "",
    )


def _about(playbook: Playbook) -> str:
    rules = [(name, getattr(playbook, name)) for name in ("types", "countries", "risk_classes", "tiers")]
    return "; ".join(", ".join(words_of(f"{name}:{each}") or each for each in values) for name, values in rules if values)


@access("accounts.write_playbook")
def playbook_new(request: HttpRequest) -> HttpResponse:
    form = PlaybookNewForm(request.POST or None)
    if playbook := run(form, playbooks.write_playbook, actor=who(request)):
        return done(request, _("Playbook written."), to=playbook)
    return _form(request, _("New playbook"), form, _("Write playbook"), reverse("playbook_list"))


@access("accounts.edit_playbook")
def playbook_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    playbook = one(queries.playbooks(), public_id)
    steps = {f"{name}_steps": "\n".join(getattr(playbook, name)) for name in ("mandatory", "advised")}
    form = PlaybookEditForm(request.POST or None, initial={**{name: getattr(playbook, name) for name in FIELDS}, **steps})
    if run(form, playbooks.edit_playbook, playbook.pk, actor=who(request)):
        return done(request, _("Playbook saved."), to=playbook)
    return _form(request, playbook.title, form, _("Save playbook"), playbook.get_absolute_url())


@access("accounts.flag_customer")
def playbook_flag(request: HttpRequest, public_id: UUID) -> HttpResponse:
    playbook = one(queries.playbooks(), public_id)
    form = FlagForm(request.POST or None, actor=who(request))
    if special := run(form, playbooks.flag_customer, playbook=playbook, actor=who(request)):
        return done(request, _("The customer is flagged."), to=special)
    return _form(request, _("Flag a customer: %(title)s") % {"title": playbook}, form, _("Flag customer"), playbook.get_absolute_url())


def _form(request: HttpRequest, title: str, form: Any, submit: str, cancel: str) -> HttpResponse:
    crumbs = [(_("Playbooks"), reverse("playbook_list"))]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


@access("accounts.view_cases")
def special_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.specials(who(request)), SpecialFilter, SpecialTable)


@access("accounts.view_cases")
def special_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    special = one(queries.specials(actor), public_id)
    facts = [
        (_("Customer"), link_to(special.customer, special.customer.legal_name)),
        (_("Playbook"), link_to(special.playbook)),
        (_("Flagged"), moment(special.created_at)),
        (_("Approved by"), special.approved_by),
        (_("Holds until"), day(special.expires_on) if special.expires_on else None),
    ]
    return page(
        request,
        "accounts/cases/special.html",
        title=str(special),
        subject=special,
        crumbs=[(_("Special cases"), reverse("special_list"))],
        facts=facts,
        steps=special.steps.select_related("done_by").order_by("position"),
        works=special.state in ("open", "approval") and actor.may("accounts.do_step"),
        moves=offered(MOVES, special, actor, "special_move"),
    )


@access("accounts.view_cases")
def special_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.specials(who(request)), public_id), MOVES, move)


@access("accounts.do_step")
def special_step(request: HttpRequest, public_id: UUID) -> HttpResponse:
    step = one(SpecialStep.objects.filter(special__in=queries.specials(who(request)).order_by().values("pk")), public_id)
    return act(request, playbooks.do_step, step.pk, message=_("Step done."), to=step.special)


urlpatterns = [
    path("playbooks/", playbook_list, name="playbook_list"),
    path("playbooks/new/", playbook_new, name="playbook_new"),
    path("playbooks/<uuid:public_id>/", playbook_detail, name="playbook_detail"),
    path("playbooks/<uuid:public_id>/edit/", playbook_edit, name="playbook_edit"),
    path("playbooks/<uuid:public_id>/flag/", playbook_flag, name="playbook_flag"),
    path("special-cases/", special_list, name="special_list"),
    path("special-cases/steps/<uuid:public_id>/", special_step, name="special_step"),
    path("special-cases/<uuid:public_id>/", special_detail, name="special_detail"),
    path("special-cases/<uuid:public_id>/<slug:move>/", special_move, name="special_move"),
]

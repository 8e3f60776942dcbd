"""The control of a contract on its page: every rule with its outcome, its papers, waivers and their list."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import WaiverFilter
from o2c.accounts.contracts.forms import AnnexForm, SignedCopyForm, WaiverForm, stored
from o2c.accounts.contracts.messages import TITLES
from o2c.accounts.contracts.models import Contract
from o2c.accounts.contracts.pages.frames import form_page
from o2c.accounts.contracts.rules.control import BY_CODE, Outcome, Verdict
from o2c.accounts.contracts.services import review
from o2c.accounts.contracts.tables import WaiverTable
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.files.services import attach_file
from o2c.core.pages import done, list_page, one, run
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import offer
from o2c.core.sentences import sentence

TONES = {Outcome.PASS: "ok", Outcome.FAIL: "bad", Outcome.WAIVED: "warn"}


def outcome_words() -> dict[str, str]:
    return {Outcome.PASS: _("pass"), Outcome.FAIL: _("fail"), Outcome.WAIVED: _("waived")}


@access("accounts.view_contracts")
def contract_control(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What every rule says about the contract as things stand."""
    actor = who(request)
    contract = one(queries.contracts(actor), public_id)
    verdicts = queries.control_of(contract)
    waived = queries.waived_rules(contract, local_today(contract.entity))
    waiting = set(contract.waivers.filter(state="proposed").values_list("rule", flat=True))
    asks = actor.may("accounts.ask_contract_waiver") and contract.state in review.RUNNING
    rows = [_row(contract, verdict, waived.get(verdict.rule.code), waiting, asks) for verdict in verdicts]
    stops = sum(verdict.stops for verdict in verdicts)
    return render(request, "accounts/contracts/_control.html", {"rows": rows, "stops": stops, "total": len(rows)})


def _row(contract: Contract, verdict: Verdict, waiver: Any, waiting: set[str], asks: bool) -> dict[str, Any]:
    rule = verdict.rule
    askable = asks and rule.waivable and verdict.outcome == Outcome.FAIL and rule.code not in waiting
    return {
        "code": rule.code,
        "title": TITLES[rule.code],
        "blocks": rule.blocks,
        "outcome": outcome_words()[verdict.outcome],
        "tone": TONES[verdict.outcome] if rule.blocks or verdict.outcome != Outcome.FAIL else "warn",
        "reasons": [sentence(why.code, dict(why.values)) for why in verdict.reasons],
        "waiver": waiver,
        "waits": rule.code in waiting,
        "ask_url": reverse("contract_waiver_new", args=[contract.public_id, rule.code.lower()]) if askable else "",
    }


@access("accounts.ask_contract_waiver")
def contract_waiver_new(request: HttpRequest, public_id: UUID, rule: str) -> HttpResponse:
    contract, code = one(queries.contracts(who(request)), public_id), rule.upper()
    if code not in BY_CODE:
        raise Http404(f"no rule {code}")
    form = WaiverForm(request.POST or None)
    if run(form, review.ask_contract_waiver, contract.pk, rule=code, actor=who(request)):
        return done(request, _("Asked for: another person decides."), to=contract)
    title = _("Waive %(rule)s: %(title)s") % {"rule": code, "title": TITLES[code]}
    return form_page(request, title, form, _("Ask for waiver"), of=contract, within=(_("Contracts"), "contract_list"))


@access("accounts.view_contracts")
def contract_waiver_list(request: HttpRequest) -> HttpResponseBase:
    """The report of waivers: who let which rule fail, why and until when."""
    return list_page(request, queries.waivers(who(request)), WaiverFilter, WaiverTable)


@access("accounts.end_contract_waiver")
def contract_waiver_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    waiver = one(queries.waivers(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, review.end_contract_waiver, waiver.pk, actor=who(request)):
        return done(request, _("The waiver is ended."), to=waiver.contract)
    title = _("End the waiver of %(rule)s") % {"rule": waiver.rule}
    return form_page(request, title, form, _("End waiver"), of=waiver.contract, within=(_("Waivers"), "contract_waiver_list"))


@access("accounts.attach_signed_copy")
def contract_signed_copy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    contract = one(queries.contracts(actor), public_id)
    form = SignedCopyForm(request.POST or None, request.FILES or None)
    offer(form, "signed_for_us", queries.authorities(actor).filter(entity=contract.entity))

    def keep(*, file: "UploadedFile[bytes]", actor: User, **given: Any) -> Contract:
        return review.attach_signed_copy(contract.pk, blob=stored(file), actor=actor, **given)

    if run(form, keep, actor=actor):
        return done(request, _("Signed copy attached."), to=contract)
    return form_page(request, _("Attach the signed copy"), form, _("Attach signed copy"), of=contract, within=_list())


@access("core.attach_file")
def contract_annex(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contract = one(queries.contracts(who(request)), public_id)
    form = AnnexForm(request.POST or None, request.FILES or None)

    def keep(*, file: "UploadedFile[bytes]", kind: str, actor: User) -> Any:
        return attach_file("accounts.contract", contract.pk, stored(file), kind=kind, actor=actor)

    if run(form, keep, actor=who(request)):
        return done(request, _("Paper attached."), to=contract)
    return form_page(request, _("Attach an annex or letter"), form, _("Attach paper"), of=contract, within=_list())


def _list() -> tuple[str, str]:
    return _("Contracts"), "contract_list"


urlpatterns = [
    path("contracts/waivers/", contract_waiver_list, name="contract_waiver_list"),
    path("contract-waivers/<uuid:public_id>/end/", contract_waiver_end, name="contract_waiver_end"),
    path("contracts/<uuid:public_id>/panels/control/", contract_control, name="contract_control"),
    path("contracts/<uuid:public_id>/signed-copy/", contract_signed_copy, name="contract_signed_copy"),
    path("contracts/<uuid:public_id>/annex/", contract_annex, name="contract_annex"),
    path("contracts/<uuid:public_id>/waive/<slug:rule>/", contract_waiver_new, name="contract_waiver_new"),
]

"""Our own rules: contract policies, who signs for us, payment terms."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import AuthorityFilter, PolicyFilter
from o2c.accounts.contracts.forms import AuthorityForm, PolicyForm, TermForm
from o2c.accounts.contracts.models import ContractPolicy
from o2c.accounts.contracts.pages.frames import form_page
from o2c.accounts.contracts.services import control, terms
from o2c.accounts.contracts.tables import AuthorityTable, PolicyTable, TermTable
from o2c.accounts.customers.forms import EndForm
from o2c.core.clock import local_today
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.spoken import day, spoken

FIELDS = [
    "terms", "legal_days", "legal_eom_days", "currencies", "countries", "products", "back_dating_days", "credit_check_days",
]  # fmt: skip


@access("accounts.view_contracts")
def contract_policy_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.policies(who(request)), PolicyFilter, PolicyTable)


@access("accounts.view_contracts")
def contract_policy_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    policy = one(queries.policies(who(request)), public_id)
    return page(
        request,
        "accounts/detail.html",
        title=_("Contract policy of %(entity)s") % {"entity": policy.entity.code},
        subject=policy,
        crumbs=[(_("Contract policies"), reverse("contract_policy_list"))],
        figures=[(_("Valid from"), day(policy.valid_from))],
        facts=_facts(policy),
    )


def _facts(policy: ContractPolicy) -> list[tuple[str, Any]]:
    stated = [(PolicyForm.base_fields[name].label, getattr(policy, name)) for name in FIELDS]
    return [
        (_("Our entity"), policy.entity),
        (_("Until and including"), day(last_day(policy.valid_until)) if policy.valid_until else None),
        *((str(label), spoken(value) if value != [] else _("all")) for label, value in stated),
        (_("Reason"), policy.reason),
    ]


@access("accounts.propose_contract_policy")
def contract_policy_new(request: HttpRequest) -> HttpResponse:
    actor, today = who(request), local_today()
    entity = request.GET.get("entity", "")
    current = queries.policies(actor).filter(entity__code=entity, state="active").first() if entity else None
    start = {name: getattr(current, name) for name in FIELDS} if current else {}
    form = PolicyForm(request.POST or None, initial={"entity": entity, "valid_from": today, **start}, actor=actor)
    if policy := run(form, control.propose_contract_policy, actor=actor):
        return done(request, _("Policy proposed: another person decides."), to=policy)
    return form_page(request, _("New contract policy"), form, _("Propose policy"), within=(_("Contract policies"), "contract_policy_list"))


@access("accounts.view_contracts")
def signing_authority_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.authorities(who(request)), AuthorityFilter, AuthorityTable)


@access("accounts.add_signing_authority")
def signing_authority_new(request: HttpRequest) -> HttpResponse:
    form = AuthorityForm(request.POST or None, initial={"valid_from": local_today()}, actor=who(request))
    if run(form, control.add_signing_authority, actor=who(request)):
        return done(request, _("Authority entered."), to="signing_authority_list")
    return form_page(
        request, _("New authority to sign"), form, _("Enter authority"), within=(_("Who signs for us"), "signing_authority_list")
    )


@access("accounts.end_signing_authority")
def signing_authority_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    authority = one(queries.authorities(who(request)), public_id)
    form = EndForm(request.POST or None, initial={"valid_until": local_today()})
    if run(form, control.end_signing_authority, authority.pk, actor=who(request)):
        return done(request, _("Authority ended."), to="signing_authority_list")
    title = _("End the authority of %(person)s") % {"person": authority.person}
    return form_page(request, title, form, _("End authority"), of=authority, within=(_("Who signs for us"), "signing_authority_list"))


@access("accounts.view_contracts")
def payment_term_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.payment_terms(), None, TermTable)


@access("accounts.create_payment_term")
def payment_term_new(request: HttpRequest) -> HttpResponse:
    form = TermForm(request.POST or None)
    if run(form, terms.create_payment_term, actor=who(request)):
        return done(request, _("Payment terms entered. A contract policy must approve them."), to="payment_term_list")
    return form_page(request, _("New payment terms"), form, _("Enter payment terms"), within=(_("Payment terms"), "payment_term_list"))


urlpatterns = [
    path("contract-policies/", contract_policy_list, name="contract_policy_list"),
    path("contract-policies/new/", contract_policy_new, name="contract_policy_new"),
    path("contract-policies/<uuid:public_id>/", contract_policy_detail, name="contract_policy_detail"),
    path("signing-authorities/", signing_authority_list, name="signing_authority_list"),
    path("signing-authorities/new/", signing_authority_new, name="signing_authority_new"),
    path("signing-authorities/<uuid:public_id>/end/", signing_authority_end, name="signing_authority_end"),
    path("payment-terms/", payment_term_list, name="payment_term_list"),
    path("payment-terms/new/", payment_term_new, name="payment_term_new"),
]

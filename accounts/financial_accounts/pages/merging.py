"""Accounts that are one too many: suggested groups with their evidence, merging, replacing, and undoing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.contracts.pages.frames import form_page
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.forms import MergeForm, ReplaceForm
from o2c.accounts.financial_accounts.models import AccountMerge
from o2c.accounts.financial_accounts.rules.merging import Suggestion
from o2c.accounts.financial_accounts.services import merging, replacing
from o2c.accounts.financial_accounts.tables import MergeTable
from o2c.core.clock import local_today
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import offer
from o2c.core.sentences import sentence
from o2c.core.spoken import day, moment

ACCOUNTS = (gettext_lazy("Financial accounts"), "financial_account_list")
MERGES = (gettext_lazy("Merged accounts"), "account_merge_list")


@access("accounts.view_financial_accounts")
def account_suggestions(request: HttpRequest) -> HttpResponse:
    """Groups of accounts that could be one, and accounts nobody uses, each with what speaks for it."""
    actor, today = who(request), local_today()
    twins, unused = queries.duplicate_accounts(actor, today), queries.idle_accounts(actor, today)
    ids = [member.pk for group in [*twins, *unused] for member in group.members]
    found = {account.pk: account for account in queries.financial_accounts(actor).filter(pk__in=ids)}
    may = actor.may("accounts.merge_accounts")
    return page(
        request,
        "accounts/financial_accounts/suggestions.html",
        title=_("Accounts to tidy up"),
        crumbs=[(str(ACCOUNTS[0]), reverse(ACCOUNTS[1]))],
        twins=[_shown(group, found, may) for group in twins],
        unused=[_shown(group, found, may) for group in unused],
    )


def _shown(group: Suggestion, found: dict[int, Any], may: bool) -> dict[str, Any]:
    survivor = found[group.members[0].pk]
    members = [
        {
            "account": found[member.pk],
            "facts": member,
            "merge_url": f"{reverse('account_merge', args=[found[member.pk].public_id])}?into={survivor.public_id}"
            if may and member.pk != survivor.pk
            else "",
        }
        for member in group.members
    ]
    return {"survivor": survivor, "members": members, "why": [sentence(code) for code in group.why]}


@access("accounts.merge_accounts")
def account_merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    source = one(queries.financial_accounts(actor), public_id)
    form = MergeForm(request.POST or None, initial={"survivor": request.GET.get("into", "")})
    rows = queries.financial_accounts(actor).filter(entity=source.entity, currency=source.currency, state="active")
    others = rows.filter(customer__in={source.customer_id, source.customer.merged_into_id or source.customer_id})
    asked = rows.filter(public_id=request.GET["into"]) if _is_uuid(request.GET.get("into", "")) else rows.none()
    offer(form, "survivor", (others | asked).exclude(pk=source.pk))
    evidence = {"entity": source.entity.code, "currency": source.currency, "customer": source.customer.number}
    if merge := run(form, merging.merge_accounts, source.pk, evidence=evidence, actor=actor):
        return done(request, _("Merged: new spend bills to the surviving account."), to=merge)
    title = _("Merge account %(number)s into another one") % {"number": source}
    return form_page(request, title, form, _("Merge accounts"), of=source, within=ACCOUNTS)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@access("accounts.view_financial_accounts")
def account_merge_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.account_merges(who(request)), None, MergeTable)


@access("accounts.view_financial_accounts")
def account_merge_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    merge = one(queries.account_merges(actor), public_id)
    undoes = merge.undone_at is None and local_today(merge.source.entity) < merge.undo_until and actor.may("accounts.undo_account_merge")
    return page(
        request,
        "accounts/financial_accounts/merge.html",
        title=_("Merge of %(source)s into %(survivor)s") % {"source": merge.source, "survivor": merge.survivor},
        subject=merge,
        crumbs=[(str(MERGES[0]), reverse(MERGES[1]))],
        figures=[(_("Campaigns redirected"), len(merge.moved.get("links", [])))],
        facts=_facts(merge),
        ways=[(_("Undo the merge"), reverse("account_merge_undo", args=[public_id]))] if undoes else [],
    )


def _facts(merge: AccountMerge) -> list[tuple[str, Any]]:
    return [
        (_("Merged account"), link_to(merge.source)),
        (_("Surviving account"), link_to(merge.survivor)),
        (_("Merged on"), day(merge.merged_on)),
        (_("Merged by"), merge.created_by),
        (_("Reason"), merge.reason),
        (_("Can be undone until and including"), day(last_day(merge.undo_until))),
        (_("Undone at"), moment(merge.undone_at) if merge.undone_at else None),
        (_("Undone by"), merge.undone_by),
        (_("Why it was undone"), merge.undo_reason),
    ]


@access("accounts.undo_account_merge")
def account_merge_undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    merge = one(queries.account_merges(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, merging.undo_account_merge, merge.pk, actor=who(request)):
        return done(request, _("The merge is undone."), to=merge)
    title = _("Undo the merge of %(source)s") % {"source": merge.source}
    return form_page(request, title, form, _("Undo merge"), of=merge, within=MERGES)


@access("accounts.replace_account")
def account_replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    old = one(queries.financial_accounts(actor), public_id)
    key = {"entity": old.entity.code, "currency": old.currency, "terms": old.terms.code, "payer": old.payer}
    initial = {**key, "billing_profile": old.billing_profile, "from_day": local_today(old.entity)}
    form = ReplaceForm(request.POST or None, initial=initial, actor=actor)
    if new := run(form, replacing.replace_account, old.pk, actor=actor):
        return done(request, _("The new account is open."), to=new)
    title = _("Replace account %(number)s from a day on") % {"number": old}
    return form_page(request, title, form, _("Replace account"), of=old, within=ACCOUNTS)


urlpatterns = [
    path("financial-accounts/suggestions/", account_suggestions, name="account_suggestions"),
    path("financial-accounts/merges/", account_merge_list, name="account_merge_list"),
    path("account-merges/<uuid:public_id>/", account_merge_detail, name="account_merge_detail"),
    path("account-merges/<uuid:public_id>/undo/", account_merge_undo, name="account_merge_undo"),
    path("financial-accounts/<uuid:public_id>/merge/", account_merge, name="account_merge"),
    path("financial-accounts/<uuid:public_id>/replace/", account_replace, name="account_replace"),
]

"""Our own bank accounts in the browser: each change asks another person."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.approvals.services import own_accounts
from o2c.core.doors import Request, access
from o2c.core.entities import queries
from o2c.core.entities.forms import EditOwnAccountForm, OwnAccountForm, ReasonForm
from o2c.core.pages import done, one, page, run


@access("core.add_own_account")
def own_account_new(request: Request, public_id: UUID) -> HttpResponse:
    entity = one(queries.entities(request.user), public_id)
    form = OwnAccountForm(request.POST or None)
    if run(form, own_accounts.add_own_account, entity.pk, actor=request.user):
        return done(request, _("Asked for. The account is used when another person has approved."), to=entity)
    title = _("New bank account of %(entity)s") % {"entity": entity}
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Ask for approval"), cancel=entity.get_absolute_url())


@access("core.edit_own_account")
def own_account_edit(request: Request, public_id: UUID) -> HttpResponse:
    account = one(queries.own_bank_accounts(request.user), public_id)
    form = EditOwnAccountForm(request.POST or None, initial={name: getattr(account, name, "") for name in EditOwnAccountForm.base_fields})
    if asked := run(form, own_accounts.edit_own_account, account.pk, actor=request.user):
        return done(request, _("Asked for. The account changes when another person has approved."), to=asked)
    return page(
        request,
        "core/entities/account.html",
        form=form,
        title=str(account),
        account=account,
        move="closed" if account.state == "active" else "active",
        submit=_("Ask for approval"),
        cancel=reverse("own_account_list"),
    )


@access("core.move_own_account")
def own_account_move(request: Request, public_id: UUID, state: str) -> HttpResponse:
    account = one(queries.own_bank_accounts(request.user), public_id)
    form = ReasonForm(request.POST or None)
    if asked := run(form, own_accounts.move_own_account, account.pk, state, actor=request.user):
        return done(request, _("Asked for. The account changes when another person has approved."), to=asked)
    title = (_("Close %(account)s") if state == "closed" else _("Take %(account)s into use")) % {"account": account}
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Ask for approval"), cancel=reverse("own_account_list"))


urlpatterns = [
    path("entities/<uuid:public_id>/bank-account/", own_account_new, name="own_account_new"),
    path("bank-accounts/<uuid:public_id>/", own_account_edit, name="own_account_edit"),
    path("bank-accounts/<uuid:public_id>/<str:state>/", own_account_move, name="own_account_move"),
]
